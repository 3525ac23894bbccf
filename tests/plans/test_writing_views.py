"""The pages in which plans are written: what they refuse, sent twice, grown old, in the wrong hands."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import activity_type, hold, make_requirement
from tests.plans.making import make_item, make_plan
from xueer.access.models import Grant
from xueer.access.roles import RoleName
from xueer.common.calendar import today
from xueer.plans.choices import PlanState
from xueer.plans.models import Plan, PlanItem
from xueer.plans.queries import content_digest, plans_below

pytestmark = pytest.mark.django_db
NEXT = today().year + 1
ONCE = re.compile(r'name="once" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([^"]+)"')


@pytest.fixture
def plan(cast):
    return make_plan(cast.office, NEXT)


@pytest.fixture
def draft(cast):
    return make_plan(cast.office, NEXT, state=PlanState.DRAFT)


def post(client, path, status=302, **form):
    answer = client.post(path, form)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer if status == 302 else answer.content.decode()


def line(**fields):
    return {"topic": "新专题", "types": [activity_type("集中学习").pk]} | fields


def seen_on(client, path):
    return SEEN.search(client.get(path).content.decode())[1].replace("&quot;", '"')


def test_a_line_is_added_and_its_mistakes_are_said(cast, as_person, plan):
    client = as_person(cast.secretary)
    text = post(client, "/plans/P/add/", 422, **line(types=[], due_on=f"{NEXT + 1}-01-01"))
    assert f"日期不在 {NEXT} 年内" in text and "新专题" in text and not PlanItem.objects.exists()
    answer = post(client, "/plans/P/add/", **line(due_on=f"{NEXT}-03-05", categories="法治, 党史；党史"))
    assert answer.url == f"/units/O/plan/?year={NEXT}&months=all#P-01"
    assert PlanItem.objects.get().category_set.words == ["党史", "法治"]


def test_a_form_sent_twice_adds_one_line(cast, as_person, plan):
    client = as_person(cast.secretary)
    key = ONCE.search(client.get("/plans/P/add/").content.decode())[1]
    urls = {post(client, "/plans/P/add/", **line(once=key)).url for _click in range(2)}
    assert len(urls) == 1 and PlanItem.objects.count() == 1


def test_a_stale_form_shows_both_versions_and_loses_neither(cast, as_person, plan):
    item = make_item(plan, "P-1", month=3, lecturer="单一舟")
    client = as_person(cast.secretary)
    path = "/plan-items/P-1/edit/"
    seen = seen_on(client, path)
    PlanItem.objects.update(topic="别人的专题", lecturer="程望舒")
    text = post(client, path, 409, **line(seen=seen, lecturer="单一舟"))
    assert "别人的专题" in text and "新专题" in text and "程望舒" in text
    assert PlanItem.objects.get().topic == "别人的专题"
    again = SEEN.search(text)[1].replace("&quot;", '"')
    post(client, path, **line(seen=again, lecturer="程望舒"))
    item.refresh_from_db()
    assert (item.topic, item.lecturer) == ("新专题", "程望舒")


def test_what_only_the_other_changed_stays_theirs(cast, as_person, plan):
    item = make_item(plan, "P-1", month=3)
    client = as_person(cast.secretary)
    seen = seen_on(client, "/plan-items/P-1/edit/")
    PlanItem.objects.update(lecturer="程望舒")
    post(client, "/plan-items/P-1/edit/", **line(seen=seen, lecturer=""))
    item.refresh_from_db()
    assert (item.topic, item.lecturer) == ("新专题", "程望舒")


def test_a_line_that_is_to_come_is_moved_and_one_gone_by_carried_over(cast, as_person, plan):
    make_item(plan, "P-1", month=3)
    past = make_plan(cast.office, NEXT - 2, code="OLD")
    make_item(past, "OLD-1", month=3)
    client = as_person(cast.secretary)
    post(client, "/plan-items/P-1/move/", 422, month="5", reason="")
    post(client, "/plan-items/P-1/move/", month="5", reason="主讲出差")
    assert PlanItem.objects.get(code="P-1").month == 5
    assert "另立一条" in client.get("/plan-items/OLD-1/move/").content.decode()
    wrong = {"year": NEXT - 2, "due_on": f"{NEXT - 1}-02-02", "reason": "汛期"}
    post(client, "/plan-items/OLD-1/move/", 422, **wrong)
    post(client, "/plan-items/OLD-1/move/", **wrong | {"year": NEXT - 1})
    assert PlanItem.objects.get(plan__year=NEXT - 1).due_on == date(NEXT - 1, 2, 2)


def test_the_secretary_submits_and_the_leader_approves_with_the_day_on_the_approval(cast, as_person, draft):
    make_item(draft, "P-1", month=3)
    post(as_person(cast.secretary), "/plans/P/submit/")
    leader = as_person(cast.head)
    text = leader.get(f"/units/O/plan/?year={NEXT}").content.decode()
    assert "陆敏之" in text and "/plans/P/approve/" in text
    day = today() - timedelta(days=3)
    post(leader, "/plans/P/approve/", on="", seen=SEEN.search(text)[1])
    assert Plan.objects.get().state == "SUBMITTED"
    post(leader, "/plans/P/approve/", on=day.isoformat(), seen=SEEN.search(text)[1])
    plan = Plan.objects.get()
    assert (plan.state, plan.approved_on, plan.approved_by) == ("IN_FORCE", day, cast.head)


def test_the_page_says_who_else_approves_or_that_the_submitter_did(cast, as_person, draft):
    make_item(draft, "P-1", month=3)
    Grant.objects.create(person=cast.secretary, role=RoleName.LEADER, unit=cast.office)
    client, page = as_person(cast.secretary), f"/units/O/plan/?year={NEXT}"
    form = {"on": today().isoformat(), "seen": content_digest(draft)}
    post(client, "/plans/P/approve/", **form)
    assert "尚未提交审定" in client.get(page).content.decode()
    post(client, "/plans/P/submit/")
    text = client.get(page).content.decode()
    assert ("/plans/P/approve/" in text, "须由他人审定" in text, "单一舟" in text) == (False, True, True)
    post(client, "/plans/P/approve/", **form)
    assert "须由他人审定" in client.get(page).content.decode()
    assert Plan.objects.get().state == "SUBMITTED"
    Grant.objects.exclude(person=cast.secretary).delete()
    assert "/plans/P/approve/" in client.get(page).content.decode()
    post(client, "/plans/P/approve/", **form)
    assert (Plan.objects.get().state, "提交人本人审定" in client.get(page).content.decode()) == ("IN_FORCE", True)


@pytest.mark.parametrize("act", ["submit", "withdraw", "discard", "add", "close"])
def test_the_leader_and_the_stranger_do_not_write_plans(cast, as_person, draft, act):
    for person in (cast.head, cast.member, cast.stranger, cast.superior):
        post(as_person(person), f"/plans/P/{act}/", 404)
    assert Plan.objects.get().state == "DRAFT"


@pytest.mark.parametrize("act", ["approve", "send-back", "reopen"])
def test_the_secretary_does_not_decide(cast, as_person, draft, act):
    make_item(draft, "P-1")
    Plan.objects.update(state=PlanState.SUBMITTED)
    for person in (cast.secretary, cast.member, cast.stranger, cast.superior):
        post(as_person(person), f"/plans/P/{act}/", 404, on="2026-01-01", seen=content_digest(draft), words="不行")
    assert Plan.objects.get().state == "SUBMITTED"


@pytest.mark.parametrize("act", ["edit", "move", "drop", "restore"])
def test_lines_are_changed_by_the_secretary_only(cast, as_person, plan, act):
    make_item(plan, "P-1", month=3)
    for person in (cast.head, cast.member, cast.stranger, cast.superior):
        post(as_person(person), f"/plan-items/P-1/{act}/", 404, reason="试试", **line())
    assert PlanItem.objects.get().topic == "P-1专题"


@pytest.mark.parametrize("act", ["begin", "proposal", "last-year"])
def test_plans_are_begun_by_the_secretary_only(cast, as_person, act):
    for person in (cast.head, cast.member, cast.stranger, cast.superior):
        post(as_person(person), f"/units/O/plan/{act}/", 404, year=NEXT)
    assert not Plan.objects.exists()


def test_a_plan_that_was_begun_in_another_tab_is_opened(cast, as_person):
    client = as_person(cast.secretary)
    for _tab in range(2):
        assert post(client, "/units/O/plan/begin/", year=NEXT).url == f"/units/O/plan/?year={NEXT}"
    assert Plan.objects.count() == 1


def test_proposals_are_ticked_and_another_month_is_taken(cast, as_person):
    make_requirement(cast.district, name="季度学习")
    client = as_person(cast.secretary)
    keys = re.findall(r'name="pick" value="(\w+)"', client.get(f"/units/O/plan/proposal/?year={NEXT}").content.decode())
    assert len(keys) == 4 and not Plan.objects.exists()
    form = {"year": NEXT, "pick": keys[:2], f"month-{keys[0]}": "1", f"month-{keys[1]}": "99"}
    post(client, "/units/O/plan/proposal/", **form)
    assert sorted(PlanItem.objects.values_list("month", flat=True)) == [1, 5]
    assert "勾选的条目已经在计划里了" in post(client, "/units/O/plan/proposal/", 422, **form)


def test_the_year_shows_what_is_missing_as_proposals_with_one_click(cast, as_person, plan):
    make_requirement(cast.district, name="季度学习")
    make_item(plan, "P-1", month=2)
    client = as_person(cast.secretary)
    text = client.get(f"/units/O/plan/?year={NEXT}").content.decode()
    assert text.count('class="x-propose ') == 3 and "按现行要求还需排 3 项，可合成 3 次" in text
    key = re.search(r'name="pick" value="(\w+)"', text)[1]
    post(client, "/units/O/plan/proposal/", year=NEXT, pick=key)
    assert PlanItem.objects.filter(month=5, requirement__name="季度学习").count() == 1
    assert 'class="x-propose ' not in as_person(cast.member).get(f"/units/O/plan/?year={NEXT}").content.decode()


def test_the_plan_by_requirement_names_the_quarters_that_lack(cast, as_person, plan):
    make_requirement(cast.district, name="季度学习")
    make_item(plan, "P-1", month=2)
    client = as_person(cast.member)
    assert (
        "第2季度、第3季度、第4季度还要排 3 次"
        in client.get(f"/units/O/plan/requirements/?year={NEXT}").content.decode()
    )
    assert client.get(f"/units/O/plan/requirements/?year={NEXT}&format=xlsx")["Content-Type"].endswith("sheet")


def test_closing_shows_what_is_unfinished_and_reads_each_fate(cast, as_person, plan):
    carried, left = make_item(plan, "P-1", month=3), make_item(plan, "P-2", month=4)
    client = as_person(cast.secretary)
    form = {f"fate-{carried.pk}": "CARRY", f"fate-{left.pk}": "LEAVE", f"reason-{left.pk}": "不再需要"}
    text = post(client, "/plans/P/close/", 422, **form)
    assert "P-1专题" in text and 'value="不再需要"' in text and Plan.objects.get().state == "IN_FORCE"
    post(client, "/plans/P/close/", reason="讲师出差", **form)
    assert Plan.objects.get(code="P").state == "CLOSED"
    assert PlanItem.objects.get(plan__year=NEXT + 1).carried_reason == "讲师出差"
    assert post(client, "/plans/P/add/", **line()).url.startswith("/units/O/plan/")
    assert PlanItem.objects.count() == 3


def test_a_line_leads_to_the_session_that_is_to_be_planned_or_entered(cast, as_person, plan):
    item = make_item(plan, "P-1", month=3)
    hold(cast.office, "2025-03-07 14:30", topic="已经办了", plan_item=item)
    text = as_person(cast.secretary).get("/plan-items/P-1/line/").content.decode()
    assert "?item=P-1" in text
    assert "?item=P-1" not in as_person(cast.member).get("/plan-items/P-1/line/").content.decode()
    assert 'hx-get="/plan-items/P-1/sessions/"' in text
    part = as_person(cast.member).get("/plan-items/P-1/sessions/", headers={"HX-Request": "true"})
    assert "已经办了" in part.content.decode()
    stranger = as_person(cast.stranger).get("/plan-items/P-1/sessions/", headers={"HX-Request": "true"})
    assert stranger.status_code == 404


def test_the_pages_of_a_long_plan_are_its_quarters(cast, as_person, plan):
    for number in range(1, 31):
        make_item(plan, f"P-{number}", month=(number - 1) % 12 + 1)
    client = as_person(cast.member)
    text = client.get(f"/units/O/plan/?year={NEXT}&months=4-6").content.decode()
    assert "P-4专题" in text and "P-7专题" not in text
    assert "P-7专题" in client.get(f"/units/O/plan/?year={NEXT}&months=all").content.decode()


def test_as_many_queries_for_three_units_below_as_for_one(cast, as_person):
    client = as_person(cast.superior)
    make_item(make_plan(cast.office, NEXT), "P-1")

    def counted():
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/units/D/plan/below/?year={NEXT}").status_code == 200
        return len(found)

    counted()
    one = counted()
    make_item(make_plan(cast.other, NEXT, code="X"), "X-1")
    assert counted() == one


@pytest.mark.parametrize("path", ["/units/O/plan/requirements/", "/units/O/plan/proposal/", "/units/O/plan/last-year/"])
def test_as_many_queries_for_three_requirements_and_lines_as_for_one(cast, as_person, path):
    client = as_person(cast.secretary)
    make_requirement(cast.district, period="MONTH")
    last = make_plan(cast.office, NEXT - 1, code="OLD")
    make_item(last, "OLD-1")

    def counted():
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{path}?year={NEXT}").status_code == 200
        return len(found)

    counted()
    one = counted()
    for number in (2, 3):
        make_requirement(cast.district, period="MONTH")
        make_item(last, f"OLD-{number}")
    assert counted() == one


def test_what_was_carried_over_stays_in_the_sums_of_the_year(cast, as_person, plan):
    make_item(plan, "P-1", month=2, fulfilled_on=today())
    make_item(plan, "P-2", month=2, state="取消")
    carried, put_off = make_item(plan, "P-3", month=3), make_item(plan, "P-4", month=4)
    later = make_item(plan, "P-5", month=6, carried_from=put_off)
    PlanItem.objects.filter(pk=put_off.pk).update(state="顺延")
    client, address = as_person(cast.secretary), f"/units/O/plan/?year={NEXT}"
    text = client.get(address).content.decode()
    assert "全年计划 3 项，已办 1 项，待办 2 项，未办 0 项。" in text and '<td class="n">1 / 3</td>' in text
    endings = {f"fate-{item.pk}": "CARRY" for item in (carried, later)}
    post(client, "/plans/P/close/", reason="讲师出差", **endings)
    text = client.get(address).content.decode()
    assert "全年计划 3 项，已办 1 项，待办 0 项，未办 0 项，顺延到下一年 2 项。" in text
    assert '<td class="n">1 / 3</td>' in text
    [row] = plans_below(cast.district, year=NEXT, on=date(NEXT, 12, 31))[:1]
    assert (row.unit, row.items, row.done) == (cast.office, 3, 1)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "顺延的条目列入"),
        (PlanState.DRAFT, "顺延的条目列入"),
        (PlanState.SUBMITTED, "年计划已提交，正等待审定，不能增加条目"),
        (PlanState.IN_FORCE, "年计划已在执行，顺延的条目直接列入该计划"),
        (PlanState.CLOSED, "年计划已结束，不能增加条目"),
    ],
)
def test_closing_says_where_carried_items_go(cast, as_person, plan, state, words):
    item = make_item(plan, "P-1", month=3)
    if state:
        make_plan(cast.office, NEXT + 1, "Q", state)
    client = as_person(cast.secretary)
    assert words in client.get("/plans/P/close/").content.decode()
    taken = state not in (PlanState.SUBMITTED, PlanState.CLOSED)
    post(client, "/plans/P/close/", 302 if taken else 422, reason="讲师出差", **{f"fate-{item.pk}": "CARRY"})
    assert list(PlanItem.objects.filter(plan__year=NEXT + 1).values_list("carried_from__code", flat=True)) == (
        ["P-1"] if taken else []
    )
