"""The workbooks that are drawn: valid, varied, and answered consistently by the reference."""

from datetime import date
from itertools import combinations

import python_calamine
from hypothesis import HealthCheck, given, settings

from tests.reference.figures import figures
from tests.reference.periods import periods_of
from tests.reference.sheets import read
from tests.reference.small_books import NOW
from tests.reference.standings import Judge, standings
from tests.reference.strategies import asked_figures, asked_standings, standings_question, workbook_from, workbooks
from tests.reference.tree import Tree
from tests.reference.write_xlsx import write

few = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
EVERY_DAY = range(date(2020, 12, 31).toordinal(), date(2026, 1, 2).toordinal())
STATES = {"met", "on_track", "at_risk", "missed", "exempt", "not_due"}
KEYS = {
    "单位": ["单位编码"],
    "隶属": ["单位编码", "开始日期"],
    "人员": ["工号"],
    "任职": ["工号", "单位编码", "开始日期"],
    "小组": ["小组编码", "工号", "加入日期"],
    "要求": ["要求编码"],
    "计划": ["条目编码"],
    "活动": ["活动编码"],
    "签到": ["活动编码", "工号"],
}


def overlap(one, other) -> bool:
    starts, ends = max(one.first or date.min, other.first or date.min), [one.last, other.last]
    return starts <= min(end or date.max for end in ends)


def overlaps(rows) -> list:
    return [pair for pair in combinations(rows, 2) if overlap(*pair)]


@given(workbooks())
@few
def test_no_key_stands_twice_and_nobody_has_two_superiors_or_main_posts_a_day(workbook):
    for sheet, columns in KEYS.items():
        keys = [tuple(row[column] for column in columns) for row in workbook[sheet]]
        assert len(keys) == len(set(keys)), sheet
    sheets = read(workbook, NOW)
    for unit in sheets.units:
        assert not overlaps([one for one in sheets.placements if one.unit == unit])
    for person in sheets.people:
        posts = [post for post in sheets.posts if post.person == person]
        assert not overlaps([post for post in posts if post.is_main])
        assert all(one.unit != other.unit or one.is_main == other.is_main for one, other in overlaps(posts))
        for group in sheets.groups:
            joined = [one for one in sheets.memberships if (one.person, one.group) == (person, group)]
            assert not overlaps(joined)


@given(workbooks())
@few
def test_the_tree_has_no_circle_on_any_day_and_dates_stand_in_order(workbook):
    tree = Tree(read(workbook, NOW))
    for on in tree.change_days:
        above = {unit: tree.parent(unit, on) for unit in tree.sheets.units}
        assert not [unit for unit, parent in above.items() if parent and tree.is_inside(parent, unit, on)]
    dated = [*tree.sheets.units.values(), *tree.sheets.people.values(), *tree.sheets.posts, *tree.sheets.memberships]
    for row in [*dated, *tree.sheets.placements, *tree.sheets.requirements.values()]:
        assert row.first is None or row.last is None or row.first <= row.last


@given(asked_standings())
@few
def test_looking_only_at_change_days_is_the_same_as_asking_every_day(asked):
    workbook, unit, year, on = asked
    kept = standings(workbook, unit, year, on, read_at=NOW)
    judge = Judge(workbook, on, NOW)
    judge.tree.change_days = [date.min, *(date.fromordinal(day) for day in EVERY_DAY)]
    for row in kept:
        requirement = judge.sheets.requirements[row["requirement"]]
        period = next(one for one in periods_of(requirement, year) if one.label == row["period"])
        assert judge.is_listed(requirement, row["subject"], period, unit)
        assert judge.judged(requirement, row["subject"], period).as_json() == row


@given(asked_standings())
@few
def test_a_unit_above_lists_everything_that_a_unit_below_lists(asked):
    workbook, unit, year, on = asked
    if any(row["上级编码"] is None for row in [*workbook["隶属"], *workbook["单位"][1:]]):
        return
    below, above = (standings(workbook, code, year, on, read_at=NOW) for code in (unit, "U0"))
    assert all(row in above for row in below)


@given(asked_standings())
@few
def test_a_later_day_never_lowers_a_count(asked):
    workbook, unit, year, on = asked
    later = standings(workbook, unit, year, date(2026, 1, 1), read_at=NOW)
    for before, after in zip(standings(workbook, unit, year, on, read_at=NOW), later, strict=True):
        if before["unit"] != "percent" and before["actual"] is not None:
            assert before["actual"] <= after["actual"]


@given(asked_figures())
@few
def test_figures_of_two_halves_add_up(asked):
    workbook, unit, first, last = asked
    middle = date.fromordinal((first.toordinal() + last.toordinal()) // 2)
    spans = [(first, last), (first, middle), (date.fromordinal(middle.toordinal() + 1), last)]
    sums = [
        {
            row["measure"]: row["value"]
            for row in figures(workbook, unit, *span, read_at=NOW)
            if row["item"] == "全部活动"
        }
        for span in spans
    ]
    for measure in ("sessions", "person_times"):
        assert sums[0][measure] == sums[1][measure] + sums[2][measure]


def test_what_is_written_is_read_back_with_the_same_answers(tmp_path):
    @given(asked_standings())
    @settings(few, max_examples=8)
    def check(asked):
        workbook, unit, year, on = asked
        write(workbook, tmp_path / "book.xlsx")
        again = read_back(tmp_path / "book.xlsx")
        assert standings(again, unit, year, on, read_at=NOW) == standings(workbook, unit, year, on, read_at=NOW)

    check()


def read_back(path) -> dict:
    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {name: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for name, rows in sheets.items()}


def test_sixty_seeds_hold_every_state_measure_and_period():
    seen = {key: set() for key in ("state", "unit", "subject_kind", "strength", "period")}
    for number in range(60):
        for row in standings(*standings_question(number), read_at=NOW):
            for key, values in seen.items():
                values.add(row[key])
    assert seen["state"] == STATES
    assert seen["unit"] == {"sessions", "days", "hours", "percent", "kinds"}
    assert (seen["subject_kind"], seen["strength"]) == ({"unit", "group", "person"}, {"must", "should", "local"})
    assert {"once", "2024", "2024Q1", "2024H2", "2024-02", "2024W09", "2021-2025"} <= seen["period"]


def test_drawn_sessions_are_past_on_any_later_day():
    assert all(row["结束时间"] < NOW for seed in range(20) for row in workbook_from(seed)["活动"])
