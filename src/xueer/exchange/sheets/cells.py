"""The kinds of columns: how a cell is read into a stored value and how that value is written again."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xueer.common.calendar import BEGINNING, FOREVER, day_after, first_day, last_day, local_zone
from xueer.common.cells import (
    BadCell,
    parse_code,
    parse_date,
    parse_decimal,
    parse_moment,
    parse_text,
    parse_whole,
    parse_word,
)
from xueer.common.text import fold_width, gettext_noop, split_values
from xueer.exchange.sheets.columns import Column
from xueer.exchange.words import word_of

# Four-byte integers, as PostgreSQL keeps them.
LARGEST = 2**31 - 1
# A moment must survive being moved to another time zone.
FIRST_YEAR, LAST_YEAR = 1900, 9998
MOST_VALUES = 40


def code(name: str, field: str, *, refers: str = "", required: bool = False) -> Column:
    """A code: folded, so that Ａ１ and A1 are one."""
    return Column(name, field, lambda cell: _alone(_code(cell)), _same, required=required, refers=refers)


def codes(name: str, field: str, *, refers: str, required: bool = False, ordered: bool = True) -> Column:
    """Several codes in one cell, each once. Sorted where the order says nothing."""
    in_order = _several(_code, fold=True)
    parse = in_order if ordered else lambda cell: tuple(sorted(in_order(cell)))
    return Column(name, field, parse, _joined, required=required, refers=refers, several=True, empty=())


def text(name: str, field: str, most: int = 0, *, required: bool = False, refers: str = "") -> Column:
    """Words as typed, at most `most` characters (0: no bound)."""
    return Column(name, field, _text(most), _same, required=required, refers=refers, repeats=bool(most))


def texts(
    name: str, field: str, most: int, *, required: bool = False, refers: str = "", total: int = 0, ordered: bool = True
) -> Column:
    """Several words in one cell, each once; together at most `total` characters. Sorted where order says nothing."""
    in_order = _several(_text(most), total=total)
    parse = in_order if ordered else lambda cell: tuple(sorted(in_order(cell)))
    return Column(name, field, parse, _joined, required=required, refers=refers, several=True, empty=())


def word(name: str, field: str, words: Mapping[str, Any], *, required: bool = False, empty: Any = "") -> Column:
    """One of a fixed list of words."""

    def parse(cell: Any) -> Any:
        return words[parse_word(cell, words)]

    return Column(name, field, parse, lambda value: word_of(dict(words), value), required=required, empty=empty)


def day(name: str, field: str, *, required: bool = False) -> Column:
    """A day, or none."""
    return Column(name, field, parse_date, _same, required=required, empty=None)


def start(name: str, field: str = "starts_on") -> Column:
    """The first day on which something holds; empty: always."""
    return Column(name, field, _start, first_day, empty=BEGINNING)


def _start(cell: Any) -> date:
    value = parse_date(cell)
    if value >= FOREVER:
        raise BadCell(gettext_noop("a day before %(day)s, which stands for no end"), day=FOREVER)
    return value


def end(name: str, field: str = "ends_on") -> Column:
    """The last day on which something holds, kept as the day after; empty: still."""
    return Column(name, field, lambda cell: day_after(parse_date(cell)), last_day, empty=FOREVER)


def moment(name: str, field: str) -> Column:
    """A local day and time, kept as a moment."""
    return Column(name, field, _moment, _local, required=True, empty=None)


def whole(name: str, field: str, least: int = -LARGEST, most: int = LARGEST, *, required: bool = False) -> Column:
    """A whole number within bounds, or none."""
    return Column(name, field, _whole(least, most), _same, required=required, empty=None)


def amount(name: str, field: str) -> Column:
    """A number from 0 with up to two decimals, or none."""
    return Column(name, field, _amount, _plain_number, empty=None)


def _same(value: Any) -> Any:
    return value


def _joined(values: tuple[str, ...] | None) -> str:
    return "、".join(values or ())


def _code(cell: Any) -> str:
    value = parse_code(cell)
    return _fitting(value, 64)


def named(name: str, field: str, most: int) -> Column:
    """Words that other sheets name among several of their kind."""
    parse = _text(most)
    return Column(name, field, lambda cell: _alone(parse(cell)), _same, required=True)


def _alone(value: str) -> str:
    """What others name may not hold what parts several values: in their cells it would fall apart."""
    if split_values(value) not in ([value], []):
        raise BadCell(gettext_noop("text without 、 ; and , which part several values"))
    return value


def _fitting(value: str, most: int) -> str:
    if most and len(value) > most:
        raise BadCell(gettext_noop("at most %(most)s characters"), most=most)
    if "\x00" in value:
        raise BadCell(gettext_noop("text without control characters"))
    return value


def _text(most: int) -> Callable[[Any], str]:
    def parse(cell: Any) -> str:
        return _fitting(parse_text(cell), most)

    return parse


def _several(parse_one: Callable[[Any], str], *, fold: bool = False, total: int = 0) -> Callable[[Any], tuple]:
    def parse(cell: Any) -> tuple[str, ...]:
        typed = parse_code(cell) if fold else parse_text(cell)
        values = tuple(dict.fromkeys(parse_one(value) for value in split_values(typed)))
        if len(values) > MOST_VALUES:
            raise BadCell(gettext_noop("at most %(most)s values"), most=MOST_VALUES)
        if total:
            _fitting(_joined(values), total)
        return values

    return parse


def _whole(least: int, most: int) -> Callable[[Any], int | None]:
    def parse(cell: Any) -> int | None:
        value = parse_whole(cell, at_least=least)
        if value is not None and value > most:
            raise BadCell(gettext_noop("a whole number from %(least)s to %(most)s"), least=least, most=most)
        return value

    return parse


def _amount(cell: Any) -> Decimal | None:
    value = parse_decimal(cell, at_least=0)
    if value is not None and (value != round(value, 2) or value >= 10**12):
        raise BadCell(gettext_noop("a number with at most two decimals"))
    return value


def _plain_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _moment(cell: Any) -> datetime:
    value = parse_moment(cell)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadCell(gettext_noop("a year from %(first)s to %(last)s"), first=FIRST_YEAR, last=LAST_YEAR)
    return value.replace(tzinfo=local_zone())


def _local(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(local_zone()).replace(tzinfo=None)


def day_or_yes(name: str, field: str) -> Column:
    """是 (for good), 否 or empty (not), or the day from which it holds."""
    return Column(name, field, _day_or_yes, _shown_day_or_yes, empty=None)


def _day_or_yes(cell: Any) -> date | None:
    try:
        return {"是": BEGINNING, "否": None}[fold_width(parse_text(cell))]
    except KeyError:
        pass
    try:
        return _start(cell)
    except BadCell:
        raise BadCell(gettext_noop("是, 否, or the day from which it holds, such as 2025-03-07")) from None


def _shown_day_or_yes(value: date | None) -> Any:
    if value is None:
        return "否"
    return "是" if value <= BEGINNING else value


def people(name: str, field: str) -> Column:
    """People by 工号 or by name: read as typed, settled into (工号, "") or ("", outside name) by the check."""

    def show(value: tuple[tuple[str, str], ...]) -> str:
        return _joined(tuple(person or outside for person, outside in value))

    return Column(name, field, _several(_text(100)), show, several=True, empty=())


_MONTH_DAY = re.compile(r"([0-9]{1,2})[-/月]([0-9]{1,2})日?")


def deadline(name: str, field: str) -> Column:
    """`MM-DD`, the same day every year, or one full date; kept as text."""
    return Column(name, field, _deadline, _same)


def _deadline(cell: Any) -> str:
    expected = gettext_noop("a deadline such as 01-31 or 2025-01-31")
    match = _MONTH_DAY.fullmatch(fold_width(parse_text(cell))) if isinstance(cell, str) else None
    try:
        if match is None:
            return parse_date(cell).isoformat()
        month, day_of_month = (int(part) for part in match.groups())
        return date(2024, month, day_of_month).strftime("%m-%d")  # a leap year: 02-29 is a day of some years
    except ValueError:
        raise BadCell(expected) from None
