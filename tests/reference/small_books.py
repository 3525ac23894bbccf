"""Little workbooks for table tests: a root R, units A and B below it, A1 below A, one person P in A."""

from datetime import date, datetime, timedelta

from tests.reference.rows import Row, Workbook
from tests.reference.standings import standings

NOW = datetime(2025, 6, 1)
YEAR_END = date(2024, 12, 31)


def unit(code: str, parent: str | None = None, **cells) -> Row:
    return {"单位编码": code, "单位名称": f"单位{code}", "上级编码": parent, "单位类型": "党支部", **cells}


def person(code: str = "P", at: str = "A", **cells) -> Row:
    return {"工号": code, "姓名": f"人{code}", "单位编码": at, **cells}


def session(code: str, on: str, *, at: str = "A", minutes: int = 120, start: str = "09:00", **cells) -> Row:
    begin = datetime.fromisoformat(f"{on} {start}")
    row = {"活动编码": code, "主题": "题", "事项": "学习", "单位编码": at, "状态": "已举行", "开始时间": begin}
    return {**row, "结束时间": begin + timedelta(minutes=minutes), **cells}


def roll(session_code: str, person_code: str = "P", status: str = "出席", **cells) -> Row:
    return {"活动编码": session_code, "工号": person_code, "状态": status, **cells}


def ask(code: str = "Q", **cells) -> Row:
    """A requirement; four sessions a year of each unit unless told otherwise."""
    row = {"要求编码": code, "名称": "要求", "单位编码": "R", "对象": "单位", "事项": "学习"}
    return {**row, "度量": "次数", "至少": 4, "周期": "年", **cells}


def book(*requirements: Row, **sheets) -> Workbook:
    base = {
        "单位": [unit("R"), unit("A", "R"), unit("B", "R"), unit("A1", "A")],
        "人员": [person()],
        "事项": [{"事项": "学习"}, {"事项": "党课"}],
        "要求": list(requirements or [ask()]),
    }
    return base | sheets


def stand(workbook: Workbook, *, on: date = YEAR_END, year: int = 2024, unit: str = "R") -> dict[tuple, dict]:
    """Standings by (requirement, subject, period)."""
    found = standings(workbook, unit, year, on, read_at=NOW)
    return {(row["requirement"], row["subject"], row["period"]): row for row in found}


def one(workbook: Workbook, subject: str = "A", period: str = "2024", code: str = "Q", **how) -> dict | None:
    return stand(workbook, **how).get((code, subject, period))


def sessions(*days: str, **cells) -> list[Row]:
    return [session(f"S{n}", day, **cells) for n, day in enumerate(days, 1)]


def rolls(count: int, person_code: str = "P", status: str = "出席") -> list[Row]:
    return [roll(f"S{n}", person_code, status) for n in range(1, count + 1)]
