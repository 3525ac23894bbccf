"""Where units stood, where people belonged, and what a roll freezes of it."""

from datetime import date

import pytest

from tests.exchange.workbooks import house, item, person, places, roll, session, unit
from xueer.activities.models import RollRow
from xueer.audit.models import Event
from xueer.exchange.sources import SOURCES
from xueer.org.models import Lineage, Membership
from xueer.records.actions import rebuild
from xueer.records.models import Record

MOVED = {"单位编码": "B", "上级编码": "A", "开始日期": "2025-01-01", "结束日期": "2025-06-30"}


def post(who: str, at: str, start: str = "", end: str = "", kind: str = "主", **cells):
    return {"工号": who, "单位编码": at, "开始日期": start, "结束日期": end, "主兼": kind, **cells}


def above(code: str, day: date) -> set[str]:
    rows = Lineage.objects.filter(unit__code=code, depth__gt=0, starts_on__lte=day, ends_on__gt=day)
    return set(rows.values_list("ancestor__code", flat=True))


def test_a_placement_wins_over_todays_superior_on_its_days(bring):
    bring(house(隶属=[MOVED]))
    assert above("B", date(2025, 6, 30)) == {"A", "R"}
    assert above("B", date(2025, 7, 1)) == above("B", date(2024, 12, 31)) == {"R"}


def test_a_unit_below_itself_is_an_error_at_every_cell_of_the_way(refuse):
    found = refuse({"单位": [unit("R", "B"), unit("A", "R"), unit("B", "A"), unit("C", "B"), unit("D", "D")]})
    assert places(found) == [
        ("单位", 2, "上级编码", "B"),
        ("单位", 3, "上级编码", "R"),
        ("单位", 4, "上级编码", "A"),
        ("单位", 6, "上级编码", "D"),
    ]


def test_a_cycle_on_some_days_only_is_an_error_where_the_workbook_makes_it(bring, refuse):
    bring(house())
    found = refuse({"隶属": [{"单位编码": "R", "上级编码": "B", "结束日期": "1999-12-31"}]})
    assert places(found) == [("隶属", 2, "上级编码", "B")]


def test_superiors_that_follow_each_other_are_no_cycle(bring):
    rows = [
        {"单位编码": "A", "上级编码": "B", "开始日期": "2025-01-01", "结束日期": "2025-01-31"},
        {"单位编码": "B", "上级编码": "A", "开始日期": "2025-02-01", "结束日期": "2025-02-28"},
    ]
    bring(house(隶属=rows))
    assert above("A", date(2025, 1, 31)) == {"B", "R"}
    assert above("B", date(2025, 2, 1)) == {"A", "R"}


def test_two_superiors_on_one_day_are_an_error(bring, refuse):
    later = MOVED | {"上级编码": "R", "开始日期": "2025-06-30", "结束日期": ""}
    assert places(refuse(house(隶属=[MOVED, later]))) == [("隶属", 3, "开始日期", "2025-06-30")]
    bring(house(隶属=[MOVED]))
    earlier = MOVED | {"开始日期": "2024-01-01", "结束日期": "2025-01-01"}
    assert places(refuse({"隶属": [earlier]})) == [("隶属", 2, "开始日期", "2024-01-01")]


def test_two_main_posts_on_one_day_are_an_error(bring, refuse):
    rows = [
        post("P1", "A", end="2025-03-31"),
        post("P1", "B", "2025-03-31"),
        post("P2", "A"),
        post("P2", "B", kind="兼"),
    ]
    assert places(refuse(house(任职=rows))) == [("任职", 3, "开始日期", "2025-03-31")]
    bring(house(任职=[rows[0]]))
    assert places(refuse({"任职": [rows[1]]})) == [("任职", 2, "开始日期", "2025-03-31")]
    bring({"任职": [rows[1], post("P1", "A", end="2025-03-30")]})


def test_on_days_without_a_main_post_the_persons_own_unit_holds(bring):
    bring(house(任职=[post("P1", "B", "2025-01-01", "2025-01-31", 职务="委员")], 人员=[person("P1", 职务="书记")]))
    rows = Membership.objects.order_by("starts_on").values_list("unit__code", "duty", "starts_on")
    assert [(code, duty, start.isoformat()) for code, duty, start in rows] == [
        ("A", "书记", "0001-01-01"),
        ("B", "委员", "2025-01-01"),
        ("A", "书记", "2025-02-01"),
    ]


def frozen() -> list[tuple]:
    rows = RollRow.objects.order_by("activity__code", "person__code")
    return list(rows.values_list("activity__code", "person__code", "home_unit__code", "exempt"))


SESSIONS = [session("S", day="2025-01-15"), session("T", day="2025-03-15")]
ROLL = [roll("S", "P1"), roll("T", "P1", "缺席")]


def test_a_roll_freezes_main_unit_and_exemption_of_the_day(bring):
    people = [person("P1", 到岗日期="2025-01-20", 免集中学习="2025-03-15")]
    bring(house(人员=people, 任职=[post("P1", "B", "2025-03-01")], 活动=SESSIONS, 签到=ROLL))
    assert frozen() == [("S", "P1", None, False), ("T", "P1", "B", True)]
    outcomes = Record.objects.filter(role="PARTICIPANT").order_by("occurred_on").values_list("outcome", "excused")
    assert list(outcomes) == [("ATTENDED", False), ("EXCUSED", True)]


@pytest.mark.parametrize(
    ("sheets", "now"),
    [
        ({"人员": [person("P1", "B")]}, [("S", "P1", "B", False), ("T", "P1", "B", False)]),
        ({"任职": [post("P1", "B", "2025-02-01")]}, [("S", "P1", "A", False), ("T", "P1", "B", False)]),
        ({"人员": [person("P1", 免集中学习="2025-02-01")]}, [("S", "P1", "A", False), ("T", "P1", "A", True)]),
        ({"人员": [person("P1", 到岗日期="2025-02-01")]}, [("S", "P1", None, False), ("T", "P1", "A", False)]),
        ({"活动": [session("S", day="2025-01-15", 单位编码="B")]}, [("S", "P1", "A", False), ("T", "P1", "A", False)]),
    ],
)
def test_a_change_of_posts_unit_or_exemption_freezes_existing_rolls_anew(bring, sheets, now):
    bring(house(活动=SESSIONS, 签到=ROLL))
    bring(sheets)
    assert frozen() == now
    assert rebuild(sources=SOURCES) == {}


def test_an_activity_moved_to_another_day_freezes_its_roll_anew(bring):
    bring(house(任职=[post("P1", "B", "2025-02-01")], 活动=SESSIONS, 签到=ROLL))
    bring({"活动": [session("S", day="2025-02-15")]})
    assert frozen() == [("S", "P1", "B", False), ("T", "P1", "B", False)]
    assert rebuild(sources=SOURCES) == {}


def test_an_imported_sessions_roll_is_exactly_its_rows(bring):
    bring(
        house(
            活动=[session("S", 实到人数=9), session("T", 实到人数=9)],
            签到=[roll("S", "P2", "补学", 补学日期="2025-03-20")],
        )
    )
    assert RollRow.objects.count() == 1
    held = Record.objects.filter(role="HOST").order_by("source_id").values_list("head_count", flat=True)
    assert list(held) == [None, 9]
    row = Record.objects.get(role="PARTICIPANT")
    assert (row.occurred_on, row.known_on) == (date(2025, 3, 7), date(2025, 3, 20))


def test_only_sessions_held_are_recorded_and_a_cancelled_one_is_voided(bring):
    bring(house(活动=[session("S"), session("T", 状态="已预告")], 签到=[roll("S", "P1"), roll("T", "P1")]))
    assert Record.objects.filter(voided_at=None).count() == 2
    bring({"活动": [session("S", 状态="已取消")]})
    assert Record.objects.filter(voided_at=None).count() == 0
    assert rebuild(sources=SOURCES) == {}


def test_a_changed_roll_row_changes_its_records_only(bring):
    bring(house(活动=[session("S")], 签到=[roll("S", "P1"), roll("S", "P2")]))
    done = bring({"签到": [roll("S", "P1", "请假", 事由="病"), roll("S", "P2")]})
    assert [(c.added, c.changed, c.unchanged) for c in done.counts] == [(0, 1, 1)]
    assert done.changes[0].cells == {"状态": ("出席", "请假"), "事由": ("", "病")}
    assert Record.objects.exclude(voided_at=None).count() == 1
    assert Record.objects.filter(voided_at=None).count() == 3
    assert rebuild(sources=SOURCES) == {}


def test_an_import_leaves_one_event_and_one_for_each_row_but_those_of_the_roll(bring):
    bring(house(计划=[item("J1")], 活动=[session("S")], 签到=[roll("S", "P1")]))
    verbs = Event.objects.values_list("verb", flat=True)
    found = {verb: list(verbs).count(verb) for verb in verbs}
    assert found == {
        "org.unit.add": 3,
        "org.person.add": 2,
        "plans.plan.add": 1,
        "plans.item.add": 1,
        "activities.activity.add": 1,
        "records.write": 2,
        "exchange.import": 1,
    }
    assert Event.objects.get(verb="exchange.import").detail["签到"] == [1, 0, 0]


def test_a_change_is_told_in_the_trail_with_old_and_new_value(bring):
    bring(house())
    bring({"人员": [person("P1", "B")]})
    event = Event.objects.get(verb="org.person.change")
    assert (event.object_words, event.detail) == ("P1", {"unit": ["A", "B"]})
