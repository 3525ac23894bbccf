"""Cells: folded where codes, numbers, dates and fixed words stand, kept as typed everywhere else."""

from datetime import date, datetime

import pytest

from tests.contract.books import house, item, person, roll, rule, session, unit

DAY = date(2025, 3, 7)
DAYS = [
    ("2025-03-07", DAY),
    ("2025/3/7", DAY),
    ("2025年3月7日", DAY),
    ("２０２５－０３－０７", DAY),
    ("２０２５年３月７日", DAY),
    (" 2025-3-7　", DAY),
    (DAY, DAY),
    (datetime(2025, 3, 7), DAY),
    ("1900-03-01", date(1900, 3, 1)),
    ("9999-12-30", date(9999, 12, 30)),
    # Excel has no such days, or other ones: they are written as text and read back.
    (date(1900, 1, 1), "1900-01-01"),
    ("1900-02-28", "1900-02-28"),
    ("1899-12-31", "1899-12-31"),
]


def test_days_are_read_in_every_form_and_written_in_one(xueer):
    people = [person(f"P{n:02}", 出生日期=typed, 入党日期=typed) for n, (typed, _written) in enumerate(DAYS)]
    xueer.accept(house(人员=people))
    rows = xueer.export()["人员"]
    assert [row["出生日期"] for row in rows] == [written for _typed, written in DAYS]
    again = xueer.accept({"人员": rows}, "--json")
    assert again.answer["changes"] == []


@pytest.mark.parametrize(
    "typed", ["2025-02-30", "2025.3.7", "20250307", 45723, "2025-03-07 14:30", "2025-3/7", "2025年3月7号", "昨天", True]
)
def test_what_is_no_day_is_refused(xueer, typed):
    done = xueer.refuse(house(人员=[person("P1", 出生日期=typed)]))
    assert [place[:3] for place in done.places] == [("人员", "2", "出生日期")]


def test_an_empty_start_means_always_an_empty_end_still_and_an_end_is_the_last_day(xueer):
    xueer.accept(house(单位=[unit("R"), unit("A", "R", 成立日期="2025-01-01", 撤销日期="2025-06-30"), unit("B", "R")]))
    rows = {row["单位编码"]: (row["成立日期"], row["撤销日期"]) for row in xueer.export()["单位"]}
    assert rows == {"R": (None, None), "A": (date(2025, 1, 1), date(2025, 6, 30)), "B": (None, None)}
    for last, there in (("2025-06-30", 1), ("2025-07-01", 0)):
        answer = xueer("figures", "--unit", "A", "--from", last, "--to", last, "--json").answer
        assert sum(row["value"] for row in answer if row["item"] == "单位类型:党支部") == there


@pytest.mark.parametrize("column", ["成立日期", "撤销日期"])
def test_the_last_day_of_the_calendar_is_still_as_an_end_and_impossible_as_a_start(xueer, column):
    done = xueer.take(house(单位=[unit("R", **{column: date(9999, 12, 31)})], 人员=[]))
    if column == "撤销日期":
        assert done.status == 0 and xueer.export()["单位"][0]["撤销日期"] is None
    else:
        assert [place[:3] for place in done.places] == [("单位", "2", "成立日期")]
        assert "None" not in done.err


MOMENTS = [
    "2025-03-07 14:30",
    "2025/3/7 14:30",
    "2025年3月7日 14:30",
    "2025年3月7日14：30",
    "２０２５－０３－０７　１４：３０",
    datetime(2025, 3, 7, 14, 30),
    datetime(2025, 3, 7, 14, 29, 59, 999_000),
]


def test_moments_are_read_in_every_form_and_written_in_one(xueer):
    sessions = [session(f"S{n}", 开始时间=typed, 结束时间="2025-03-07 16:00") for n, typed in enumerate(MOMENTS)]
    xueer.accept(house(活动=sessions))
    assert {row["开始时间"] for row in xueer.export()["活动"]} == {datetime(2025, 3, 7, 14, 30)}


@pytest.mark.parametrize("typed", ["1900-01-01 08:00", "1900-02-28 08:00", "1900-03-01 08:00", "9998-12-31 08:00"])
def test_moments_that_excel_counts_otherwise_come_back_as_they_were(xueer, typed):
    xueer.accept(house(活动=[session("S", 开始时间=typed, 结束时间="9998-12-31 09:00", 状态="计划")]))
    (row,) = xueer.export()["活动"]
    assert str(row["开始时间"])[:16] == typed
    assert xueer.accept({"活动": [row]}, "--json").answer["changes"] == []


@pytest.mark.parametrize(
    "typed", ["2025-03-07", "14:30", "2025-03-07 24:00", "2025-03-07 下午2:30", "9999-12-31 08:00"]
)
def test_what_is_no_moment_is_refused(xueer, typed):
    done = xueer.refuse(house(活动=[session("S", 开始时间=typed, 结束时间="9998-12-31 09:00")]))
    assert ("活动", "2", "开始时间") in [place[:3] for place in done.places]


def test_codes_numbers_and_words_are_folded_names_and_texts_are_not(xueer):
    xueer.accept(
        {
            "单位": [unit(" Ｒ０１ ", 单位名称="　ＡＢＣ１　", 层面="Ｘ", 类别="企业", 固定排序="１２")],
            "人员": [person(" １００１", "R01", 姓名="Ｔｏｍ"), person(1002.0, "Ｒ０１")],
            "计划": [item("Ｊ１", 单位编码="R01", 年度="２０２５", 月份="　３", 状态="ＯＫ")],
            "要求": [rule(单位编码="R01", 至少="２．５", 截止="１－３１")],
        }
    )
    found = xueer.export("R01")
    assert [tuple(found["单位"][0][c] for c in ("单位编码", "单位名称", "层面", "固定排序"))] == [
        ("R01", "ＡＢＣ１", "Ｘ", 12)
    ]
    assert [(row["工号"], row["姓名"]) for row in found["人员"]] == [("1001", "Ｔｏｍ"), ("1002", "人1002.0")]
    assert [(row["条目编码"], row["年度"], row["月份"], row["状态"]) for row in found["计划"]] == [
        ("J1", 2025, 3, "ＯＫ")
    ]
    assert [(row["至少"], row["截止"]) for row in found["要求"]] == [(2.5, "01-31")]


def test_several_values_are_parted_by_any_of_five_signs(xueer):
    xueer.accept(house(活动=[session("S", "B；A", 内容类别="丁、丙;乙，甲,甲", 主讲人="P2， P1;外")]))
    (row,) = xueer.export()["活动"]
    assert (row["单位编码"], row["主讲人"]) == ("B、A", "P2、P1、外")
    assert sorted(row["内容类别"].split("、")) == ["丁", "丙", "乙", "甲"]


WORDS = {
    ("要求", "度量"): "次数 天数 学时 人均学时 字数 篇数 金额 出席率 平均分 种类数 在位",
    ("要求", "周期"): "周 月 季度 半年 年 五年 一次",
    ("要求", "力度"): "应当 一般 本地",
    ("要求", "对象"): "单位 小组 人员",
    ("要求", "参与方式"): "参加 主讲 中心发言 主持",
    ("活动", "状态"): "计划 已预告 进行中 已举行 取消",
    ("签到", "状态"): "出席 迟到 请假 缺席 补学 送学",
    ("单位", "类别"): "公务机关 国有企业 企业 学校",
}


@pytest.mark.parametrize(("sheet", "column"), WORDS)
def test_fixed_words_are_accepted_and_written_again_any_other_is_refused(xueer, sheet, column):
    words = WORDS[(sheet, column)].split()
    make = {
        "要求": lambda n, word: rule(f"Q{n:02}", **{column: word}),
        "活动": lambda n, word: session(f"S{n:02}", 状态=word),
        "签到": lambda n, word: roll("S", f"P{n:02}", word),
        "单位": lambda n, word: unit(f"U{n:02}", "R", 类别=word),
    }[sheet]
    rows = [make(n, word) for n, word in enumerate(words)]
    base = house(人员=[person(f"P{n:02}") for n in (*range(9), 99)], 活动=[session("S")])
    if sheet == "单位":
        rows = [*base["单位"], *rows]
    xueer.accept(base | {sheet: rows})
    found = [row[column] for row in xueer.export()[sheet]]
    assert [word for word in found if word] == words
    done = xueer.refuse(base | {sheet: [*rows, make(99, "别的")]})
    assert [place[2:] for place in done.places if place[0] == sheet][:1] == [(column, "别的")]


def test_empty_words_have_a_meaning(xueer):
    future = session("S4", day="2999-01-01", 状态="")
    xueer.accept(
        house(要求=[rule(力度="", 参与方式="")], 活动=[session("S1", 状态=""), session("S2", 状态="已取消"), future])
    )
    found = xueer.export()
    assert [row["状态"] for row in found["活动"]] == ["已举行", "取消", "计划"]
    assert [(row["力度"], row["参与方式"]) for row in found["要求"]] == [("应当", "参加")]


def test_held_in_the_future_is_an_error(xueer):
    done = xueer.refuse(house(活动=[session("S", day="2999-01-01")]))
    assert done.places == [("活动", "2", "状态", "已举行")]


def test_the_organisations_own_words_are_given_back_as_typed(xueer):
    xueer.accept(
        house(
            单位=[unit("R", 单位类型="某局机关党委", 层面="市直（Ａ类）")],
            人员=[person("P1", "R", 学历="博士 研究生", 政治面貌="九三学社", 职务="副主任;兼", 职级="四级调研员")],
            小组=[
                {
                    "小组编码": "G",
                    "小组名称": "组",
                    "小组类型": "青年+",
                    "单位编码": "R",
                    "工号": "P1",
                    "组内角色": "联络员",
                }
            ],
        )
    )
    found = xueer.export()
    assert [found["单位"][0][c] for c in ("单位类型", "层面")] == ["某局机关党委", "市直（Ａ类）"]
    assert [found["人员"][0][c] for c in ("学历", "政治面貌", "职务", "职级")] == [
        "博士 研究生", "九三学社", "副主任;兼", "四级调研员",
    ]  # fmt: skip
    assert [found["小组"][0][c] for c in ("小组类型", "组内角色")] == ["青年+", "联络员"]


def test_rare_characters_survive(xueer):
    rare = "𠮷𬎆㛃䶮"
    xueer.accept(house(人员=[person("P1", 姓名=rare)]))
    assert xueer.export()["人员"][0]["姓名"] == rare


def test_whoever_leads_is_a_code_or_a_name_and_else_somebody_from_outside_with_a_warning(xueer):
    people = [person("P1", 姓名="张三"), person("P2", 姓名="李四"), person("P3", 姓名="李四")]
    done = xueer.accept(house(人员=people, 活动=[session("S", 主持人="Ｐ１", 主讲人="张三、李四", 中心发言人="王五")]))
    assert len(done.warnings) == 2 and "\t" not in done.err
    assert "李四" in done.warnings[0] and "王五" in done.warnings[1]
    (row,) = xueer.export()["活动"]
    assert (row["主持人"], row["主讲人"], row["中心发言人"]) == ("P1", "P1、李四", "王五")


@pytest.mark.parametrize(("measure", "good"), [("在位", True), ("次数", False), ("出席率", False)])
def test_a_threshold_is_required_except_for_being_in_force(xueer, measure, good):
    done = xueer.take(house(要求=[rule(度量=measure, 至少="")]))
    assert (done.status == 0) is good and [place[:2] for place in done.places] == ([] if good else [("要求", "2")])


CONDITIONS = [
    ("人员", "小组类型=中心组、组内角色=组长|职级=科级", True),
    ("人员", "层面=社区，单位类型=党支部；本级=是", True),
    ("单位", "单位类型=党支部", True),
    ("小组", "小组类型=中心组、本级=是", True),
    ("人员", "颜色=红", False),
    ("单位", "职级=科级", False),
    ("人员", "职级", False),
    ("人员", "职级=", False),
    ("人员", "职级=科级|", False),
    ("人员", "免集中学习=也许", False),
]


@pytest.mark.parametrize(("subject", "condition", "good"), CONDITIONS)
@pytest.mark.parametrize("column", ["对象条件", "免除条件"])
def test_conditions_are_pairs_over_the_subjects_own_columns(xueer, subject, condition, good, column):
    done = xueer.take(house(要求=[rule(对象=subject, **{column: condition})]))
    assert done.places == ([] if good else [("要求", "2", column, condition)])
    if good:
        assert xueer.export()["要求"][0][column] == condition
