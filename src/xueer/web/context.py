"""What every page of the shell shows: navigation, the unit in whose scope the page stands, the person, large print."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from xueer import __version__
from xueer.access.permissions import Permission
from xueer.access.roles import RoleName
from xueer.notices.queries import unread_count
from xueer.org.models import Unit
from xueer.web import navigation

LARGE_COOKIE = "large"
# Pages of `web` that stand in another column than their name says.
PLACES = {
    "home": "web",
    "web.person": "people",
    "web.menu": "",
    "web.help_page": "",
    "web.switch_unit": "",
    "web.unit_calendar": "activities",
}


class Shell:
    """Computed only as far as a template asks: an error page for nobody asks for almost nothing."""

    version = __version__

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.site_name = settings.SITE_NAME
        self.large = request.COOKIES.get(LARGE_COOKIE) == "1"

    @property
    def known(self) -> bool:
        """Is somebody signed in? False as well when a page failed before the session was read."""
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated and hasattr(self.request, "reach"))

    @cached_property
    def unit(self) -> Unit | None:
        """The unit that the page is about, by its address; elsewhere the one where the person works or has a role."""
        match = self.request.resolver_match
        found = Unit.objects.select_related("parent")
        if match and match.route.startswith(("units/<", "calendar/units/<")) and "code" in match.kwargs:
            unit = found.filter(code=match.kwargs["code"]).first()
            if unit and self.reach.covers(Permission.UNIT_VIEW, unit.pk):
                return unit
        if self._own_unit:
            return found.filter(pk=self._own_unit).first()
        return self.reach.visible_units().select_related("parent").filter(parent=None).first()

    @property
    def reach(self) -> Any:
        return self.request.reach  # type: ignore[attr-defined]

    @cached_property
    def _own_unit(self) -> int | None:
        granted = [unit for _, unit in sorted(self.reach.grants, key=_strongest_first) if unit]
        return granted[0] if granted else self.request.user.unit_id

    @property
    def above(self) -> Unit | None:
        """The superior of the unit."""
        unit = self.unit
        return unit.parent if unit and unit.parent else None

    @property
    def several_units(self) -> bool:
        units = self.reach.units(Permission.UNIT_VIEW)
        return units is None or len(units) > 1

    @cached_property
    def here(self) -> str:
        """The column of the page: the first part of its name, which is its stage."""
        match = self.request.resolver_match
        name = (match.url_name or "") if match else ""
        return PLACES.get(name, name.partition(".")[0] if "." in name else "")

    @property
    def view_name(self) -> str:
        match = self.request.resolver_match
        return (match.url_name or "") if match else ""

    @cached_property
    def columns(self) -> list[navigation.Link]:
        return navigation.columns(self.request, self.unit, self.here)

    @cached_property
    def tabs(self) -> list[navigation.Link]:
        return navigation.tabs(self.request, self.unit, self.here)

    @cached_property
    def unread(self) -> int:
        """Notices that the person has not read."""
        return unread_count(self.request.user.pk)

    @property
    def role(self) -> str:
        """The word for the person's most powerful role."""
        grants = sorted(self.reach.grants, key=_strongest_first)
        return str(RoleName(grants[0][0]).label if grants else RoleName.MEMBER.label)


def _strongest_first(grant: tuple[str, int | None]) -> int:
    return list(RoleName.values).index(grant[0])


def shell_of(request: HttpRequest) -> Shell:
    """The shell of the request, made once: the view and the page ask for the same unit."""
    if not hasattr(request, "shell"):
        request.shell = Shell(request)  # type: ignore[attr-defined]
    return request.shell  # type: ignore[attr-defined, no-any-return]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"shell": shell_of(request)}
