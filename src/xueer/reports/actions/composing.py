"""A report of the catalogue computed from the records, not stored."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext

from xueer.org.models import Unit
from xueer.reports import registry
from xueer.reports.errors import ReportRefused
from xueer.reports.material import Line, Material, Taken
from xueer.reports.queries import span_of, span_scope
from xueer.reports.report import ReportKind


class Composed(NamedTuple):
    """A report of the catalogue, computed and not stored."""

    title: str
    addressee: str
    span: tuple[date, date]
    lines: list[Line]
    figures: list[Taken]


def compose(name: str, unit: Unit, year: int, *, on: date) -> Composed:
    """Composes a report from the records as known on `on`. ReportRefused for an unknown name or a coming year."""
    kind = kind_of(name)
    try:
        span = span_of(year, on=on)
    except ValueError:
        raise ReportRefused(gettext("The year %(year)s has not begun.") % {"year": year}) from None
    material = Material(span_scope(unit, *span, year=year, on=on), year)
    lines = kind.compose(material)
    addressee = unit.parent.name if unit.parent else ""
    return Composed(kind.title(unit, year), addressee, span, lines, list(material.figures.values()))


def kind_of(name: str) -> ReportKind:
    if name not in registry.BY_SLUG:
        known = ", ".join(registry.BY_SLUG)
        raise ReportRefused(
            gettext("There is no report %(name)s; there are: %(known)s.") % {"name": name, "known": known}
        )
    return registry.BY_SLUG[name]
