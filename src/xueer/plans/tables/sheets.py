"""The lists of plans as spreadsheets."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xueer.plans.choices import PlanState
from xueer.plans.queries import NONE, Below, Need
from xueer.plans.tables.year import Line


def columns() -> list[str]:
    return [
        _("Code"),
        _("Month"),
        _("Day"),
        _("Topic"),
        _("Headings"),
        _("Group"),
        _("Categories"),
        pgettext("part", "Lecturer"),
        _("Counts for"),
        _("Held on"),
        _("State"),
        _("Reason"),
    ]


def rows(shown: Iterable[Line]) -> list[list[object]]:
    """The rows of the spreadsheet, under `columns`."""
    return [
        [
            line.item.code,
            line.month,
            line.item.due_on,
            line.item.topic,
            line.headings,
            line.item.group.name if line.item.group else "",
            "、".join(line.item.category_set.words) if line.item.category_set else "",
            line.item.lecturer,
            "、".join(requirement.name for requirement in line.served),
            line.item.fulfilled_on,
            line.words,
            line.reason,
        ]
        for line in shown
    ]


def coverage_columns() -> list[str]:
    return [_("Requirement"), _("Period"), _("Whom"), _("Asked"), _("Held"), _("Scheduled"), _("Missing")]


def coverage_rows(needs: Iterable[Need]) -> list[list[object]]:
    """The rows of the spreadsheet, under `coverage_columns`."""
    return [
        [one.requirement.name, one.window.words, one.whom, one.asked, one.held, one.planned, one.missing]
        for one in needs
    ]


def below_columns() -> list[str]:
    return [_("Code"), _("Unit"), _("State"), _("Day of the approval"), _("Items"), _("Done")]


def state_words(state: str) -> str:
    """A plan's state in words; of a unit without one as well."""
    return _("No plan") if state == NONE else str(PlanState(state).label)


def below_rows(found: Iterable[Below]) -> list[list[object]]:
    """The rows of the spreadsheet, under `below_columns`."""
    return [
        [one.unit.code, one.unit.name, state_words(one.state), one.approved_on, one.items, one.done] for one in found
    ]
