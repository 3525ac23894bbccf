"""A plan from draft to closed: begun, submitted, approved or returned, reopened. Closing is in `closing`."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from xueer.access.permissions import Permission
from xueer.audit.actions import note
from xueer.common.calendar import local_day
from xueer.notices.actions import notify, settle
from xueer.notices.choices import NoticeKind
from xueer.org.models import Unit
from xueer.plans.actions.put import record_plans
from xueer.plans.choices import DRAFT_WORD, NOT_YET, PlanState
from xueer.plans.errors import OutsideYear, OwnPlan, PlanExists, PlanRefused, ReasonMissing, StalePlan, WrongState
from xueer.plans.models import Plan
from xueer.plans.queries import approvers, content_digest, nearest_holders

CODE_LENGTH = 64


def begin_plan(unit: Unit, *, year: int, by: Any, at: datetime) -> Plan:
    """An empty draft of the unit's plan of the year. Refused where there is one, or where the unit does not exist."""
    if unit.starts_on > date(year, 12, 31) or unit.ends_on <= date(year, 1, 1):
        raise OutsideYear(_("%(unit)s does not exist in %(year)s.") % {"unit": unit.name, "year": year})
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)  # two tabs at once: the second meets the first's plan
        if there := Plan.objects.filter(unit=unit, year=year).first():
            words = _("%(unit)s has a plan for %(year)s already.") % {"unit": unit.name, "year": year}
            raise PlanExists(words, code=there.code)
        plan = Plan.objects.create(code=_free_code(unit, year), unit=unit, year=year, state=PlanState.DRAFT)
        note(verb="plans.plan.begin", by=by, at=at, about=plan, detail={"unit": unit.code, "year": year})
    return plan


def _free_code(unit: Unit, year: int) -> str:
    """JH2026-O; with a number after it where an imported plan has that code already."""
    stem = f"JH{year}-{unit.code}"[: CODE_LENGTH - 3]
    taken = set(Plan.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 100))) if code not in taken)


def submit_plan(plan: Plan, *, by: Any, at: datetime) -> None:
    """Asks those who may approve to decide. Nothing is changed while they do, unless it is taken back."""
    with transaction.atomic():
        plan = locked(plan, PlanState.DRAFT)
        if not plan.items.exists():
            raise PlanRefused(_("The plan holds no item yet; there is nothing to approve."))
        plan.state, plan.submitted_at, plan.submitted_by, plan.note = PlanState.SUBMITTED, at, by, ""
        plan.save(update_fields=["state", "submitted_at", "submitted_by", "note"])
        note(verb="plans.plan.submit", by=by, at=at, about=plan, detail={"items": plan.items.count()})
        _tell(plan, NoticeKind.PLAN_SUBMITTED, _approvers(plan, at), by=by, at=at)


def withdraw_plan(plan: Plan, *, by: Any, at: datetime) -> None:
    """Takes a submitted plan back into work."""
    with transaction.atomic():
        plan = locked(plan, PlanState.SUBMITTED)
        plan.state = PlanState.DRAFT
        plan.save(update_fields=["state"])
        note(verb="plans.plan.withdraw", by=by, at=at, about=plan)
        settle(_about(plan), at=at)


def approve_plan(plan: Plan, *, on: date, seen: str, by: Any, at: datetime) -> None:
    """Puts the plan in force. `on`: the day on the approval. `seen`: the digest of the items that were decided on.

    Whoever submitted it decides only where nobody else may, and the trail says so.
    Its items are no drafts any more; the ledger has the plan for its whole year, whichever the day.
    """
    with transaction.atomic():
        plan = locked(plan, *NOT_YET)
        own = _refuse_own(plan, by=by, at=at)
        if seen != content_digest(plan):
            raise StalePlan(_("The plan was changed after you had opened it. Look at it again, then decide."))
        if not plan.items.exists():
            raise PlanRefused(_("The plan holds no item yet; there is nothing to approve."))
        if not date(plan.year - 1, 1, 1) <= on <= date(plan.year, 12, 31):
            raise OutsideYear(_("The day of the approval lies in the plan's year or the year before."))
        plan.items.filter(state=DRAFT_WORD).update(state="")
        plan.state, plan.approved_on, plan.approved_by, plan.note = PlanState.IN_FORCE, on, by, ""
        plan.save(update_fields=["state", "approved_on", "approved_by", "note"])
        detail = {"approved_on": on.isoformat(), "items": plan.items.count()} | ({"by_submitter": True} if own else {})
        note(verb="plans.plan.approve", by=by, at=at, about=plan, detail=detail)
        record_plans([plan.pk], by=by, at=at)
        settle(_about(plan), at=at)
        _tell(plan, NoticeKind.PLAN_APPROVED, _makers(plan, at), by=by, at=at)


def _refuse_own(plan: Plan, *, by: Any, at: datetime) -> bool:
    """Did the one who decides submit it? Raises OwnPlan where somebody else may decide."""
    own = plan.state == PlanState.SUBMITTED and by is not None and plan.submitted_by_id == by.pk
    if own and by.pk not in approvers(plan, on=local_day(at)):
        raise OwnPlan(_("You submitted this plan yourself; somebody else has to approve it."))
    return own


def return_plan(plan: Plan, *, words: str, by: Any, at: datetime) -> None:
    """Gives a submitted plan back to those who made it, with words."""
    if not words.strip():
        raise ReasonMissing(_("Say what should be changed."))
    with transaction.atomic():
        plan = locked(plan, PlanState.SUBMITTED)
        plan.state, plan.note = PlanState.DRAFT, words.strip()
        plan.save(update_fields=["state", "note"])
        note(verb="plans.plan.return", by=by, at=at, about=plan, detail={"words": plan.note})
        settle(_about(plan), at=at)
        _tell(plan, NoticeKind.PLAN_RETURNED, _makers(plan, at), by=by, at=at, answer=plan.note)


def reopen_plan(plan: Plan, *, reason: str, by: Any, at: datetime) -> None:
    """Makes a closed plan one in force again, with reason."""
    if not reason.strip():
        raise ReasonMissing(_("Say why the plan is reopened."))
    with transaction.atomic():
        plan = locked(plan, PlanState.CLOSED)
        plan.state, plan.closed_on, plan.closed_by, plan.note = PlanState.IN_FORCE, None, None, reason.strip()
        plan.save(update_fields=["state", "closed_on", "closed_by", "note"])
        note(verb="plans.plan.reopen", by=by, at=at, about=plan, detail={"reason": plan.note})


def discard_plan(plan: Plan, *, by: Any, at: datetime) -> None:
    """Removes a draft that was begun by mistake. Only an empty one: items are removed one by one, each in the trail."""
    with transaction.atomic():
        plan = locked(plan, PlanState.DRAFT)
        if plan.items.exists():
            raise WrongState(_("Only a draft without items is removed."))
        note(verb="plans.plan.discard", by=by, at=at, about=plan)
        try:
            plan.delete()
        except IntegrityError as error:  # an item was added at this very moment
            raise WrongState(_("Only a draft without items is removed.")) from error


def locked(plan: Plan, *states: PlanState) -> Plan:
    """The plan as stored, held until the transaction ends; refused unless it is in one of the states."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
    if plan.state not in states:
        words = _("The plan is in the state “%(state)s” by now; this cannot be done any more.")
        raise WrongState(words % {"state": plan.get_state_display()})
    return plan


def _about(plan: Plan) -> str:
    return f"plan:{plan.pk}"


def _approvers(plan: Plan, at: datetime) -> list[int]:
    return approvers(plan, on=local_day(at))


def _makers(plan: Plan, at: datetime) -> list[int]:
    """Whoever submitted it, else those who edit plans there."""
    if plan.submitted_by_id:
        return [plan.submitted_by_id]
    return nearest_holders(plan.unit, Permission.PLAN_EDIT, on=local_day(at))


def _tell(plan: Plan, kind: NoticeKind, people: Collection[int], *, by: Any, at: datetime, answer: str = "") -> None:
    notify(
        people,
        kind,
        at=at,
        by=by,
        address=f"{reverse('plans.year', args=(plan.unit.code,))}?year={plan.year}",
        about=_about(plan),
        unit=plan.unit.name,
        title=str(plan.year),
        answer=answer,
    )
