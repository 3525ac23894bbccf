"""What the tests of entering and planning share: forms as a browser would send them back."""

import re
from datetime import date, timedelta
from html import unescape

from xueer.common.calendar import today

FIELD = re.compile(r"<(input|select|textarea)\b([^>]*)>(?:(.*?)</\1>)?", re.S)


def last_weekday(weekday: int) -> date:
    """The latest such weekday before today (Monday 0)."""
    return today() - timedelta(days=(today().weekday() - weekday - 1) % 7 + 1)


def form_of(text: str) -> dict[str, list[str]]:
    """Every field of the page's forms as it stands: what a browser sends when nothing is typed."""
    found: dict[str, list[str]] = {}
    for kind, attributes, inside in FIELD.findall(text):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        name = given.get("name")
        if not name or (given.get("type") in ("checkbox", "radio") and not re.search(r"\bchecked\b", attributes)):
            continue
        value = given.get("value", "on" if given.get("type") == "checkbox" else "")
        if kind == "select":
            chosen = re.search(r'<option value="([^"]*)"[^>]*\bselected', inside)
            first = re.search(r'<option value="([^"]*)"', inside)
            value = (chosen or first).group(1) if (chosen or first) else ""
        found.setdefault(name, []).append(unescape(inside.lstrip("\n") if kind == "textarea" else value))
    return found


def opened(client: object, path: str) -> dict[str, list[str]]:
    """The form of a page, which must open."""
    answer = client.get(path)  # type: ignore[attr-defined]
    assert answer.status_code == 200, path
    return form_of(answer.content.decode())
