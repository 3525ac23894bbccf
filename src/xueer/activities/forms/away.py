"""Who was away, as the page of entry takes it: everybody is present until tapped."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xueer.activities.actions.marking import Mark
from xueer.activities.choices import RollStatus
from xueer.activities.queries.entry import Expected
from xueer.common.digests import digest
from xueer.org.models import Person

STATUSES = (RollStatus.LEAVE, RollStatus.ABSENT, RollStatus.LATE)
LONGEST = 300


@dataclass
class Seat:
    """A name on the page of entry: tapped (away or late) or not, and what is said of it."""

    person: Person
    tapped: bool
    status: str
    reason: str

    @property
    def mark(self) -> Mark:
        return Mark(self.person.pk, self.status, self.reason)


@dataclass
class Hall:
    """Everybody expected, as tapped so far; exempt people apart: `came` are those of them who were there all the same.

    `listed` is the mark of the list: typed for another list, the taps are looked at once more before they are stored.
    `homes`: the units of those who are exempt.
    """

    seats: list[Seat]
    exempt: list[tuple[Person, bool]]
    listed: str
    homes: dict[int, int]

    @property
    def marks(self) -> list[Mark]:
        """What differs from everybody being present and exempt people being away."""
        came = [Mark(person.pk, RollStatus.ATTENDED.value, "") for person, here in self.exempt if here]
        return [seat.mark for seat in self.seats if seat.tapped] + came


def hall(expected: Expected, data: QueryDict | None = None) -> Hall:
    """The names with the taps of `data`, as far as they are of this list."""
    away = set(data.getlist("away")) if data else set()
    came = set(data.getlist("came")) if data else set()
    seats = [_seat(person, str(person.pk) in away, data) for person in expected.people]
    exempt = [(person, str(person.pk) in came) for person in expected.exempt]
    everybody: Iterable[Person] = [*expected.people, *expected.exempt]
    return Hall(seats, exempt, digest({"people": sorted(person.pk for person in everybody)}), expected.homes)


def _seat(person: Person, tapped: bool, data: QueryDict | None) -> Seat:
    status = data.get(f"status_{person.pk}", "") if data else ""
    reason = data.get(f"reason_{person.pk}", "") if data else ""
    return Seat(
        person,
        tapped,
        status if status in STATUSES else RollStatus.LEAVE.value,
        reason.strip()[:LONGEST],
    )


class CountForm(forms.Form):
    """Numbers in place of names: 应到人数, 实到人数."""

    expected_count = forms.IntegerField(
        label=gettext_lazy("Expected"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput({"class": "x-input x-w-s", "inputmode": "numeric"}),
    )
    head_count = forms.IntegerField(
        label=gettext_lazy("Came"),
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput({"class": "x-input x-w-s", "inputmode": "numeric"}),
    )

    def clean(self) -> dict:
        given = super().clean() or {}
        expected, came = given.get("expected_count"), given.get("head_count")
        if expected is not None and came is not None and came > expected:
            self.add_error("head_count", _("More came than were expected. Which of the two numbers is right?"))
        return given
