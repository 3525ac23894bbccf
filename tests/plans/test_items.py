"""Lines of a plan: added, edited, moved with reason, carried over, dropped and taken up again."""

from datetime import date

import pytest

from tests.factories import activity_type, hold, make_group, make_unit
from tests.plans.making import AT, make_item, make_plan
from xueer.audit.models import Event
from xueer.plans import actions, tables
from xueer.plans.actions import Ending, ItemValues
from xueer.plans.choices import Fate, PlanState
from xueer.plans.errors import OutsideYear, ReasonMissing, WrongState
from xueer.plans.models import Plan, PlanItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast):
    return make_plan(cast.office, 2026, code="P26")


def values(**fields):
    return ItemValues(**({"topic": "专题", "types": (activity_type("集中学习"),)} | fields))


def add(plan, cast, **fields):
    return actions.add_items(plan, [values(**fields)], by=cast.secretary, at=AT)[0]


def who(cast):
    return {"by": cast.secretary, "at": AT}


def test_a_line_is_numbered_on_and_its_day_brings_its_month(cast, plan):
    group = make_group("Z1", cast.office)
    make_item(plan, "P26-07")
    types = (activity_type("集中学习"), activity_type("党课"))
    item = add(
        plan, cast, due_on=date(2026, 5, 8), types=types, group=group, categories=("党史", "法治"), lecturer="䶮"
    )
    stored = PlanItem.objects.get(pk=item.pk)
    assert (stored.code, stored.month, stored.group, stored.lecturer) == ("P26-08", 5, group, "䶮")
    assert stored.category_set.words == ["党史", "法治"] and stored.heading_set.types.count() == 2
    assert Event.objects.get(verb="plans.item.add").object_id == str(item.pk)


@pytest.mark.parametrize(
    "when", [{"due_on": date(2025, 12, 31)}, {"due_on": date(2027, 1, 1)}, {"month": 0}, {"month": 13}]
)
def test_a_time_outside_the_year_is_refused(cast, plan, when):
    with pytest.raises(OutsideYear):
        add(plan, cast, **when)
    assert not PlanItem.objects.exists()


def test_the_days_of_a_unit_that_is_closed_in_june_end_there(cast):
    unit = make_unit("O1", cast.office, ends_on=date(2026, 7, 1))
    plan = make_plan(unit, 2026)
    assert add(plan, cast, month=6).month == 6
    with pytest.raises(OutsideYear):
        add(plan, cast, month=7)
    with pytest.raises(OutsideYear):
        add(plan, cast, due_on=date(2026, 7, 1))


def test_what_is_added_to_a_draft_is_a_draft(cast):
    assert add(make_plan(cast.office, 2026, state=PlanState.DRAFT), cast).state == "草稿"


@pytest.mark.parametrize("state", [PlanState.SUBMITTED, PlanState.CLOSED])
def test_nothing_is_changed_while_a_plan_waits_or_after_it_was_closed(cast, state):
    plan = make_plan(cast.office, 2026, state=state)
    item = make_item(plan, "P-1", month=3)
    with pytest.raises(WrongState):
        add(plan, cast)
    with pytest.raises(WrongState):
        actions.edit_item(item, values=values(), **who(cast))
    with pytest.raises(WrongState):
        actions.drop_item(item, reason="不办了", **who(cast))
    assert PlanItem.objects.get().topic == "P-1专题"


def test_editing_keeps_before_and_after_and_leaves_the_month_of_a_plan_in_force(cast, plan):
    item = make_item(plan, "P26-1", month=3)
    actions.edit_item(item, values=values(topic="新专题", month=9), **who(cast))
    stored = PlanItem.objects.get()
    assert (stored.topic, stored.month) == ("新专题", 3)
    assert Event.objects.get(verb="plans.item.change").detail == {"topic": ["P26-1专题", "新专题"]}


def test_moving_in_force_needs_a_reason_and_shows_it(cast, plan):
    item = make_item(plan, "P26-1", month=3, due_on=date(2026, 3, 6))
    with pytest.raises(ReasonMissing):
        actions.move_item(item, month=5, due_on=None, reason=" ", **who(cast))
    actions.move_item(item, month=5, due_on=None, reason="主讲人出差", **who(cast))
    stored = PlanItem.objects.get()
    assert (stored.month, stored.due_on, stored.state_reason) == (5, None, "主讲人出差")
    detail = {"month": [3, 5], "due_on": ["2026-03-06", ""], "reason": "主讲人出差"}
    assert Event.objects.get(verb="plans.item.move").detail == detail


def test_a_draft_is_moved_without_reason(cast):
    item = make_item(make_plan(cast.office, 2026, state=PlanState.DRAFT), "P-1", month=3)
    actions.move_item(item, month=None, due_on=None, reason="", **who(cast))
    assert PlanItem.objects.get().month is None


def test_a_carried_line_says_where_it_went_and_the_new_one_where_it_came_from(cast, plan):
    old = make_item(plan, "P26-1", month=7)
    new = actions.carry_item(old, into=plan, month=10, due_on=None, reason="汛期", **who(cast))
    shown = {line.item.pk: line for line in tables.lines(PlanItem.objects.all(), [], on=date(2026, 9, 1))}
    assert (shown[old.pk].standing, shown[old.pk].words) == (tables.MOVED, "未办，移到10月")
    assert (shown[new.pk].standing, shown[new.pk].came_from, new.carried_reason) == (tables.PLANNED, "7月", "汛期")
    [track] = tables.tracks(shown.values())
    assert (track.planned, track.done) == (1, 0)


def test_a_line_is_carried_once_and_to_the_next_year_at_most(cast, plan):
    old = make_item(plan, "P26-1", month=7)
    for other in (make_plan(cast.office, 2028, code="P28"), make_plan(cast.other, 2027, code="X27")):
        with pytest.raises(OutsideYear):
            actions.carry_item(old, into=other, month=1, due_on=None, reason="汛期", **who(cast))
    actions.carry_item(old, into=plan, month=10, due_on=None, reason="汛期", **who(cast))
    with pytest.raises(WrongState):
        actions.carry_item(old, into=plan, month=11, due_on=None, reason="汛期", **who(cast))
    assert PlanItem.objects.count() == 2


def test_dropping_keeps_the_line_with_its_reason_until_it_is_taken_up_again(cast, plan):
    item = make_item(plan, "P26-1", month=7)
    with pytest.raises(ReasonMissing):
        actions.drop_item(item, **who(cast))
    actions.drop_item(item, reason="与他会合并", **who(cast))
    assert list(PlanItem.objects.values_list("state", "state_reason")) == [("取消", "与他会合并")]
    actions.restore_item(item, **who(cast))
    assert list(PlanItem.objects.values_list("state", "state_reason")) == [("", "")]
    with pytest.raises(WrongState):
        actions.restore_item(item, **who(cast))


def test_a_line_of_a_draft_is_removed_unless_a_session_hangs_on_it(cast):
    plan = make_plan(cast.office, 2026, state=PlanState.DRAFT)
    free, taken = make_item(plan, "P-1"), make_item(plan, "P-2")
    hold(cast.office, "2026-03-07 14:30", state="PLANNED", plan_item=taken)
    actions.drop_item(free, **who(cast))
    with pytest.raises(WrongState):
        actions.drop_item(taken, **who(cast))
    assert list(PlanItem.objects.values_list("code", flat=True)) == ["P-2"]
    assert Event.objects.get(verb="plans.item.remove").detail["topic"] == "P-1专题"


def test_what_was_held_is_neither_moved_nor_dropped(cast, plan):
    item = make_item(plan, "P26-1", month=3, fulfilled_on=date(2026, 3, 7))
    for act in (lambda: actions.move_item(item, month=4, due_on=None, reason="晚", **who(cast)),
                lambda: actions.drop_item(item, reason="晚", **who(cast))):  # fmt: skip
        with pytest.raises(WrongState):
            act()


def test_closing_asks_what_becomes_of_every_unfinished_line(cast, plan):
    make_item(plan, "P26-1", month=3, fulfilled_on=date(2026, 3, 7))
    make_item(plan, "P26-2", month=4, state="取消")
    make_item(plan, "P26-3", month=11)
    make_item(plan, "P26-4", month=12)
    endings = {"P26-3": Ending(Fate.CARRY, "讲师出差"), "P26-4": Ending(Fate.LEAVE, " ")}
    with pytest.raises(ReasonMissing, match="P26-4专题"):
        actions.close_plan(plan, endings=endings, **who(cast))
    assert Plan.objects.get().state == "IN_FORCE" and PlanItem.objects.count() == 4
    actions.close_plan(plan, endings=endings | {"P26-4": Ending(Fate.LEAVE, "不再需要")}, **who(cast))
    plan.refresh_from_db()
    assert (plan.state, plan.closed_on, plan.closed_by) == ("CLOSED", date(2026, 1, 16), cast.secretary)
    [carried] = PlanItem.objects.filter(plan__year=2027)
    assert (carried.plan.state, carried.carried_from.code, carried.month) == ("DRAFT", "P26-3", None)
    assert PlanItem.objects.get(code="P26-4").state_reason == "不再需要"


def test_a_closed_plan_stays_in_the_ledger_and_is_reopened_with_reason(cast, plan):
    make_item(plan, "P26-1", month=3, fulfilled_on=date(2026, 3, 7))
    actions.close_plan(plan, endings={}, **who(cast))
    with pytest.raises(ReasonMissing):
        actions.reopen_plan(plan, reason="", **who(cast))
    actions.reopen_plan(plan, reason="漏记一次", **who(cast))
    plan.refresh_from_db()
    assert (plan.state, plan.closed_on, plan.note) == ("IN_FORCE", None, "漏记一次")
    with pytest.raises(WrongState):
        actions.reopen_plan(plan, reason="再开", **who(cast))
