"""A person's year on paper: sessions with what became of them, and the sums below."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xueer.activities.models import RollRow
from xueer.org.models import Person
from xueer.records.choices import TAKEN_PART, Outcome, Role, SourceKind
from xueer.records.models import Record
from xueer.web.panels.personal import Line, lines, records_of_year


@dataclass(frozen=True)
class Row:
    """A line of the form. `reason`: why the person was away, or how it was made up."""

    line: Line
    headings: str
    reason: str


@dataclass(frozen=True)
class Sums:
    """What the year came to. Sessions from which the person was excused are not expected."""

    expected: int
    taken_part: int
    late: int
    leave: int
    absent: int
    made_up: int
    hours: Fraction

    @property
    def rate(self) -> Fraction | None:
        """Percent; None where nothing was expected."""
        return Fraction(100 * self.taken_part, self.expected) if self.expected else None


def rows(person: Person, year: int, *, reveals: bool, hosts: Collection[int] | None) -> list[Row]:
    """Everything that stands about the person in a year, earliest first. `reveals`: may the reader know from what the
    person was excused? `hosts`: the units that held the sessions whose reasons the reader may know (None: all)."""
    found = list(records_of_year(person, year).order_by("occurred_on", "id"))
    reasons = _reasons(person, found, hosts)
    return [
        Row(line, _headings(line.record), reasons.get(line.record.source_id, "") if _is_roll(line.record) else "")
        for line in lines(found, reveals=reveals)
    ]


def _reasons(person: Person, found: Sequence[Record], hosts: Collection[int] | None) -> dict[int, str]:
    kept = RollRow.objects.filter(person=person, activity__in=[row.source_id for row in found if _is_roll(row)])
    if hosts is not None:
        kept = kept.filter(activity__unit__in=hosts)
    said = kept.values_list("activity_id", "reason", "made_up_by")
    return {activity: "；".join(filter(None, (reason, way))) for activity, reason, way in said}


def _is_roll(record: Record) -> bool:
    return record.source_kind == SourceKind.ACTIVITY and record.role == Role.PARTICIPANT


def _headings(record: Record) -> str:
    return "、".join(kind.name for kind in record.heading_set.types.all())


def sums(found: Sequence[Row]) -> Sums:
    """Counts over sessions; hours over those in which the person took part."""
    rolls = [row for row in found if row.line.record.role == Role.PARTICIPANT]
    count = Counter(row.line.record.outcome for row in rolls)
    return Sums(
        expected=count.total() - count[Outcome.EXCUSED.value],
        taken_part=sum(count[outcome.value] for outcome in TAKEN_PART),
        late=count[Outcome.LATE.value],
        leave=count[Outcome.LEAVE.value],
        absent=count[Outcome.ABSENT.value],
        made_up=count[Outcome.MADE_UP.value] + count[Outcome.DELIVERED.value],
        hours=sum((row.line.hours or Fraction(0) for row in rolls), Fraction(0)),
    )
