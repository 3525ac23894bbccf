"""What now: a member's day, a secretary's work, a leader's decisions, what a superior watches."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.factories import (
    AWAY,
    HERE,
    LEAVE,
    activity_type,
    hold,
    make_group,
    make_person,
    make_requirement,
    make_unit,
    moment,
)
from xueer.access.models import Grant
from xueer.access.queries import Reach
from xueer.activities.choices import ActivityState
from xueer.activities.models import Activity, Audience, Leave, MakeUp, Part
from xueer.activities.queries.leave import expecting
from xueer.common.calendar import today
from xueer.org.actions import derive_memberships
from xueer.org.models import GroupMember, Person
from xueer.plans.models import Plan, PlanItem
from xueer.records.actions import heading_set
from xueer.web.calendar.concerning import ids_expecting, sessions_of_person
from xueer.web.panels import gaps as gaps_of_desk
from xueer.web.panels.mine import Mine
from xueer.web.panels.parts import Seat, block_of
from xueer.web.panels.roles import EVERY_PART, parts_of


def soon(days: int) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def planned(cast: Cast):
    def plan(unit, days: int, topic: str, **fields):
        return hold(unit, soon(days), topic=topic, **({"state": ActivityState.PLANNED} | fields))

    return plan


def seat(person: Person, at: str = "", unit=None) -> Seat:
    """The person's seat at a moment; without one: now."""
    when = moment(at) if at else timezone.now()
    on = timezone.localtime(when).date()
    return Seat(person, Reach(person, on), unit or person.unit, when, on)


def part(slug: str, of: Seat):
    return block_of(next(part for part in EVERY_PART if part.slug == slug), of)


def titles(lines) -> list[str]:
    return [line.title for line in lines]


def owed(person: Person, activity: Activity, due: date, **fields) -> MakeUp:
    given = {"ways": ["MATERIAL"], "opened_at": activity.starts_at} | fields
    return MakeUp.objects.create(activity=activity, person=person, due_on=due, **given)


# ---- members ----


def test_a_member_sees_what_comes_for_them_soonest_first(as_person, cast: Cast, planned):
    theirs = make_group("G1", cast.office, [cast.member])
    others = make_group("G2", cast.office, [cast.head])
    planned(cast.office, 9, "全员")
    planned(cast.office, 3, "本组", group=theirs)
    planned(cast.office, 4, "他组", group=others)
    planned(cast.other, 5, "别的单位")
    planned(cast.office, 40, "以后")
    planned(cast.office, 2, "取消的", state=ActivityState.CANCELLED)
    response = as_person(cast.member).get("/")
    assert titles(response.context["to_do"]) == ["本组", "全员"]
    assert [line.act for line in response.context["to_do"]] == ["请假", "请假"]


def test_what_is_owed_stands_before_what_is_to_come(cast: Cast):
    missed, later, sent = (
        hold(cast.office, f"2025-09-0{day} 09:00", topic=topic, roll={cast.member: LEAVE})
        for day, topic in ((1, "研讨"), (2, "座谈"), (3, "党课"))
    )
    owed(cast.member, later, date(2025, 9, 22))
    owed(cast.member, missed, date(2025, 9, 20))
    owed(cast.member, sent, date(2025, 9, 19), state="HANDED_IN")
    hold(cast.office, "2025-09-18 14:30", topic="第三讲", state="PLANNED")
    lines = Mine(seat(cast.member, "2025-09-15 08:00"), desk=False).to_do
    assert [(line.title, line.words, line.note) for line in lines] == [
        ("补学：研讨", "还有 5 天", "9月1日未参加，9月20日前补"),
        ("补学：座谈", "还有 7 天", "9月2日未参加，9月22日前补"),
        ("第三讲", "", "9月18日（周四）14:30"),
        ("补学：党课", "已交，待认定", "9月3日未参加"),
    ]


def test_leave_that_was_asked_for_is_not_asked_for_again(cast: Cast):
    session = hold(cast.office, "2025-09-18 14:30", topic="第三讲", state="PLANNED")
    Leave.objects.create(
        activity=session, person=cast.member, reason="出差", asked_at=session.starts_at, asked_by=cast.member
    )
    (line,) = Mine(seat(cast.member, "2025-09-15 08:00"), desk=False).to_do
    assert (line.words, line.act) == ("已请假，待批", "")


def test_the_head_of_a_group_finds_the_leave_to_decide(cast: Cast):
    group = make_group("G1", cast.office, [cast.member])
    GroupMember.objects.filter(person=cast.member).update(role="组长")
    session = hold(cast.office, "2025-09-18 14:30", topic="第三讲", group=group, state="PLANNED")
    Leave.objects.create(
        activity=session, person=cast.head, reason="出差", asked_at=session.starts_at, asked_by=cast.head
    )
    first = Mine(seat(cast.member, "2025-09-15 08:00"), desk=False).to_do[0]
    assert (first.title, first.words) == ("单一舟请假：第三讲", "还有 3 天")


def test_standing_names_the_next_session_that_would_help(as_person, cast: Cast, planned):
    asked = make_requirement(cast.district, code="LIVE", subject_kind="PERSON", period="YEAR", at_least=2)
    planned(cast.office, 2, "无关", types=("主题党日",))
    helps = planned(cast.office, 3, "有用")
    inside = (timezone.localdate() + timedelta(days=3)).year == today().year
    (duty,) = as_person(cast.member).get("/").context["duties"]
    assert duty.requirement == asked
    assert duty.chance == (helps if inside else None)


def test_a_desk_without_anything_to_do_says_so(as_person, cast: Cast):
    assert "今天没有要办的事" in as_person(cast.member).get("/").content.decode()


def test_the_week_begins_on_monday_and_knows_holidays(cast: Cast):
    days = Mine(seat(cast.member, "2025-10-08 12:00"), desk=False).week
    assert [day.day.weekday() for day in days] == [0, 1, 2, 3, 4, 5, 6]
    assert [(day.day.day, day.is_off, day.worked) for day in days][2:6] == [
        (8, True, False),
        (9, False, False),
        (10, False, False),
        (11, False, True),
    ]


def test_on_the_last_day_of_the_year_the_next_is_in_sight(cast: Cast):
    hold(cast.office, "2026-01-05 09:00", topic="新年第一讲", state="PLANNED")
    asked = make_requirement(cast.district, subject_kind="PERSON", period="YEAR", at_least=1)
    mine = Mine(seat(cast.member, "2025-12-31 18:00"), desk=False)
    assert titles(mine.to_do) == ["新年第一讲"]
    assert [(duty.requirement, duty.chance) for duty in mine.duties] == [(asked, None)]
    assert [day.day.year for day in mine.week] == [2025] * 3 + [2026] * 4


def test_an_account_without_a_unit_has_a_desk(as_person, cast: Cast):
    nobody = make_person("N1", None, name="甲")
    assert as_person(nobody).get("/").status_code == 200


def test_who_left_the_unit_yesterday_is_expected_there_no_more(cast: Cast):
    hold(cast.office, "2025-09-18 14:30", topic="第三讲", state="PLANNED")
    hold(cast.other, "2025-09-19 14:30", topic="新单位的", state="PLANNED")
    Person.objects.filter(pk=cast.member.pk).update(unit=cast.other)
    cast.member.posts.create(unit=cast.office, starts_on=date(2020, 1, 1), ends_on=date(2025, 9, 14))
    cast.member.posts.create(unit=cast.other, starts_on=date(2025, 9, 14))
    derive_memberships([cast.member.pk])
    member = Person.objects.get(pk=cast.member.pk)
    assert titles(Mine(seat(member, "2025-09-15 08:00"), desk=False).to_do) == ["新单位的"]


def test_a_member_of_two_units_is_expected_in_both(cast: Cast):
    cast.member.posts.create(unit=cast.other, starts_on=date(2020, 1, 1), main=False)
    derive_memberships([cast.member.pk])
    hold(cast.office, "2025-09-18 14:30", topic="甲", state="PLANNED")
    hold(cast.other, "2025-09-19 14:30", topic="乙", state="PLANNED")
    assert titles(Mine(seat(cast.member, "2025-09-15 08:00"), desk=False).to_do) == ["甲", "乙"]


def test_whom_a_session_concerns_is_what_the_leave_desk_says(cast: Cast):
    """The same reading as `expecting`, for everything that has an audience or a roll."""
    group = make_group("G1", cast.office, [cast.member, cast.head])
    GroupMember.objects.filter(person=cast.head).update(ends_on=date(2025, 9, 10))
    named = [
        {"kind": "GROUP", "group": group},
        {"kind": "UNIT", "unit": cast.district},
        {"kind": "UNIT", "unit": cast.other},
        {"kind": "PERSON", "person": cast.member},
        {"kind": "DUTY", "duty": "科长", "unit": cast.district},
    ]
    Person.objects.filter(pk=cast.head.pk).update(duty="科长")
    cast.member.exemptions.create(starts_on=date(2025, 9, 20), ends_on=date(2025, 9, 22))
    derive_memberships()
    for day, rows in enumerate(([row] for row in named), start=17):
        session = hold(cast.office, f"2025-09-{day} 09:00", state="PLANNED")
        Audience.objects.bulk_create(Audience(activity=session, **row) for row in rows)
    hold(cast.office, "2025-09-03 09:00", roll={cast.member: HERE})
    first, last = date(2025, 9, 1), date(2025, 9, 30)
    for person in (cast.member, cast.head, cast.stranger):
        person = Person.objects.get(pk=person.pk)
        wanted = Activity.objects.filter(expecting(person), held_on__gte=first, held_on__lte=last)
        assert ids_expecting(person, first, last) == sorted(wanted.values_list("pk", flat=True)), person


def test_a_session_concerns_whoever_leads_it_expected_or_not(cast: Cast):
    """Nobody of the office is expected at what the other unit holds; who chairs there goes all the same."""
    led = hold(cast.other, "2025-09-18 14:30", topic="外讲", state="PLANNED", place="四楼")
    both = hold(cast.office, "2025-09-19 14:30", topic="本室", state="PLANNED")
    hold(cast.other, "2025-09-20 14:30", topic="无关", state="PLANNED")
    for session, role in ((led, "SPEAKER"), (led, "CHAIR"), (both, "LECTURER")):
        Part.objects.create(activity=session, role=role, person=cast.member)
    lines = Mine(seat(cast.member, "2025-09-15 08:00"), desk=False).to_do
    assert [(line.title, line.note, line.act) for line in lines] == [
        ("外讲", "9月18日（周四）14:30\N{EM SPACE}四楼\N{EM SPACE}主持\N{EM SPACE}中心发言", ""),
        ("本室", "9月19日（周五）14:30\N{EM SPACE}主讲", "请假"),
    ]
    first, last = date(2025, 9, 1), date(2025, 9, 30)
    cast.member.exemptions.create(starts_on=first)
    assert list(sessions_of_person(cast.member, first, last)) == [led, both]
    assert list(sessions_of_person(cast.head, first, last)) == [both]
    with CaptureQueriesContext(connection) as queries:
        list(sessions_of_person(cast.member, first, last))
    assert len(queries) <= 11


# ---- those who answer for a unit ----


def test_a_secretary_sees_what_is_to_be_closed_oldest_first(cast: Cast):
    hold(cast.office, "2025-09-12 09:00", topic="前天", state="RUNNING", minutes=60)
    hold(cast.office, "2025-09-05 09:00", topic="上周", state="ANNOUNCED")
    hold(cast.office, "2025-09-16 09:00", topic="明天", state="PLANNED")
    hold(cast.other, "2025-09-05 09:00", topic="别人的", state="PLANNED")
    block = part("to-close", seat(cast.secretary, "2025-09-15 08:00"))
    assert [(line.title, line.kind, line.words) for line in block.lines] == [
        ("上周", "risk", "10 天前"),
        ("前天", "go", "3 天前"),
    ]


def test_absences_without_a_reason_leave_out_who_is_exempt(cast: Cast):
    colleague = make_person("O004", cast.office, name="曾静姝")
    session = hold(cast.office, "2025-09-11 09:00", topic="二讲", roll={cast.member: AWAY, colleague: AWAY})
    session.roll.filter(person=colleague).update(exempt=True)
    block = part("unexplained", seat(cast.secretary, "2025-09-15 08:00"))
    assert (block.count, titles(block.lines)) == (1, ["区喆堃\u20039月11日 二讲"])


def test_make_ups_are_counted_by_person_and_shown_by_session(cast: Cast):
    session = hold(cast.office, "2025-08-21 09:00", topic="研讨", roll={cast.member: LEAVE, cast.head: LEAVE})
    owed(cast.member, session, date(2025, 9, 20))
    owed(cast.head, session, date(2025, 9, 10))
    owed(cast.secretary, session, date(2025, 9, 10), state="DONE")
    block = part("make-ups", seat(cast.secretary, "2025-09-15 08:00"))
    (line,) = block.lines
    assert (block.count, line.title, line.words, line.note) == (2, "研讨（8月21日）", "超期 5 天", "单一舟、区喆堃")


def test_minutes_are_missed_for_ninety_days(cast: Cast):
    hold(cast.office, "2025-09-11 09:00", topic="缺记录", roll={cast.member: HERE})
    hold(cast.office, "2025-09-10 09:00", topic="有记录", minutes_text="学了。")
    hold(cast.office, "2025-03-10 09:00", topic="太久")
    assert titles(part("minutes", seat(cast.secretary, "2025-09-15 08:00")).lines) == ["缺记录"]


def test_plan_items_that_are_due_and_have_no_session(cast: Cast):
    plan = Plan.objects.create(code="JH", unit=cast.office, year=2025)
    given = {"plan": plan, "heading_set": heading_set([activity_type("集中学习")])}
    late = PlanItem.objects.create(code="T1", topic="七月的", month=7, **given)
    PlanItem.objects.create(code="T2", topic="本月的", due_on=date(2025, 9, 28), **given)
    PlanItem.objects.create(code="T3", topic="十月的", month=10, **given)
    PlanItem.objects.create(code="T4", topic="办了的", month=8, fulfilled_on=date(2025, 8, 2), **given)
    PlanItem.objects.create(code="T5", topic="不办了", month=8, state="取消", **given)
    mine = seat(cast.secretary, "2025-09-15 08:00")
    found = [(line.title, line.words) for line in part("plan-items", mine).lines]
    assert found == [("七月的", "已晚 2 个月"), ("本月的", "本月")]
    hold(cast.office, "2025-09-20 09:00", state="PLANNED", plan_item=late)
    assert titles(part("plan-items", mine).lines) == ["本月的"]


def test_a_leader_finds_what_waits_for_a_decision(cast: Cast):
    session = hold(cast.office, "2025-09-18 14:30", topic="第三讲", state="PLANNED")
    Leave.objects.create(
        activity=session, person=cast.member, reason="出差", asked_at=session.starts_at, asked_by=cast.member
    )
    held = hold(cast.office, "2025-09-01 14:30", topic="第二讲", roll={cast.member: LEAVE})
    owed(cast.member, held, date(2025, 9, 30), state="HANDED_IN", handed_in_at=moment("2025-09-14 10:00"))
    Plan.objects.create(code="JH", unit=cast.office, year=2026, state="SUBMITTED", submitted_by=cast.secretary)
    mine = seat(cast.head, "2025-09-15 08:00")
    assert [titles(part(slug, mine).lines) for slug in ("leaves", "handed-in", "plans")] == [
        ["区喆堃请假：第三讲"],
        ["区喆堃补学：第二讲"],
        ["区政府办公室 2026年学习计划"],
    ]


def test_a_superior_sees_units_without_a_plan_and_what_is_coming(cast: Cast):
    Plan.objects.create(code="JH", unit=cast.office, year=2025)
    hold(cast.other, "2025-09-20 09:00", topic="下面的", state="PLANNED")
    mine = seat(cast.superior, "2025-09-15 08:00")
    assert titles(part("plans-missing", mine).lines) == ["水务局"]
    assert titles(part("coming", mine).lines) == ["下面的"]


def test_parts_stand_in_the_order_of_urgency_each_once(cast: Cast):
    def slugs(person: Person, unit=None) -> list[str]:
        return [part.slug for part in parts_of(seat(person, unit=unit))]

    clerk = ["to-close", "unexplained", "make-ups", "minutes", "plan-items", "missed", "at-risk"]
    decisions = ["leaves", "handed-in", "plans"]
    watching = ["missed", "at-risk", "plans-missing", "coming"]
    assert slugs(cast.secretary) == decisions + clerk
    assert slugs(cast.head) == [*decisions, "missed", "at-risk"]
    assert slugs(cast.superior) == watching
    Grant.objects.create(person=cast.head, role="SECRETARY", unit=cast.office)
    assert slugs(Person.objects.get(pk=cast.head.pk)) == decisions + clerk
    assert slugs(cast.administrator, cast.district) == decisions + watching
    assert slugs(cast.administrator, cast.office) == decisions + clerk


def test_a_unit_sees_whom_it_is_behind_with_and_a_missed_should_is_none(as_person, cast: Cast):
    last_year_on = {"subject_kind": "UNIT", "period": "YEAR", "deadline": "01-01"}
    make_requirement(cast.district, code="MUST", name="必须的", **last_year_on)
    make_requirement(cast.district, code="SHOULD", name="一般的", strength="SHOULD", **last_year_on)
    blocks = {block.part.slug: block for block in as_person(cast.superior).get("/").context["blocks"]}
    (line,) = blocks["missed"].lines
    assert (line.title, line.words) == ("必须的", "3 个单位")
    assert line.href == "/units/D/matrix/?kind=unit&requirement=MUST&gaps=1"


def test_over_many_people_the_gaps_come_after_the_page(as_person, cast: Cast, monkeypatch):
    make_requirement(cast.district, code="MUST", name="必须的", period="YEAR", deadline="01-01")
    monkeypatch.setattr("xueer.web.panels.parts.FEW_PEOPLE", 2)
    monkeypatch.setattr(gaps_of_desk, "standings", lambda *_, **__: pytest.fail("judged with the page"))
    page = as_person(cast.superior).get("/").content.decode()
    monkeypatch.undo()
    assert 'hx-get="/desk/gaps/"' in page
    assert "必须的" in as_person(cast.superior).get("/desk/gaps/").content.decode()


def test_every_number_opens_to_its_list(as_person, cast: Cast):
    for n in range(7):
        hold(cast.office, soon(-n - 1), topic=f"第{n}次", state="PLANNED", code=f"K{n}")
    client = as_person(cast.secretary)
    page = client.get("/")
    (block,) = [block for block in page.context["blocks"] if block.part.slug == "to-close"]
    assert (block.count, len(block.lines)) == (7, 4)
    assert 'href="/desk/to-close/"' in page.content.decode()
    assert len(client.get("/desk/to-close/").context["lines"]) == 7
    assert as_person(cast.member).get("/desk/to-close/").status_code == 404


def test_an_empty_unit_says_so(as_person, cast: Cast):
    assert "没有待归档、待审批的事项" in as_person(cast.secretary).get("/").content.decode()


@pytest.mark.parametrize("who", ["member", "secretary", "head", "superior"])
def test_what_now_asks_as_often_for_one_row_as_for_three(as_person, cast: Cast, who: str):
    make_requirement(cast.district, code="MUST", period="YEAR", deadline="01-01")
    client, counts = as_person(getattr(cast, who)), []
    for _round in (1, 2):
        for _row in range(1 if _round == 1 else 2):
            one_of_everything(cast)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def one_of_everything(cast: Cast) -> None:
    """A row more in every part, for everybody."""
    on = today()
    hold(cast.office, soon(3), state="PLANNED", types=("集中学习",))
    session = hold(cast.office, soon(-4), roll={cast.member: AWAY, cast.head: LEAVE})
    for person in (cast.member, cast.head, cast.superior, cast.secretary):
        owed(person, session, on + timedelta(days=9))
    held = hold(cast.office, soon(-5), roll={cast.member: LEAVE}, minutes_text="学了。")
    owed(cast.member, held, on, state="HANDED_IN", handed_in_at=timezone.now())
    hold(cast.office, soon(-2), state="PLANNED")
    plan = Plan.objects.create(code=f"P{Plan.objects.count()}", unit=make_unit("", cast.district), year=on.year)
    mine = Plan.objects.get_or_create(code="JH", defaults={"unit": cast.office, "year": on.year})[0]
    given = {"heading_set": heading_set([activity_type("集中学习")]), "month": 1}
    PlanItem.objects.create(code=f"T{PlanItem.objects.count()}", topic="一月", plan=mine, **given)
    Plan.objects.create(code=f"S{plan.pk}", unit=cast.office, year=2000 + plan.pk, state="SUBMITTED")
    Leave.objects.create(
        activity=held, person=make_person("", cast.office), reason="病", asked_at=held.starts_at, asked_by=cast.head
    )
