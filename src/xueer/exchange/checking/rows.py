"""Checks that every sheet has: keys once, rows that must agree, references that must be found, days in order."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db.models import Model

from xueer.common.text import gettext_noop
from xueer.exchange.checking.known import Context
from xueer.exchange.findings import Read, Row
from xueer.exchange.sheets import Column
from xueer.org.models import Person, Unit
from xueer.rules.models import Requirement, Rulebook

KEY_TWICE = gettext_noop("a row only once; row %(row)s is the same")
DISAGREES = gettext_noop("“%(value)s”, as in row %(row)s")
NOT_FOUND = gettext_noop("a value found in sheet %(sheet)s or already here; not “%(value)s”")
OUT_OF_ORDER = gettext_noop("a day not before %(first)s")
ENDS_BEFORE = gettext_noop("a day not after %(last)s")
# Where the other end of a range is found when its column is missing.
STORED: dict[str, type[Model]] = {"单位": Unit, "人员": Person, "制度": Rulebook, "要求": Requirement}


def check_keys(read: Read, context: Context) -> None:
    """The same key twice in a sheet is an error of the later row."""
    key, seen = read.sheet.key, {}
    if read.keyless:
        return
    first, *rest = key
    for row in read.rows:
        try:
            values = row.values
            at = (values[first], *[values[name] for name in rest]) if rest else values[first]
        except KeyError:
            continue
        earlier = seen.setdefault(at, row)
        if earlier is not row:
            context.findings.refuse(read, row, first, KEY_TWICE, row=earlier.number)


def check_agreement(read: Read, context: Context) -> None:
    """Rows of one group, or of one plan, say the same of it."""
    sheet, firsts = read.sheet, {}
    for row in read.rows if sheet.agree_on else ():
        code = row.values.get(sheet.agree_on)
        if code is None:
            continue
        first = firsts.setdefault(code, row)
        for name in sheet.agree:
            if name in row.values and name in first.values and row.values[name] != first.values[name]:
                shown = read.typed(first, name)
                context.findings.refuse(read, row, name, DISAGREES, value=shown, row=first.number)


def check_references(read: Read, context: Context, *, own: bool = False) -> None:
    """Every row named exists. `own`: only references to the same sheet, once all its other checks are done."""
    for column in read.sheet.columns:
        if column.refers and read.has(column.field) and (column.refers == read.sheet.name) is own:
            if not own:
                _check_column(read, column, context)
                continue
            # A row refused for its own reference is itself one that others may name.
            lacking: set[str] = set()
            context.known.admit(read)
            while found := _check_column(read, column, context, but=lacking):
                lacking |= found
                context.known.admit(read)


def _check_column(read: Read, column: Column, context: Context, but: Collection[str] = ()) -> set[str]:
    """Refuses what names nothing; returns the codes that are lacking, without those in `but`, listed before."""
    name, known, findings = column.field, context.known, context.findings
    rows = [row for row in read.rows if row.values.get(name)]
    lacking = known.lacks(column.refers, _distinct(rows, column)).difference(but)
    if not lacking:
        return lacking
    for row in rows:
        value = row.values[name]
        for code in value if column.several else (value,):
            if code not in lacking:
                continue
            if known.was_refused(column.refers, code):
                findings.suppressed += 1
            else:
                findings.refuse(read, row, column, NOT_FOUND, sheet=column.refers, value=code)
    return lacking


def _distinct(rows: Iterable[Row], column: Column) -> set[str]:
    if column.several:
        return {code for row in rows for code in row.values[column.field]}
    return {row.values[column.field] for row in rows}


def check_ranges(read: Read, context: Context) -> None:
    """What begins does not end before. A missing column counts with what is stored."""
    for start, end in read.sheet.ranges:
        starts, ends = read.sheet.by_field[start], read.sheet.by_field[end]
        if not read.has(start) and not read.has(end):
            continue
        first_of, after_of = _day_of(read, start), _day_of(read, end)
        for row in read.rows:
            first, after = first_of(row), after_of(row)
            if first is None or after is None or first < after:
                continue
            if read.has(end):
                context.findings.refuse(read, row, ends, OUT_OF_ORDER, first=starts.show(first))
            else:
                context.findings.refuse(read, row, starts, ENDS_BEFORE, last=ends.show(after))


def _day_of(read: Read, name: str) -> Callable[[Row], date | None]:
    """The day a row has in a field: typed, else stored, else the column's empty value. None: typed wrongly."""
    if read.has(name) or name in read.sheet.key:
        return lambda row: row.values.get(name)
    empty, model = read.sheet.by_field[name].empty, STORED.get(read.sheet.name)
    stored = dict(model._default_manager.order_by().values_list("code", name)) if model else {}
    return lambda row: stored.get(row.values.get("code"), empty)
