"""On which days a requirement binds whom: existence, subtree of the owner, condition, force – all at once. No database.

Source: "A requirement binds a subject when …" of the workbook contract, restated in docs/stages/rules.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xueer.rules.choices import SubjectKind
from xueer.rules.conditions import DIRECT, MEMBER_FIELDS, POST_FIELDS, Condition, Pair
from xueer.rules.intervals import NONE, Days, Interval, meet, union, without
from xueer.rules.roster import GroupFacts, PersonFacts, PostFacts, Roster, UnitFacts

ALWAYS: Days = ((0, 9_999_999),)
Subject = UnitFacts | GroupFacts | PersonFacts


@dataclass(frozen=True, slots=True)
class Bound:
    """Days on which a subject is bound, and those of them on which something is owed (not excused)."""

    subject: Subject
    days: Days
    owed: Days


class Binder:
    """Finds bound days. Answers are kept per (subjects, owner, condition), which many requirements share."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._within: dict[tuple[str, int, Condition], dict[int, Days]] = {}

    def bound(
        self,
        *,
        kind: str,
        owner: int,
        condition: Condition,
        excused: Condition,
        in_force: Interval,
        study_exemptions: bool,
    ) -> dict[int, Bound]:
        """Subjects bound on any day, by id. `study_exemptions`: days of 免集中学习 are not owed (people only)."""
        force: Days = (in_force,)
        found = {}
        for pk, days in self._meeting(kind, owner, condition).items():
            bound = days if in_force[0] <= days[0][0] and days[-1][1] <= in_force[1] else meet(days, force)
            if not bound:
                continue
            subject = self._subjects(kind)[pk]
            owed = bound
            if excused.alternatives:
                owed = without(owed, self.holding(subject, owner, excused))
            if study_exemptions and subject.exempt:  # type: ignore[union-attr]
                owed = without(owed, subject.exempt)  # type: ignore[union-attr]
            found[pk] = Bound(subject, bound, owed)
        return found

    def inside(self, ancestor: int, subject: Subject) -> Days:
        """Days on which the subject lies in the subtree of `ancestor`: people through any post."""
        roster = self.roster
        if isinstance(subject, PersonFacts):
            if len(subject.posts) == 1:
                return meet((subject.posts[0].days,), roster.inside(ancestor, subject.posts[0].unit))
            return union(
                day for post in subject.posts for day in meet((post.days,), roster.inside(ancestor, post.unit))
            )
        unit = subject.unit if isinstance(subject, GroupFacts) else subject.pk
        return meet((roster.units[unit].days,), roster.inside(ancestor, unit))

    def holding(self, subject: Subject, owner: int, condition: Condition) -> Days:
        """Days on which the condition holds for the subject; all days without a condition."""
        if not condition.alternatives:
            return ALWAYS
        if len(condition.alternatives) == 1:
            return self._alternative(subject, owner, condition.alternatives[0])
        return union(day for pairs in condition.alternatives for day in self._alternative(subject, owner, pairs))

    def _subjects(self, kind: str) -> dict[int, Subject]:
        roster = self.roster
        return {  # type: ignore[return-value]
            SubjectKind.UNIT: roster.units,
            SubjectKind.GROUP: roster.groups,
            SubjectKind.PERSON: roster.people,
        }[SubjectKind(kind)]

    def _meeting(self, kind: str, owner: int, condition: Condition) -> dict[int, Days]:
        key = (kind, owner, condition)
        if key not in self._within:
            found = {}
            for pk, subject in self._subjects(kind).items():
                days = self.inside(owner, subject)
                if days and condition.alternatives:
                    days = meet(days, self.holding(subject, owner, condition))
                if days:
                    found[pk] = days
            self._within[key] = found
        return self._within[key]

    def _alternative(self, subject: Subject, owner: int, pairs: tuple[Pair, ...]) -> Days:
        if isinstance(subject, PersonFacts):
            return self._for_person(subject, owner, pairs)
        if isinstance(subject, GroupFacts):
            plain = all(self._group_pair(subject, owner, pair) for pair in pairs)
            return ALWAYS if plain else NONE
        # 本级 is no filter on units: it narrows what counts for them.
        return self._unit_days(subject, [pair for pair in pairs if pair[0] != DIRECT])

    def _group_pair(self, group: GroupFacts, owner: int, pair: Pair) -> bool:
        field, value = pair
        if field == DIRECT:
            return (group.unit == owner) == (value == "是")
        return group.columns[field] == value

    def _for_person(self, person: PersonFacts, owner: int, pairs: tuple[Pair, ...]) -> Days:
        days = ALWAYS
        for field, value in pairs:
            if field == "免集中学习":
                days = meet(days, person.exempt if value == "是" else without(ALWAYS, person.exempt))
            elif field not in POST_FIELDS and field not in MEMBER_FIELDS and person.columns[field] != value:
                return NONE
        in_groups = [pair for pair in pairs if pair[0] in MEMBER_FIELDS]
        if in_groups:
            days = meet(
                days,
                union(m.days for m in person.groups if all(m.columns[field] == value for field, value in in_groups)),
            )
        in_posts = [pair for pair in pairs if pair[0] in POST_FIELDS]
        if in_posts and days:
            days = meet(days, union(day for post in person.posts for day in self._post_days(post, in_posts, owner)))
        return days

    def _post_days(self, post: PostFacts, pairs: list[Pair], owner: int) -> Iterator[Interval]:
        rest = []
        for field, value in pairs:
            if field == "职务":
                if post.duty != value:
                    return
            elif field == DIRECT:
                if (post.unit == owner) != (value == "是"):
                    return
            else:
                rest.append((field, value))
        yield from meet((post.days,), self._unit_days(self.roster.units[post.unit], rest))

    def _unit_days(self, unit: UnitFacts, pairs: list[Pair]) -> Days:
        days = ALWAYS
        for field, value in pairs:
            if field == "上级编码":
                days = meet(days, union((start, end) for start, end, code in unit.parents if code == value))
            elif unit.columns[field] != value:
                return NONE
        return days
