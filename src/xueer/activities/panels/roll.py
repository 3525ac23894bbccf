"""Who was there, or is expected: the roll by status."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xueer.activities import queries
from xueer.activities.choices import ActivityState, RollStatus
from xueer.activities.models import Activity, RollRow
from xueer.activities.queries.leave import sees_reasons
from xueer.activities.queries.roll import RollSums, may_take_roll, names_exempt, roll_sums

AWAY = (RollStatus.LEAVE, RollStatus.ABSENT)


def panel(activity: Activity, request: HttpRequest) -> dict[str, Any]:
    """roll: (status, word, rows), for people from elsewhere their own row only; sums; takes_roll; sees_reasons.

    Before the session is held nobody is said to have been there: those not marked otherwise are expected.
    """
    reach = request.reach  # type: ignore[attr-defined]
    inside, reveals = queries.may_view(activity, reach), sees_reasons(activity, reach)
    rows = activity.roll.select_related("person").order_by("person__sort_key", "person__code")
    found = list(rows if inside else rows.filter(person_id=request.user.pk))
    held = activity.state == ActivityState.HELD
    groups, apart = _grouped(found, reveals=reveals, own=request.user.pk)
    exempt = [row for row in apart if names_exempt(row, reach)]
    sums = roll_sums((row.status, row.exempt) for row in found)
    given: dict[str, Any] = {
        "roll": [(status, _word(status, held=held), rows) for status, rows in groups.items()],
        "exempt": exempt,
        "uncounted": [row for row in apart if not names_exempt(row, reach)],
        "sums": sums,
        "held": held,
        "takes_roll": may_take_roll(activity, reach),
        "sees_reasons": reveals,
    }
    if inside:
        given["index"] = _index(activity, sums, found)
    return given


def _grouped(found: list[RollRow], *, reveals: bool, own: int | None) -> tuple[dict[str, list[RollRow]], list[RollRow]]:
    """(status → rows, in the order of `RollStatus`; exempt people who are not there, apart).

    That somebody is exempt stays with those who decide where the person belongs, and with the person: whoever decides
    here alone reads that they are not counted; for others such people do not stand there, as on the printed papers.
    Were they on leave in one place and nowhere in the other, the two together would tell.
    """
    groups: dict[str, list[RollRow]] = {status.value: [] for status in RollStatus}
    apart = []
    for row in found:
        if not (row.exempt and row.status in AWAY):
            groups[row.status].append(row)
        elif reveals or row.person_id == own:
            apart.append(row)
    return {status: rows for status, rows in groups.items() if rows}, apart


def _word(status: str, *, held: bool) -> str:
    if status == RollStatus.ATTENDED and not held:
        return _("Expected")
    return str(RollStatus(status).label)


def _index(activity: Activity, sums: RollSums, found: list[RollRow]) -> tuple[str, str]:
    """(kind of sign, figure) for the line of contents."""
    if activity.state != ActivityState.HELD:
        return "due", str(sums.expected) if found else ""
    if not found:
        here, of = activity.head_count, activity.expected_count
        return "ok", "" if here is None else f"{here}/{of}" if of else str(here)
    unreasoned = any(row.status in AWAY and not row.reason and not row.exempt for row in found)
    return ("risk" if unreasoned else "ok"), f"{sums.here}/{sums.expected}"
