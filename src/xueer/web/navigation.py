"""The columns of the navigation in the order of the loop. A column shows when its page exists and may be opened."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from xueer.access.permissions import Permission
from xueer.org.models import Unit


@dataclass(frozen=True)
class Column:
    """One column: the stages whose pages belong to it, the page it opens, and what one must hold to open it."""

    words: str | Promise
    stages: tuple[str, ...]
    view: str
    permission: Permission | None = None


COLUMNS: tuple[Column, ...] = (
    Column(pgettext_lazy("column", "Desk"), ("web",), "home"),
    Column(pgettext_lazy("column", "Rules"), ("rules", "records", "metrics"), "rules.rulebooks", Permission.UNIT_VIEW),
    Column(pgettext_lazy("column", "Plans"), ("plans",), "plans.year", Permission.UNIT_VIEW),
    Column(pgettext_lazy("column", "Activities"), ("activities",), "activities.activities", Permission.UNIT_VIEW),
    Column(pgettext_lazy("column", "Reports"), ("reports",), "reports.reports", Permission.REPORT_VIEW),
    Column(
        pgettext_lazy("column", "Organisation"),
        ("directory", "exchange", "access", "people"),
        "directory.units",
        Permission.UNIT_VIEW,
    ),
)


@dataclass(frozen=True)
class Link:
    words: str | Promise
    href: str
    current: bool
    icon: str = ""


def href_of(view: str, unit: Unit | None) -> str | None:
    """The address of a page: of the unit where it takes one, else of the whole; None when there is no such page."""
    for args in ((unit.code,) if unit else (), ()):
        try:
            return reverse(view, args=args)
        except NoReverseMatch:
            continue
    return None


def columns(request: HttpRequest, unit: Unit | None, here: str) -> list[Link]:
    """The columns that this person may open; `here` is the stage of the page being shown."""
    reach = request.reach  # type: ignore[attr-defined]
    found = []
    for column in COLUMNS:
        href = href_of(column.view, unit)
        if href and (column.permission is None or reach.holds(column.permission)):
            found.append(Link(column.words, href, here in column.stages))
    return found


def tabs(request: HttpRequest, unit: Unit | None, here: str) -> list[Link]:
    """The bar at the foot of a phone: today, activities, standings, oneself."""
    standing = ("rules", "records", "metrics")
    mine = reverse("web.person", args=(request.user.get_username(),))
    wanted = (
        (pgettext_lazy("column", "Today"), href_of("home", None), ("web",), "today"),
        (pgettext_lazy("column", "Study"), href_of("activities.activities", unit), ("activities", "plans"), "study"),
        (pgettext_lazy("column", "Records"), href_of("rules.matrix", unit), standing, "records"),
        (pgettext_lazy("column", "Mine"), mine, ("people",), "mine"),
    )
    return [Link(words, href, here in places, icon) for words, href, places, icon in wanted if href]
