"""A plan on its way from draft to closed: who is told, what the ledger has, what is refused."""

from datetime import date

import pytest
from django.utils import timezone

from tests.factories import make_unit
from tests.plans.making import AT, make_item, make_plan
from xueer.access.models import Grant
from xueer.access.permissions import Permission
from xueer.access.roles import RoleName
from xueer.audit.models import Event
from xueer.notices.models import Notice
from xueer.plans import actions
from xueer.plans.choices import PlanState
from xueer.plans.errors import OutsideYear, OwnPlan, PlanExists, PlanRefused, ReasonMissing, StalePlan, WrongState
from xueer.plans.models import Plan, PlanItem
from xueer.plans.queries import content_digest, nearest_holders
from xueer.records.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    plan = make_plan(cast.office, 2026, state=PlanState.DRAFT)
    make_item(plan, "P-1", month=3)
    return plan


@pytest.fixture
def submitted(cast, draft):
    actions.submit_plan(draft, by=cast.secretary, at=AT)
    return Plan.objects.get()


def approve(plan, cast, on=date(2026, 1, 15)):
    actions.approve_plan(plan, on=on, seen=content_digest(plan), by=cast.head, at=AT)


def in_ledger():
    return list(Record.objects.filter(voided_at=None).values_list("source_kind", "occurred_on", "ends_on"))


def notices():
    return sorted(Notice.objects.values_list("person__code", "kind", "settled_at"))


def test_a_year_has_one_plan_begun_in_the_page(cast):
    plan = actions.begin_plan(cast.office, year=2027, by=cast.secretary, at=AT)
    assert (plan.code, plan.state, plan.year) == ("JH2027-O", "DRAFT", 2027)
    with pytest.raises(PlanExists) as refused:
        actions.begin_plan(cast.office, year=2027, by=cast.secretary, at=AT)
    assert refused.value.code == "JH2027-O"


def test_the_code_of_an_imported_plan_is_not_given_twice(cast):
    make_plan(cast.other, 2025, code="JH2027-O")
    assert actions.begin_plan(cast.office, year=2027, by=cast.secretary, at=AT).code == "JH2027-O-2"


def test_a_unit_that_is_closed_has_no_plan_of_the_next_year(cast):
    unit = make_unit("O1", cast.office, ends_on=date(2026, 7, 1))
    assert actions.begin_plan(unit, year=2026, by=cast.secretary, at=AT).year == 2026
    with pytest.raises(OutsideYear):
        actions.begin_plan(unit, year=2027, by=cast.secretary, at=AT)


def test_submitting_puts_the_plan_to_the_leader_and_binds_nobody(cast, submitted):
    assert (submitted.state, submitted.submitted_by, submitted.submitted_at) == ("SUBMITTED", cast.secretary, AT)
    assert notices() == [("O001", "PLAN_SUBMITTED", None)]
    assert in_ledger() == []


def test_approving_puts_it_in_force_for_its_whole_year_whichever_the_day(cast, submitted):
    approve(submitted, cast, on=date(2026, 3, 9))
    plan = Plan.objects.get()
    assert (plan.state, plan.approved_on, plan.approved_by) == ("IN_FORCE", date(2026, 3, 9), cast.head)
    assert in_ledger() == [("PLAN", date(2026, 1, 1), date(2026, 12, 31))]
    assert PlanItem.objects.get().state == ""
    assert notices() == [("O001", "PLAN_SUBMITTED", AT), ("O002", "PLAN_APPROVED", None)]


def test_what_was_changed_after_the_page_was_opened_is_not_approved(cast, submitted):
    seen = content_digest(submitted)
    PlanItem.objects.update(topic="别的专题")
    with pytest.raises(StalePlan):
        actions.approve_plan(submitted, on=date(2026, 1, 15), seen=seen, by=cast.head, at=AT)
    assert Plan.objects.get().state == "SUBMITTED"


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2027, 1, 1)])
def test_the_approval_lies_in_the_year_or_the_one_before(cast, submitted, day):
    with pytest.raises(OutsideYear):
        approve(submitted, cast, on=day)


def test_an_empty_plan_is_neither_submitted_nor_approved(cast):
    plan = make_plan(cast.office, 2026, state=PlanState.DRAFT)
    with pytest.raises(PlanRefused):
        actions.submit_plan(plan, by=cast.secretary, at=AT)
    with pytest.raises(PlanRefused):
        approve(plan, cast)


def test_whoever_submitted_a_plan_does_not_approve_it(cast, draft):
    """The secretary is leader too: the plan is put to the other leader."""
    Grant.objects.create(person=cast.secretary, role=RoleName.LEADER, unit=cast.office)
    actions.submit_plan(draft, by=cast.secretary, at=AT)
    assert notices() == [("O001", "PLAN_SUBMITTED", None)]
    given = {"on": date(2026, 1, 15), "seen": content_digest(draft), "at": AT}
    with pytest.raises(OwnPlan):
        actions.approve_plan(draft, by=cast.secretary, **given)
    Grant.objects.filter(person=cast.head).delete()
    with pytest.raises(OwnPlan):
        actions.approve_plan(draft, by=cast.secretary, **given)  # there is the administrator
    assert (Plan.objects.get().state, in_ledger()) == ("SUBMITTED", [])
    actions.approve_plan(draft, by=cast.administrator, **given)
    assert "by_submitter" not in Event.objects.get(verb="plans.plan.approve").detail


def test_where_nobody_else_may_the_submitter_approves_and_the_trail_says_so(cast, draft):
    Grant.objects.exclude(person=cast.head).delete()
    actions.submit_plan(draft, by=cast.head, at=AT)
    approve(draft, cast)
    assert (Plan.objects.get().state, Event.objects.get(verb="plans.plan.approve").detail["by_submitter"]) == (
        "IN_FORCE",
        True,
    )


def test_returning_needs_words_and_tells_whoever_submitted(cast, submitted):
    with pytest.raises(ReasonMissing):
        actions.return_plan(submitted, words="  ", by=cast.head, at=AT)
    actions.return_plan(submitted, words="每季度至少排一次", by=cast.head, at=AT)
    plan = Plan.objects.get()
    assert (plan.state, plan.note) == ("DRAFT", "每季度至少排一次")
    assert Notice.objects.get(kind="PLAN_RETURNED").params["answer"] == "每季度至少排一次"
    assert notices()[0] == ("O001", "PLAN_SUBMITTED", AT)


def test_withdrawing_settles_what_was_asked(cast, submitted):
    actions.withdraw_plan(submitted, by=cast.secretary, at=AT)
    assert Plan.objects.get().state == "DRAFT" and notices() == [("O001", "PLAN_SUBMITTED", AT)]


def test_approving_twice_and_withdrawing_what_is_approved_are_refused(cast, submitted):
    approve(submitted, cast)
    with pytest.raises(WrongState):
        approve(submitted, cast)
    with pytest.raises(WrongState):
        actions.withdraw_plan(submitted, by=cast.secretary, at=AT)
    assert len(in_ledger()) == 1 and Notice.objects.filter(kind="PLAN_APPROVED").count() == 1


def test_only_an_empty_draft_is_discarded(cast, draft):
    with pytest.raises(WrongState):
        actions.discard_plan(draft, by=cast.secretary, at=AT)
    PlanItem.objects.all().delete()
    actions.discard_plan(draft, by=cast.secretary, at=AT)
    assert not Plan.objects.exists() and Event.objects.filter(verb="plans.plan.discard").count() == 1


def test_where_no_leader_is_the_nearest_above_decides(cast):
    branch = make_unit("O1", cast.office)
    on = date(2026, 1, 16)
    assert nearest_holders(branch, Permission.PLAN_APPROVE, on=on) == [cast.head.pk]
    assert nearest_holders(cast.other, Permission.PLAN_APPROVE, on=on) == [cast.administrator.pk]
    Grant.objects.create(person=cast.stranger, role=RoleName.LEADER, unit=branch, ends_on=date(2026, 1, 16))
    assert nearest_holders(branch, Permission.PLAN_APPROVE, on=on) == [cast.head.pk]


def test_an_import_of_drafts_leaves_a_submitted_plan_waiting(cast, submitted):
    row = {"plan": "P", "unit": "O", "year": 2026, "code": "P-1", "month": 4, "due_on": None, "topic": "新专题"}
    given = row | {"heading_set": ("集中学习",), "lecturer": "", "note": "", "state": "草稿"}
    actions.put_plans([given], by=None, at=timezone.now())
    assert Plan.objects.get().state == "SUBMITTED"
    actions.put_plans([given | {"state": ""}], by=None, at=timezone.now())
    assert Plan.objects.get().state == "IN_FORCE" and len(in_ledger()) == 1
