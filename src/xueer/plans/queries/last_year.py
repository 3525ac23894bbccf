"""The lines of last year's plan as they would stand in this one."""

from dataclasses import dataclass
from datetime import date

from xueer.org.models import Unit
from xueer.plans.choices import CARRIED_WORD, DROPPED_WORDS
from xueer.plans.models import PlanItem
from xueer.plans.queries.calendar import Own, same_weekday
from xueer.plans.queries.plans import items_of, plans_of


@dataclass(frozen=True)
class Again:
    """A line of last year, for this one. `there`: the plan has such a line already, so it is not ticked."""

    item: PlanItem
    topic: str
    month: int | None
    due_on: date | None
    there: bool

    @property
    def headings(self) -> str:
        return "、".join(row.name for row in self.item.heading_set.types.all())


def lines_again(unit: Unit, *, year: int, own: Own) -> list[Again]:
    """Last year's lines, without those dropped or carried over: months kept, days moved to the same weekday and off
    holidays, the year in a topic counted on."""
    present = {(item.topic, item.month) for item in items_of(plans_of(unit, year=year))}
    found = []
    for item in items_of(plans_of(unit, year=year - 1)):
        if item.state in (*DROPPED_WORDS, CARRIED_WORD):
            continue
        day = same_weekday(item.due_on, own) if item.due_on and item.due_on.year == year - 1 else None
        month = day.month if day else item.month
        topic = item.topic.replace(str(year - 1), str(year))
        found.append(Again(item, topic, month, day, (topic, month) in present))
    return sorted(found, key=lambda one: (one.month or 13, one.due_on or date.max, one.item.code))
