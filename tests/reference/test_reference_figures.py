"""Figures of a unit and all below it: one case per sentence of the workbook contract."""

from datetime import date

import pytest

from tests.reference.figures import figures
from tests.reference.small_books import NOW, book, person, roll, session, unit

FIRST, LAST = date(2024, 1, 1), date(2024, 3, 31)
MEASURES = ("sessions", "person_times", "people", "hours")


def found(unit: str = "A", last: date = LAST, **sheets) -> dict[tuple[str, str], int | float]:
    return {
        (row["item"], row["measure"]): row["value"] for row in figures(book(**sheets), unit, FIRST, last, read_at=NOW)
    }


def four(values: dict, item: str) -> list:
    return [values.get((item, measure)) for measure in MEASURES]


def test_all_activities_have_all_four_always():
    values = found()
    assert four(values, "全部活动") == [0, 0, 0, 0]
    assert four(values, "学习") == [None] * 4


def test_sessions_of_units_below_count_once_whoever_came_and_a_joint_one_too():
    held = [
        session("S1", "2024-03-31", at="B、A1、A"),
        session("S2", "2024-04-01"),
        session("S3", "2024-02-01", at="B"),
    ]
    values = found(活动=held, 签到=[roll("S3", "P")])
    assert four(values, "全部活动") == four(values, "学习") == [1, 0, 0, 0]


def test_each_event_counts_once_in_all_and_under_each_of_its_types():
    values = found(活动=[session("S1", "2024-03-01", 事项="学习、党课")])
    assert [values[item, "sessions"] for item in ("学习", "党课", "全部活动")] == [1, 1, 1]


def test_person_times_are_rows_taken_part_plus_head_counts_of_sessions_without_rows():
    held = [session(f"S{n}", "2024-03-01", minutes=60 * n, 实到人数=10 * n) for n in (1, 2, 3)]
    marks = [roll("S2", "P"), roll("S2", "X", "缺席"), roll("S3", "P", "补学"), roll("S3", "X", "迟到")]
    values = found(活动=held, 签到=marks, 人员=[person(), person("X")])
    assert four(values, "全部活动") == [3, 13, 2, 8]


def test_a_roll_of_absent_people_only_still_silences_the_head_count():
    values = found(活动=[session("S1", "2024-03-01", 实到人数=9)], 签到=[roll("S1", "P", "缺席")])
    assert four(values, "全部活动") == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("1994-04-01", "<30"),
        ("1994-03-31", "[30,40)"),
        ("1984-03-31", "[40,50)"),
        ("1974-03-31", "[50,60)"),
        ("1964-04-01", "[50,60)"),
        ("1964-03-31", ">=60"),
        (None, "未登记"),
    ],
)
def test_age_bands_are_half_open_and_always_listed(born, band):
    values = found(人员=[person(出生日期=born)])
    ages = {item.removeprefix("年龄:"): value for (item, _), value in values.items() if item.startswith("年龄:")}
    assert ages == dict.fromkeys(("<30", "[30,40)", "[40,50)", "[50,60)", ">=60", "未登记"), 0) | {band: 1}


def test_structure_counts_people_by_main_post_on_the_last_day():
    people = [person(学历="本科"), person("X", "B"), person("Y", "A1", 离岗日期="2024-03-30"), person("Z", "A1")]
    posts = [{"工号": "X", "单位编码": "A", "主兼": "兼"}, {"工号": "Z", "单位编码": "B", "结束日期": "2024-03-30"}]
    values = found(人员=people, 任职=posts)
    assert (values["人员", "people"], values["学历:本科", "people"], values["学历:未登记", "people"]) == (2, 1, 1)
    assert values["政治面貌:未登记", "people"] == 2


def test_units_are_counted_by_kind_as_of_the_last_day():
    units = [unit("R"), unit("A", "R", 单位类型="党委"), unit("B", "A"), unit("C", "A", 撤销日期="2024-03-30")]
    values = found(单位=units)
    kinds = {item: value for (item, measure), value in values.items() if measure == "count"}
    assert kinds == {"单位类型:党委": 1, "单位类型:党支部": 1}
