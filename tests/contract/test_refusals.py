"""All errors on stderr, one line each, five fields parted by tabs, in sheet order; then how many there were."""

import openpyxl
import pytest

from tests.contract.books import house, item, person, roll, rule, session, unit, xlsx


def test_each_error_is_one_line_of_five_fields_and_the_last_line_counts(xueer):
    done = xueer.refuse(
        house(
            人员=[person("P1", 出生日期="20\t25\r\n01", 姓名="", 免集中学习="也许"), person("P1", "Z")],
            杂项=[{"甲": 1}],
        )
    )
    assert done.out == ""
    *lines, last = done.err.splitlines()
    assert {line.count("\t") for line in lines} == {4} and "\t" not in last
    assert done.places == [
        ("人员", "2", "姓名", ""),
        ("人员", "2", "出生日期", "20 25 01"),
        ("人员", "2", "免集中学习", "也许"),
        ("人员", "3", "工号", "P1"),
        ("人员", "3", "单位编码", "Z"),
        ("杂项", "", "", "杂项"),
    ]
    assert all(expected for *_place, expected in done.lines)
    assert last == "errors=6 suppressed=0"


def test_errors_come_in_the_order_of_the_workbook_not_of_the_contract(xueer):
    done = xueer.refuse({"人员": [person("P1", 出生日期="x")], "单位": [unit("A", 成立日期="y")]})
    assert [place[0] for place in done.places] == ["人员", "单位"]


def test_errors_are_never_capped(xueer):
    done = xueer.refuse({"单位": [unit(f"U{n}", 成立日期="x") for n in range(3000)]})
    assert len(done.lines) == 3000 and done.last == "errors=3000 suppressed=0"


def test_blank_rows_are_skipped_and_rows_are_numbered_as_excel_does(xueer):
    head = ["单位编码", "单位名称", "单位类型"]
    done = xueer.refuse({"单位": [head, ["R", "x", "y"], [None], ["　", " ", "\t"], ["S", "x", None]]})
    assert done.places == [("单位", "5", "单位类型", "")]


def test_unknown_sheets_and_columns_are_refused_by_name(xueer):
    done = xueer.refuse(house(单位=[unit("R", 颜色="红")], 人员=[person("P1", "R")], Sheet1=[{"a": 1}]))
    assert done.places == [("单位", "1", "颜色", "颜色"), ("Sheet1", "", "", "Sheet1")]


def test_names_of_sheets_and_columns_are_trimmed_and_folded(xueer):
    xueer.accept({" 单位　": [["　单位编码 ", "单位名称", "单位类型"], ["R", "甲", "乙"]]})
    assert [row["单位编码"] for row in xueer.export()["单位"]] == ["R"]


def test_a_value_below_an_empty_head_is_not_lost_without_a_word(xueer):
    done = xueer.refuse({"单位": [["单位编码", "单位名称", "单位类型", None], ["R", "x", "y", "z"]]})
    assert done.places == [("单位", "2", "D", "z")]


def test_the_same_column_twice_is_refused(xueer):
    done = xueer.refuse({"单位": [["单位编码", "单位名称", "单位类型", "单位名称"], ["R", "x", "y", "z"]]})
    assert done.places == [("单位", "1", "单位名称", "单位名称")]


KEYS_TWICE = [
    ("单位", [unit("R"), unit("A"), unit("Ａ")], "单位编码"),
    ("人员", [person("P1"), person("Ｐ１")], "工号"),
    (
        "隶属",
        [{"单位编码": "A", "上级编码": "R"}, {"单位编码": "A", "上级编码": "B", "结束日期": "2020-01-01"}],
        "单位编码",
    ),
    ("任职", [{"工号": "P1", "单位编码": "A", "主兼": "兼"}, {"工号": "P1", "单位编码": "A", "主兼": "兼"}], "工号"),
    ("角色", [{"工号": "P1", "角色": "成员", "单位编码": "A"}] * 2, "工号"),
    ("事项", [{"事项": "夜学"}, {"事项": "夜学", "记录单位": "次"}], "事项"),
    ("要求", [rule("Q"), rule("Q", 名称="另")], "要求编码"),
    ("计划", [item("J1"), item("J1")], "条目编码"),
    ("计划", [item("J1"), item("J1", "K")], "条目编码"),  # 条目编码 is unique everywhere
    ("活动", [session("S1"), session("S1", day="2025-04-01")], "活动编码"),
]


@pytest.mark.parametrize(("sheet", "rows", "column"), KEYS_TWICE)
def test_the_same_key_twice_in_a_sheet_is_an_error(xueer, sheet, rows, column):
    done = xueer.refuse(house() | {sheet: rows})
    last = str(len(rows) + 1)
    assert [place[:3] for place in done.places if place[0] == sheet] == [(sheet, last, column)]


def test_clauses_groups_and_rolls_have_keys_of_several_columns(xueer):
    group = {"小组编码": "G", "小组名称": "组", "小组类型": "组", "单位编码": "A"}
    book = {"制度编码": "Z", "制度名称": "办法", "单位编码": "R"}
    done = xueer.refuse(
        house(
            小组=[group | {"工号": "P1"}, group | {"工号": "P1", "加入日期": "2025-01-01"}, group | {"工号": "P1"}],
            制度=[book, book | {"制度编码": "Y"}],
            条款=[{"制度编码": z, "条号": 1, "正文": "文"} for z in "ZYZ"],
            活动=[session("S1"), session("S2")],
            签到=[roll("S1", "P1"), roll("S2", "P1"), roll("S1", "P2"), roll("S1", "P1", "缺席")],
        )
    )
    assert [place[:2] for place in done.places] == [("小组", "4"), ("条款", "4"), ("签到", "5")]


def test_a_reference_to_a_refused_row_is_not_listed_again(xueer):
    done = xueer.refuse(
        house(
            单位=[unit("R"), unit("A", "R", 单位类型=""), unit("C", "A")],
            活动=[session("S1", "A、R")],
            签到=[roll("S1", "P1")],
        )
    )
    assert done.places == [("单位", "3", "单位类型", "")]
    assert done.last == "errors=1 suppressed=4"  # C, P1, P2, S1


def test_a_row_refused_for_its_superior_is_a_refused_row_to_those_below_it(xueer):
    done = xueer.refuse(house(单位=[unit("R"), unit("C", "B"), unit("B", "A"), unit("A", "无")], 人员=[]))
    assert done.places == [("单位", "5", "上级编码", "无")]
    assert done.last == "errors=1 suppressed=1"  # B; what is below B points to a row that is not refused itself


@pytest.mark.parametrize("sheet", ["人员", "角色", "活动", "要求", "计划", "小组", "制度"])
def test_references_are_found_in_the_workbook_or_in_the_home(xueer, sheet):
    rows = {
        "人员": [person("P9", "N")],
        "角色": [{"工号": "P1", "角色": "成员", "单位编码": "N"}],
        "活动": [session("S1", "N")],
        "要求": [rule(单位编码="N")],
        "计划": [item("J1", 单位编码="N")],
        "小组": [{"小组编码": "G", "小组名称": "组", "小组类型": "组", "单位编码": "N"}],
        "制度": [{"制度编码": "Z", "制度名称": "办法", "单位编码": "N"}],
    }[sheet]
    xueer.accept(house())
    assert xueer.refuse({sheet: rows}).places == [(sheet, "2", "单位编码", "N")]
    xueer.accept({sheet: rows, "单位": [unit("N", "R")]})
    xueer.accept({sheet: rows})


def test_other_references_must_be_found_too(xueer):
    done = xueer.refuse(
        house(
            要求=[rule(事项="无事项"), rule("Q2", 制度编码="无", 条款="1"), rule("Q3", 替代要求="Q2、无")],
            计划=[item("J1", 小组编码="无"), item("J2", 事项="党课、无")],
            活动=[session("S1", 条目编码="无"), session("S2", 小组编码="无")],
            签到=[roll("无", "P1"), roll("S1", "无")],
            事项=[{"事项": "夜学", "上级事项": "无"}],
        )
    )
    assert [place[:3] for place in done.places] == [
        ("要求", "2", "事项"),
        ("要求", "3", "制度编码"),
        ("要求", "3", "条款"),
        ("要求", "4", "替代要求"),
        ("计划", "2", "小组编码"),
        ("计划", "3", "事项"),
        ("活动", "2", "条目编码"),
        ("活动", "3", "小组编码"),
        ("签到", "2", "活动编码"),
        ("签到", "3", "工号"),
        ("事项", "2", "上级事项"),
    ]


def test_a_code_that_would_fall_apart_among_several_is_refused(xueer):
    done = xueer.refuse(house(单位=[unit("R"), unit("A、1"), unit("A"), unit("B；")], 事项=[{"事项": "夜学，晨读"}]))
    assert [place[:3] for place in done.places] == [
        ("单位", "3", "单位编码"),
        ("单位", "5", "单位编码"),
        ("事项", "2", "事项"),
    ]


def move(code: str, parent: str, first: str = "", last: str = "") -> dict:
    return {"单位编码": code, "上级编码": parent, "开始日期": first, "结束日期": last}


def test_a_unit_below_itself_is_refused(xueer):
    done = xueer.refuse(house(单位=[unit("R"), unit("A", "B"), unit("B", "A")]))
    assert [place[:3] for place in done.places] == [("单位", "3", "上级编码"), ("单位", "4", "上级编码")]


@pytest.mark.parametrize(("second", "good"), [("2024-07-01", True), ("2024-06-30", False)])
def test_a_circle_on_a_single_day_is_one(xueer, second, good):
    moves = [move("A", "B", "2024-01-01", "2024-06-30"), move("B", "A", second)]
    done = xueer.take(house(隶属=moves))
    assert (done.status == 0) is good
    assert [place[:3] for place in done.places] == (
        [] if good else [("隶属", "2", "上级编码"), ("隶属", "3", "上级编码")]
    )


def test_two_superiors_on_one_day_are_refused(xueer):
    done = xueer.refuse(house(隶属=[move("A", "B", "", "2024-06-30"), move("A", "R", "2024-06-30")]))
    assert [place[:3] for place in done.places] == [("隶属", "3", "开始日期")]


def test_two_main_posts_on_one_day_are_refused_and_empty_is_main(xueer):
    first = {"工号": "P1", "单位编码": "A", "结束日期": "2025-04-30"}
    second = {"工号": "P1", "单位编码": "B", "主兼": "主", "开始日期": "2025-04-30"}
    assert [p[:3] for p in xueer.refuse(house(任职=[first, second])).places] == [("任职", "3", "开始日期")]
    xueer.accept(house(任职=[first, second | {"开始日期": "2025-05-01"}]))
    xueer.accept(house(任职=[second | {"工号": "P2"}, second | {"工号": "P2", "单位编码": "A", "主兼": "兼"}]))


def test_days_and_moments_out_of_order_are_refused(xueer):
    done = xueer.refuse(
        house(
            单位=[
                unit("R"),
                unit("A", 成立日期="2025-01-02", 撤销日期="2025-01-01"),
                unit("B", 成立日期="2025-01-01", 撤销日期="2025-01-01"),
            ],
            活动=[session("S1", 结束时间="2025-03-07 14:29"), session("S2", 结束时间="2025-03-07 14:30")],
            人员=[],
        )
    )
    assert [place[:3] for place in done.places] == [("单位", "3", "撤销日期"), ("活动", "2", "结束时间")]


def test_rows_of_one_group_or_plan_must_agree(xueer):
    group = {"小组编码": "G", "小组名称": "甲", "小组类型": "组", "单位编码": "A", "工号": "P1"}
    done = xueer.refuse(
        house(小组=[group, group | {"小组名称": "乙", "工号": "P2"}], 计划=[item("J1"), item("J2", 年度=2026)])
    )
    assert [place[:3] for place in done.places] == [("小组", "3", "小组名称"), ("计划", "3", "年度")]


def test_json_keeps_stdout_alone_and_the_lines_on_stderr(xueer):
    done = xueer.refuse(house(人员=[person("P1", "无")]), "--json")
    assert [(one["sheet"], one["row"], one["column"], one["value"]) for one in done.answer["errors"]] == [
        ("人员", 2, "单位编码", "无")
    ]
    assert done.last == "errors=1 suppressed=0" and done.places == [("人员", "2", "单位编码", "无")]


def test_a_copy_is_saved_with_the_wrong_cells_marked_and_commented(xueer):
    path = xlsx(xueer.place("bad.xlsx"), house(人员=[person("P1", "无"), person("P2", 出生日期="x")]))
    before, out = path.read_bytes(), xueer.place("marked.xlsx")
    assert xueer("import", path, "--errors", out).status == 1
    page = openpyxl.load_workbook(out)["人员"]
    marked = {cell.coordinate: cell.value for line in page.iter_rows() for cell in line if cell.comment}
    assert marked == {"C2": "无", "D3": "x"}
    assert page["C2"].fill.fgColor.rgb != page["C3"].fill.fgColor.rgb and path.read_bytes() == before


def test_messages_are_in_the_language_of_the_user(xueer):
    done = xueer.refuse(
        house(
            单位=[unit("R"), unit("A", "A"), unit("R"), unit("X", 颜色="红")],
            人员=[person("P1", "无", 到岗日期="9999-12-31")],
            要求=[rule("Q", 至少=""), rule("Q2", 条款="1"), rule("Q3", 至少=5, 至多=4), rule("Q、4")],
            活动=[session("S1", day="2999-01-01", 主持人="无名"), session("S2", 结束时间="2025-03-01 09:00")],
            杂项=[{"甲": 1}],
            成果=[{"甲": 1}],
        )
    )
    english = [line[4] for line in done.lines if not has_chinese(line[4].split("“")[0])]
    assert english == [] and done.warnings and not any(" fits nobody" in warning for warning in done.warnings)


def has_chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)
