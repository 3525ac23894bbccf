"""What an import leaves, changes and clears."""

import pytest

from tests.contract.books import cells, house, person, unit
from tests.contract.full_year import FULL_YEAR
from tests.contract.test_sheets import KEYS, TABLE, columns, required

# What an export writes for an empty cell of these: a word is always written.
CLEARED = {"免集中学习": "否", "状态": "已举行", "参与方式": "参加", "力度": "应当", "主兼": "主"}
# Cells that others of the year lean on.
KEPT = {"上级编码", "制度编码", "条款", "小组编码", "条目编码", "至少", "至多", "工号", "结束日期", "主兼"}
# Rows of an export that no row of the year writes (a shipped type), or whose state is another when it is empty.
OTHERS = {("事项", "党课"), ("事项", "三会一课"), ("事项", "集中学习"), ("事项", "学习计划"), ("活动", "S4")}


def cleared(sheet: str, column: str) -> str | None:
    """What an export writes for an empty cell."""
    return None if (sheet, column) == ("计划", "状态") else CLEARED.get(column)


def counts(done) -> dict[str, tuple[int, int, int]]:
    return {name: tuple(count.values()) for name, count in done.answer["sheets"].items()}


def test_the_same_workbook_twice_changes_nothing(xueer):
    xueer.accept(FULL_YEAR)
    before = xueer.export()
    again = xueer.accept(FULL_YEAR, "--json")
    assert {added + changed for added, changed, _same in counts(again).values()} == {0}
    assert again.answer["changes"] == [] and xueer.export() == before


def test_order_of_sheets_columns_and_rows_is_free(xueer):
    with xueer.another_home():
        xueer.accept(FULL_YEAR)
        straight = xueer.export()
    turned = {
        name: [columns(name)[::-1], *([row.get(column) for column in columns(name)[::-1]] for row in rows[::-1])]
        for name, rows in reversed(FULL_YEAR.items())
    }
    turned["条款"][1:] = turned["条款"][:0:-1]  # a document's clauses keep the order in which they are given
    xueer.accept(turned)
    assert xueer.export() == straight


def test_nothing_is_deleted_by_an_import(xueer):
    xueer.accept(FULL_YEAR)
    before = xueer.export()
    xueer.accept({name: rows[:1] for name, rows in FULL_YEAR.items()})
    assert xueer.export() == before


def test_a_missing_column_leaves_what_is_there(xueer):
    xueer.accept(FULL_YEAR)
    before = xueer.export()
    bare = {
        name: [{c: row.get(c) for c in {*required(name), *KEYS[name]}} for row in rows]
        for name, rows in FULL_YEAR.items()
    }
    done = xueer.accept(bare, "--json")
    assert done.answer["changes"] == [] and xueer.export() == before


@pytest.mark.parametrize("sheet", TABLE)
def test_an_empty_cell_clears(xueer, sheet):
    xueer.accept(FULL_YEAR)
    optional = [c for c in columns(sheet) if c not in (*required(sheet), *KEYS[sheet], *KEPT)]
    xueer.accept({sheet: [row | dict.fromkeys(optional, "") for row in FULL_YEAR[sheet]]})
    found = [row for row in xueer.export()[sheet] if (sheet, row[columns(sheet)[0]]) not in OTHERS]
    assert found
    for row in found:
        assert {c: row[c] for c in optional} == {c: cleared(sheet, c) for c in optional}


def test_dry_run_tells_what_would_change_and_writes_nothing(xueer):
    xueer.accept(house())
    before = xueer.export()
    done = xueer.accept(house(人员=[person("P1", 姓名="新名"), person("P9")], 单位=[unit("R")]), "--dry-run", "--json")
    assert done.answer["dry_run"] is True
    told = [(row["sheet"], row["row"], row["key"], row["added"], row["cells"]) for row in done.answer["changes"]]
    assert sorted(told, key=str) == [
        ("人员", 2, "P1", False, {"姓名": ["人P1", "新名"]}),
        ("人员", 3, "P9", True, {}),
    ]
    assert xueer.export() == before


def test_a_refused_workbook_writes_nothing(xueer):
    xueer.accept(house())
    before = xueer.export()
    xueer.refuse(house(人员=[person("P1", 姓名="新名"), person("P9", "无此")]))
    assert xueer.export() == before


def test_rows_come_out_in_the_order_of_code_then_person_or_date(xueer):
    xueer.accept(FULL_YEAR)
    for sheet, lines in cells_of(xueer).items():
        if sheet in ("条款", "计划", "角色", "任职"):
            continue  # in the document's order; by plan; by person, then unit, then role; by person, then date
        place = [lines[0].index(name) for name in KEYS[sheet]]
        keys = [tuple(str(line[at] or "") for at in place) for line in lines[1:]]
        assert keys == sorted(keys), sheet


def cells_of(xueer) -> dict:
    path = xueer.place("ordered.xlsx")
    assert xueer("export", path, "--unit", "R").status == 0
    return cells(path)
