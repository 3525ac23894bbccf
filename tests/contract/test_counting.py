"""What the sentences on counting promise, asked of the command: moves, weeks, rates, nobody there."""

from tests.contract.books import house, person, roll, rule, session, unit


def test_a_unit_moved_in_july_counts_for_both_superiors_each_in_its_time(xueer):
    moved = {"单位编码": "C", "上级编码": "A", "开始日期": "", "结束日期": "2025-06-30"}
    sessions = [session("S1", "C", "2025-06-30"), session("S2", "C", "2025-07-01"), session("S3", "C", "2025-08-01")]
    xueer.accept(
        house(
            单位=[unit("R"), unit("A", "R"), unit("B", "R"), unit("C", "B")],
            隶属=[moved],
            活动=sessions,
            要求=[rule("Q", 对象="单位", 至少=1)],
        )
    )
    found = xueer.standings()
    assert {code: found[("Q", code, "2025")]["actual"] for code in "RABC"} == {"R": 3, "A": 1, "B": 2, "C": 3}
    assert {key[1] for key in xueer.standings("A")} == {"A", "C"}
    for code, held in (("A", 1), ("B", 2)):
        answer = xueer("figures", "--unit", code, "--from", "2025-01-01", "--to", "2025-12-31", "--json").answer
        assert {"item": "全部活动", "measure": "sessions", "value": held, "records": held} in answer


def test_whoever_changed_units_in_may_owes_to_each_for_the_days_there(xueer):
    posts = [
        {"工号": "P1", "单位编码": "A", "结束日期": "2025-04-30"},
        {"工号": "P1", "单位编码": "B", "主兼": "主", "开始日期": "2025-05-01"},
    ]
    xueer.accept(
        house(
            人员=[person("P1", "B")],
            任职=posts,
            要求=[rule("QA", 单位编码="A", 至少=12), rule("QB", 单位编码="B", 至少=12)],
            活动=[session("S1"), session("S2", day="2025-06-01")],
            签到=[roll("S1", "P1"), roll("S2", "P1")],
        )
    )
    found = xueer.standings()
    owed = {code: found[(code, "P1", "2025")]["at_least"] for code in ("QA", "QB")}
    assert owed == {"QA": 4, "QB": 9}  # 12 × 120 / 365 and 12 × 245 / 365, each rounded up
    assert {found[(code, "P1", "2025")]["actual"] for code in ("QA", "QB")} == {2}  # any day of the period counts


def test_weeks_belong_to_the_year_of_their_thursday(xueer):
    sessions = [session("S1", day="2024-12-30"), session("S2", day="2025-12-28"), session("S3", day="2025-12-29")]
    xueer.accept(house(活动=sessions, 要求=[rule("Q", 对象="单位", 对象条件="单位编码=A", 周期="周", 至少=1)]))
    found = {key[2]: row for key, row in xueer.standings("A").items()}
    assert len(found) == 52
    assert (found["2025W01"]["from"], found["2025W01"]["actual"]) == ("2024-12-30", 1)
    assert (found["2025W52"]["to"], found["2025W52"]["actual"]) == ("2025-12-28", 1)
    assert {key[2] for key in xueer.standings("A", 2026)} >= {"2026W01", "2026W53"}
    assert xueer.standings("A", 2026)[("Q", "A", "2026W01")]["actual"] == 1


def test_a_rate_over_nothing_is_exempt_with_no_number(xueer):
    xueer.accept(house(要求=[rule("Q", 对象="单位", 度量="出席率", 至少=80), rule("Q2", 度量="出席率", 至少=80)]))
    for row in xueer.standings().values():
        assert (row["state"], row["actual"], row["records"]) == ("exempt", None, 0)


def test_an_empty_unit_is_bound_and_has_figures(xueer):
    xueer.accept(house(要求=[rule("Q", 对象="单位", 至少=1), rule("Q2", 对象="单位", 度量="人均学时", 至少=1)]))
    found = xueer.standings("B")
    assert (found[("Q", "B", "2025")]["state"], found[("Q", "B", "2025")]["actual"]) == ("missed", 0)
    assert found[("Q2", "B", "2025")]["state"] == "exempt"
    answer = xueer("figures", "--unit", "B", "--from", "2025-01-01", "--to", "2025-12-31", "--json").answer
    whole = {row["measure"]: row["value"] for row in answer if row["item"] == "全部活动"}
    assert whole == {"sessions": 0, "person_times": 0, "people": 0, "hours": 0}
    assert {row["value"] for row in answer if row["item"].startswith("年龄:")} == {0}


def test_a_session_held_jointly_counts_once_above_and_for_each_holder(xueer):
    xueer.accept(house(活动=[session("S", "A、B", 实到人数=7)], 要求=[rule("Q", 对象="单位", 至少=1)]))
    found = xueer.standings()
    assert {code: found[("Q", code, "2025")]["actual"] for code in "RAB"} == {"R": 1, "A": 1, "B": 1}
    answer = xueer("figures", "--unit", "R", "--from", "2025-01-01", "--to", "2025-12-31", "--json").answer
    assert {"item": "全部活动", "measure": "person_times", "value": 7, "records": 1} in answer


def test_a_make_up_is_known_on_its_day_and_counts_for_the_session(xueer):
    sheets = house(
        活动=[session("S")],
        签到=[roll("S", "P1", "补学", 补学日期="2025-04-10")],
        要求=[rule("Q", 周期="季度", 至少=1)],
    )
    xueer.accept(sheets)
    state = {on: xueer.standings(on=on)[("Q", "P1", "2025Q1")]["state"] for on in ("2025-04-09", "2025-04-10")}
    assert state == {"2025-04-09": "missed", "2025-04-10": "met"}
