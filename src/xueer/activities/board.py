"""The board of a roll: what stands on each seat, what the next tap does, and the words that its script shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xueer.activities.choices import RollStatus
from xueer.activities.models import RollRow
from xueer.activities.queries.roll import Seat

# What taps set, in the order in which they come round; make-ups are closed elsewhere.
STATUSES = tuple(status.value for status in (RollStatus.ATTENDED, RollStatus.LATE, RollStatus.LEAVE, RollStatus.ABSENT))
# Somebody exempt is not there (免) until they come.
OF_EXEMPT = (RollStatus.ABSENT.value, RollStatus.ATTENDED.value, RollStatus.LATE.value)
# status → class of the seat, sign
LOOKS = {
    "ATTENDED": ("is-here", "✓"),
    "LATE": ("is-late", "!"),
    "LEAVE": ("is-leave", "–"),
    "ABSENT": ("is-away", "✗"),
    "MADE_UP": ("is-here", "✓"),
    "DELIVERED": ("is-here", "✓"),
}
EXEMPT_LOOK = ("is-leave", "–")


@dataclass(frozen=True)
class Place:
    """A seat as it is drawn. `tapped`: the status that the next tap sets; `named`: may the reader know that somebody
    is exempt?"""

    seat: Seat
    number: int
    look: str
    sign: str
    word: str
    tapped: str
    named: bool = True


@dataclass(frozen=True)
class Board:
    """Everybody expected, and apart from them those who are exempt."""

    places: list[Place]
    exempt: list[Place]

    @property
    def names_exempt(self) -> bool:
        """May the reader know of all who stand apart that they are exempt?"""
        return all(place.named for place in self.exempt)


def board(seats: Iterable[Seat], *, chosen: str = "", early: bool = False, named: Callable[[RollRow], bool]) -> Board:
    """`chosen`: the status that every tap sets; "": each tap sets the next one. `early`: the session has not begun, so
    nobody is late yet. `named`: may the reader know that the
    person of a row is exempt?"""
    found = list(seats)
    expected = [seat for seat in found if not seat.row.exempt]
    exempt = [seat for seat in found if seat.row.exempt]

    def drawn(some: list[Seat], first: int) -> list[Place]:
        numbered = enumerate(some, first)
        return [_place(seat, at, tapped(seat.row, chosen=chosen, early=early), named) for at, seat in numbered]

    return Board(drawn(expected, 1), drawn(exempt, len(expected) + 1))


def excuse(*, named: bool) -> str:
    """The word for somebody exempt who was not there; a neutral one for those who may not know of the exemption."""
    return _("Exempt") if named else _("Not counted as expected")


def _place(seat: Seat, number: int, then: str, named: Callable[[RollRow], bool]) -> Place:
    known = named(seat.row)
    look, sign = EXEMPT_LOOK if seat.excused else LOOKS[seat.row.status]
    word = excuse(named=known) if seat.excused else str(RollStatus(seat.row.status).label)
    return Place(seat, number, look, sign, word, then, known)


def tapped(row: RollRow, *, chosen: str = "", early: bool = False) -> str:
    """What a tap makes of a row. With a chosen status: that, and back again where it stands already."""
    way = OF_EXEMPT if row.exempt else STATUSES
    if chosen:
        return chosen if row.status != chosen else way[0]
    way = tuple(status for status in way if not (early and status == RollStatus.LATE))
    return way[(way.index(row.status) + 1) % len(way)] if row.status in way else STATUSES[0]


def early_words() -> str:
    """Why a mark as late is refused before the session begins."""
    return _("Nobody is late before the session begins.")


def script_words() -> dict[str, Any]:
    """What `roll.js` needs to draw a seat and to say what is stored; {n} and {time} are filled in there."""
    return {
        "looks": {status: [*LOOKS[status], str(RollStatus(status).label)] for status in RollStatus.values},
        "exempt": [*EXEMPT_LOOK, excuse(named=True)],
        "apart": [*EXEMPT_LOOK, excuse(named=False)],
        "ways": {"": STATUSES, "exempt": OF_EXEMPT},
        "early": early_words(),
        "saved": _("Saved {time}"),
        "unsent": _("{n} not sent"),
        "slow": _("The network is slow; go on, everything is sent by itself once it is back"),
        "signed_out": _("You were signed out. Sign in again: what is not sent is kept on this device"),
        "closed": _("Not stored, as the session is over: {names}"),
        "wait": _("{n} marks are not sent yet. Finish once they are."),
        "gone": _("no longer on the roll: {names}"),
        "by_others": _("Marked by a colleague: {names}"),
    }
