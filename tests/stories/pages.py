"""Every page of the small world: taken from the table of all addresses, so that a new one is looked at as well."""

from playwright.sync_api import Page

from tests.web.test_who_may_open_what import address, lines
from tests.world import YEAR, World

# Files, calendars for phones, parts of a page, and what a device asks for.
FILES = (
    "exchange.blank", "exchange.export", "exchange.marked", "reports.download",
    "web.person_feed", "web.unit_feed", "web.gaps",
    "activities.attendance_ledger", "activities.file", "activities.changes", "reports.minutes_file",
)  # fmt: skip
SPAN = f"?from={YEAR}-01-01&to={YEAR}-12-31"
# What stands behind the question mark, where the page as it opens is not all of it.
ASKED = {
    "directory.unit": ("", "?tab=structure", "?tab=groups", "?tab=changes"),
    "rules.matrix": (f"?year={YEAR}", f"?year={YEAR}&kind=person"),
    "plans.year": (f"?year={YEAR}",),
    "web.person": (f"?year={YEAR}",),
    "metrics.figures": (SPAN,),
    "metrics.records": (SPAN,),
}


def pages(world: World) -> list[str]:
    """Addresses of all pages that the secretary may open."""
    found = [
        address(line, world) + question
        for line in lines()
        if line.method == "GET" and line.expected["secretary"] == "200" and line.name not in FILES
        for question in ASKED.get(line.name, ("",))
    ]
    return [*found, f"/import/{world.refused.pk}/"]


def fits(page: Page) -> bool:
    """Is the page no wider than its window?"""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
