"""The panels of an activity's page, in their order: each answers what its include shows.

`panel(activity, request)` gives the words of the template's context; its include `activities/_<name>.html` holds the
whole section. The word `index`, where it is given, is (kind of sign, small figure) for the line of contents.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from xueer.activities.models import Activity
from xueer.activities.panels import closing, files, leaves, make_ups, minutes, programme, roll

Panel = Callable[[Activity, HttpRequest], dict[str, Any]]
PANELS: tuple[tuple[str, Panel], ...] = (
    ("programme", programme.panel),
    ("roll", roll.panel),
    ("leaves", leaves.panel),
    ("minutes", minutes.panel),
    ("make_ups", make_ups.panel),
    ("files", files.panel),
    ("closing", closing.panel),
)


def contexts(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """Everything that the includes of the page show; `index`: panel → (kind, figure) for the line of contents."""
    context: dict[str, Any] = {"index": {}}
    for name, panel in PANELS:
        given = panel(activity, request)
        if "index" in given:
            context["index"][name] = given.pop("index")
        context |= given
    return context
