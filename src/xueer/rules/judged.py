"""Standings that follow the ledger: after a session is closed, only those whom it concerns are judged anew.

What was read of the organisation and its rules stays; when any of that is written, everything is judged anew.
"""

from collections.abc import Sequence

from xueer.audit.queries import Change
from xueer.records.queries import Touched, combinations_made, touched_by
from xueer.rules.asked import Asked
from xueer.rules.standings import Judge, Standing

# Acts on these stages change whom rules bind or what they ask; all others matter only through the ledger.
ALTERING = ("org.", "rules.", "records.")


def alters(change: Change) -> bool:
    """Does the act change more than rows of the ledger that it names?"""
    if change.verb == "records.write":
        return "ids" not in change.detail
    return change.verb.startswith(ALTERING)


def touched(changes: Sequence[Change]) -> Touched:
    """Whom the ledger's writes among these acts concern."""
    found = Touched()
    for change in changes:
        if change.verb == "records.write":
            more = touched_by(change.detail["kind"], change.detail["ids"])
            found = Touched(*(before | now for before, now in zip(found, more, strict=True)))
    return found


class Judged:
    """Where everybody inside `scope` stands, with the judge that found it."""

    def __init__(self, judge: Judge, ones: Sequence[Asked], *, year: int, scope: int) -> None:
        self._judge, self._year, self._scope = judge, year, scope
        self._ones = ones
        # Read before the ledger is: a combination that occurs meanwhile is noticed the next time.
        self._combinations = combinations_made()
        self._found: dict[int, dict[int, list[Standing]]] = {}
        for one in ones:
            of_subject: dict[int, list[Standing]] = {}
            for standing in judge.standings(one, one.slots(year), scope=scope):
                of_subject.setdefault(standing.subject_id, []).append(standing)
            self._found[one.requirement.pk] = of_subject

    def standings(self) -> list[Standing]:
        """By requirement, subject, period."""
        return [row for one in self._ones for rows in self._found[one.requirement.pk].values() for row in rows]

    def weight(self) -> int:
        """How many standings these are."""
        return sum(len(rows) for of_subject in self._found.values() for rows in of_subject.values())

    def follow(self, changes: Sequence[Change]) -> "Judged | None":
        """Itself, brought up to these acts; None when it must be judged anew."""
        return None if self.moved(changes) is None else self

    def moved(self, changes: Sequence[Change]) -> dict[int, list[Standing]] | None:
        """Brings itself up to these acts and gives all standings, by subject, of those judged anew; None when
        everything must be."""
        found: dict[int, list[Standing]] = {}
        if any(map(alters, changes)):
            return None
        if not any(change.verb == "records.write" for change in changes):
            return found
        if self._combinations != combinations_made():
            return None
        concerned = touched(changes)
        if not any(concerned):
            return found
        self._judge.recount(concerned)
        for one in self._ones:
            of_subject = self._found[one.requirement.pk]
            only = self._judge.concerned(one, concerned) & of_subject.keys()
            anew: dict[int, list[Standing]] = {pk: [] for pk in only}
            for standing in self._judge.standings(one, one.slots(self._year), scope=self._scope, only=only):
                anew[standing.subject_id].append(standing)
            of_subject.update(anew)
            for pk, rows in anew.items():
                found.setdefault(pk, []).extend(rows)
        return found
