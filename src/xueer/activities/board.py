"""The board of a roll: what stands on each seat, what the next tap does, and the words that its script shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xueer.activities.choices import RollStatus
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
    """A seat as it is drawn. `tapped`: the status that the next tap sets."""

    seat: Seat
    number: int
    look: str
    sign: str
    word: str
    tapped: str


@dataclass(frozen=True)
class Board:
    """Everybody expected, and apart from them those who are exempt."""

    places: list[Place]
    exempt: list[Place]


def board(seats: Iterable[Seat], *, chosen: str = "") -> Board:
    """`chosen`: the status that every tap sets; "": each tap sets the next one."""
    found = list(seats)
    expected = [seat for seat in found if not seat.row.exempt]
    exempt = [seat for seat in found if seat.row.exempt]
    return Board(
        [_place(seat, number, chosen) for number, seat in enumerate(expected, 1)],
        [_place(seat, number, chosen) for number, seat in enumerate(exempt, len(expected) + 1)],
    )


def _place(seat: Seat, number: int, chosen: str) -> Place:
    look, sign = EXEMPT_LOOK if seat.excused else LOOKS[seat.row.status]
    word = _("Exempt") if seat.excused else str(RollStatus(seat.row.status).label)
    return Place(seat, number, look, sign, word, tapped(seat.row.status, exempt=seat.row.exempt, chosen=chosen))


def tapped(status: str, *, exempt: bool, chosen: str = "") -> str:
    """What a tap makes of a status. With a chosen one: that, and back again where it stands already."""
    way = OF_EXEMPT if exempt else STATUSES
    if chosen:
        return chosen if status != chosen else way[0]
    return way[(way.index(status) + 1) % len(way)] if status in way else STATUSES[0]


def script_words() -> dict[str, Any]:
    """What `roll.js` needs to draw a seat and to say what is stored; {n} and {time} are filled in there."""
    return {
        "looks": {status: [*LOOKS[status], str(RollStatus(status).label)] for status in RollStatus.values},
        "exempt": [*EXEMPT_LOOK, _("Exempt")],
        "ways": {"": STATUSES, "exempt": OF_EXEMPT},
        "saved": _("Saved {time}"),
        "unsent": _("{n} not sent"),
        "slow": _("The network is slow; go on, everything is sent by itself once it is back"),
        "signed_out": _("You were signed out. Sign in again: what is not sent is kept on this device"),
        "closed": _("Not stored, as the session is over: {names}"),
        "wait": _("{n} marks are not sent yet. Finish once they are."),
        "gone": _("no longer on the roll: {names}"),
        "by_others": _("Marked by a colleague: {names}"),
    }
