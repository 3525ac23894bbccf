"""Requirements: conditions that can be read, a threshold, clauses of the rulebook named."""

from typing import Any

from xueer.common.text import gettext_noop
from xueer.exchange.checking.known import Context
from xueer.exchange.findings import Read, Row
from xueer.rules.choices import Measure
from xueer.rules.conditions import parse
from xueer.rules.errors import BadCondition
from xueer.rules.models import Clause, Requirement

NO_THRESHOLD = gettext_noop("a number here or in 至多; only 在位 needs none")
NO_RULEBOOK = gettext_noop("no clause without 制度编码")
NO_CLAUSE = gettext_noop("a clause of rulebook %(rulebook)s; it has no “%(value)s”")
BOUNDS = gettext_noop("a number not below %(least)s")
CONDITIONS = ("condition", "exempt_condition")
# Fields whose stored value counts when their column is missing.
STORED = ("at_least", "at_most", "rulebook")


def check_requirements(read: Read, context: Context) -> None:
    """All checks of single rows; `clauses` become (rulebook, number)."""
    stored = {}
    if any(not read.has(name) for name in STORED):
        rows = Requirement.objects.order_by().values_list("code", "at_least", "at_most", "rulebook__code")
        stored = {code: dict(zip(STORED, values, strict=True)) for code, *values in rows}
    clauses = _clauses(context)
    for row in read.rows:
        there = stored.get(row.values.get("code"), {})
        _check_conditions(read, row, context)
        _check_threshold(read, row, there, context)
        _check_clauses(read, row, there, clauses, context)


def _check_conditions(read: Read, row: Row, context: Context) -> None:
    kind = row.values.get("subject_kind")
    for name in CONDITIONS:
        if kind is None or not row.values.get(name):
            continue
        try:
            parse(row.values[name], kind)
        except BadCondition as bad:
            context.findings.refuse(read, row, name, "%(expected)s", expected=bad.expected)


def _check_threshold(read: Read, row: Row, stored: dict[str, Any], context: Context) -> None:
    values = row.values
    for name in ("at_least", "at_most"):
        if read.has(name) and name not in values:
            return
    least = values.get("at_least", stored.get("at_least"))
    most = values.get("at_most", stored.get("at_most"))
    measure = values.get("measure")
    if least is None and most is None and measure not in (None, Measure.IN_FORCE.value):
        context.findings.refuse(read, row, "at_least", NO_THRESHOLD)
    if least is not None and most is not None and most < least:
        shown = read.sheet.by_field["at_least"].show(least)
        context.findings.refuse(read, row, "at_most" if read.has("at_most") else "at_least", BOUNDS, least=shown)


def _clauses(context: Context) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[str]]:
    """(rulebook, number) that there are, those of refused rows, and rulebooks that were refused."""
    good = set(Clause.objects.order_by().values_list("rulebook__code", "number"))
    refused: set[tuple[str, str]] = set()
    read = context.reads.get("条款")
    for row in read.rows if read else ():
        if {"rulebook", "number"} <= row.values.keys():
            (refused if row.refused else good).add((row.values["rulebook"], row.values["number"]))
    return good, refused - good, {"条款"} if read is not None and read.keyless else set()


def _check_clauses(read: Read, row: Row, stored: dict[str, Any], clauses: tuple, context: Context) -> None:
    if not row.values.get("clauses"):
        return
    good, refused, keyless = clauses
    if read.has("rulebook") and "rulebook" not in row.values:
        return
    rulebook = row.values.get("rulebook", stored.get("rulebook")) or ""
    if not rulebook:
        context.findings.refuse(read, row, "clauses", NO_RULEBOOK)
        return
    pairs = tuple((rulebook, number) for number in row.values["clauses"])
    for pair in pairs:
        if pair in good:
            continue
        if pair in refused or keyless or context.known.was_refused("制度", rulebook):
            context.findings.suppressed += 1
        else:
            context.findings.refuse(read, row, "clauses", NO_CLAUSE, rulebook=rulebook, value=pair[1])
    row.values["clauses"] = pairs
