"""The text that announces a session, put together from its facts; people edit it and send it to a group chat."""

from datetime import date
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from xueer.activities.choices import PartRole
from xueer.activities.models import Activity
from xueer.activities.queries.roll import audience_people, roll_difference
from xueer.notices.queries import can_be_told
from xueer.org.queries import Belonging


def announcement_text(activity: Activity) -> str:
    """What, when with the weekday, where, who leads, what to prepare, how to ask for leave; a line each."""
    lines = [
        _("Notice: %(topic)s") % {"topic": activity.topic},
        _("Time: %(when)s") % {"when": _when(activity)},
        _("Place: %(place)s") % {"place": activity.place} if activity.place else "",
        _("Expected: %(who)s") % {"who": who} if (who := audience_words(activity)) else "",
        *_leading(activity),
        _("Please be there ten minutes early and bring something to write."),
        _("Whoever cannot come asks for leave on the page of the session before it begins."),
    ]
    return "\n".join(line for line in lines if line)


def told_by_announcing(activity: Activity, *, by: Any, on: date) -> int:
    """How many announcing it on the day would tell: whoever stands on the roll that it freezes, except those who are
    exempt and whoever announces."""
    gone = {row.person_id for row in roll_difference(activity).gone}
    there = set(activity.roll.values_list("person_id", flat=True))
    named = audience_people(activity) | (there - gone)
    belonging = Belonging(named)
    expected = {person for person in named if not belonging.on(person, activity.held_on)[1]}
    return len(can_be_told(expected - {getattr(by, "pk", None)}, on=on))


def audience_words(activity: Activity) -> str:
    """For whom it is, as a sentence names them: groups, units, posts, people."""
    rows = activity.audience.select_related("group", "unit", "person")
    return "、".join(
        dict.fromkeys(
            row.duty or next(str(part) for part in (row.group, row.person, row.unit) if part is not None)
            for row in rows
        )
    )


def _when(activity: Activity) -> str:
    start, end = localtime(activity.starts_at), localtime(activity.ends_at)
    facts = {"year": start.year, "month": start.month, "day": start.day, "weekday": weekday_word(start.weekday())}
    said = _("%(weekday)s %(day)s/%(month)s/%(year)s") % facts
    if start.date() == end.date():
        return _("%(day)s %(start)s—%(end)s") % {"day": said, "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    closing = {"year": end.year, "month": end.month, "day": end.day, "weekday": weekday_word(end.weekday())}
    last = _("%(weekday)s %(day)s/%(month)s/%(year)s") % closing
    return f"{said} {start:%H:%M} — {last} {end:%H:%M}"


def weekday_word(number: int) -> str:
    """Monday 0 … Sunday 6, as a page writes it."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return names[number]


def _leading(activity: Activity) -> list[str]:
    said = {
        PartRole.CHAIR: _("Chaired by: %(names)s"),
        PartRole.LECTURER: _("Lecture by: %(names)s"),
        PartRole.SPEAKER: _("Please prepare to speak: %(names)s"),
    }
    parts = list(activity.parts.select_related("person").order_by("position"))
    found = []
    for role, words in said.items():
        names = [part.person.name if part.person else part.outside_name for part in parts if part.role == role]
        if names:
            found.append(words % {"names": "、".join(names)})
    return found
