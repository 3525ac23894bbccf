"""Activities: start before end, an empty state settled, those who led told apart by 工号 or name."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity
from xueer.common.text import fold_width, gettext_noop
from xueer.exchange.checking.known import Context
from xueer.exchange.findings import Read, Row
from xueer.org.models import Person

ENDS_FIRST = gettext_noop("a moment not before 开始时间 (%(start)s)")
HELD_LATER = gettext_noop("another state: an activity that begins later (%(start)s) cannot have been held")
NOBODY = gettext_noop("%(sheet)s, row %(row)s, %(column)s: “%(name)s” fits nobody and is kept as a person from outside")
SEVERAL = gettext_noop(
    "%(sheet)s, row %(row)s, %(column)s: “%(name)s” fits several people and is kept as a person from outside"
)
LED = ("chairs", "lecturers", "speakers")


def check_activities(read: Read, context: Context) -> None:
    """Checks moments and states; puts (工号, "") or ("", name) for everyone who led."""
    stored = dict(Activity.objects.order_by().values_list("code", "state")) if not read.has("state") else {}
    people = _People(context) if any(read.has(name) for name in LED) else None
    for row in read.rows:
        values = row.values
        start, end = values.get("starts_at"), values.get("ends_at")
        if start is not None and end is not None and end < start:
            shown = read.sheet.by_field["starts_at"].show(start)
            context.findings.refuse(read, row, "ends_at", ENDS_FIRST, start=f"{shown:%Y-%m-%d %H:%M}")
        _settle_state(read, row, start, end, stored, context)
        for name in LED if people else ():
            if name in values:
                values[name] = people.settle(read, row, name)


def _settle_state(
    read: Read, row: Row, start: datetime | None, end: datetime | None, stored: dict[str, Any], context: Context
) -> None:
    """An empty state is settled when it is read: held if the end is past, else planned."""
    values = row.values
    if read.has("state"):
        state = values.get("state")
    else:
        state = stored.get(values.get("code"), "")
    if state == "" and end is not None:
        state = ActivityState.HELD.value if end < context.at else ActivityState.PLANNED.value
    if state is not None:
        values["state"] = state
    if state == ActivityState.HELD.value and start is not None and start > context.at:
        shown = read.sheet.by_field["starts_at"].show(start)
        context.findings.refuse(read, row, "state", HELD_LATER, start=f"{shown:%Y-%m-%d %H:%M}")


class _People:
    """Who a 工号 or a name stands for: people of the home and of the workbook, the workbook's word first."""

    def __init__(self, context: Context) -> None:
        self._context = context
        names = dict(Person.objects.order_by().values_list("code", "name"))
        read = context.reads.get("人员")
        for row in read.rows if read else ():
            if not row.refused:
                names[row.values["code"]] = row.values["name"]
        self._codes = names.keys()
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for code, name in names.items():
            self._by_name[name].append(code)

    def settle(self, read: Read, row: Row, name: str) -> tuple[tuple[str, str], ...]:
        column, settled = read.sheet.by_field[name], []
        for typed in row.values[name]:
            code = fold_width(typed)
            namesakes = self._by_name.get(typed, [])
            if code in self._codes:
                settled.append((code, ""))
            elif len(namesakes) == 1:
                settled.append((namesakes[0], ""))
            elif not namesakes and self._context.known.was_refused("人员", code):
                self._context.findings.suppressed += 1
            else:
                settled.append(("", typed))
                self._context.findings.warn(
                    SEVERAL if namesakes else NOBODY,
                    sheet=read.title, row=row.number, column=column.name, name=typed,
                )  # fmt: skip
        return tuple(dict.fromkeys(settled))
