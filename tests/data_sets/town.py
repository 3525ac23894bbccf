"""The town of source 002-02: 88 organisations and 2,218 members whose structure is known to the last person.

The figures are restated from the source's fact list (F-002-02-03, -04, -07 to -18); names and birthdays are invented.
The age bands of the source add up to 2,216: two members are not in any band, so here two have no date of birth.
"""

from datetime import date, timedelta
from functools import lru_cache

from xueer.exchange.example.columns import Row, Sheets, row
from xueer.exchange.example.luck import luck
from xueer.exchange.example.names import make_name

AS_OF = date(2012, 6, 30)
ROOT = "TZ"
ORGANISATIONS = 88  # F-002-02-07
VILLAGES, COMMUNITIES = 15, 1  # F-002-02-03, -04
BRANCHES_PER_VILLAGE = 4
OTHER_BRANCHES = ORGANISATIONS - 1 - (VILLAGES + COMMUNITIES) - VILLAGES * BRANCHES_PER_VILLAGE
MEMBERS = 2218  # F-002-02-08
UNDATED = 2

# Fact, item of `xueer figures`, people, the share that the source prints, the share that is right (two decimals).
STRUCTURE = (
    ("F-002-02-13", "年龄:<30", 193, "8.8", "8.70"),
    ("F-002-02-12", "年龄:[30,40)", 302, "13.61", "13.62"),
    ("F-002-02-11", "年龄:[40,50)", 394, "17.76", "17.76"),
    ("F-002-02-10", "年龄:[50,60)", 360, "16.23", "16.23"),
    ("F-002-02-09", "年龄:>=60", 967, "43.60", "43.60"),
    ("F-002-02-14", "学历:研究生", 3, "0.13", "0.14"),
    ("F-002-02-15", "学历:大专以上", 278, "12.53", "12.53"),
    ("F-002-02-16", "学历:高中以上", 363, "16.36", "16.37"),
    ("F-002-02-17", "学历:初中", 780, "35.17", "35.17"),
    ("F-002-02-18", "学历:初中以下", 794, "35.81", "35.80"),
)
COUNTS = {item: people for _, item, people, _, _ in STRUCTURE} | {"年龄:未登记": UNDATED}
# Ages of the bands: from the first birthday that counts up to, not including, the second.
BANDS = {"年龄:<30": (18, 30), "年龄:[30,40)": (30, 40), "年龄:[40,50)": (40, 50), "年龄:[50,60)": (50, 60),
         "年龄:>=60": (60, 96)}  # fmt: skip


def unit_rows() -> list[Row]:
    """The town, its villages and community, the branches of the villages and those of the town itself."""
    rows = [("TZ", "清渠镇", None, "镇党委")]
    rows += [(f"TZ{number:02}", f"第{number}村", ROOT, "行政村") for number in range(1, VILLAGES + 1)]
    rows += [("TZ90", "街心社区", ROOT, "社区")]
    for village in range(1, VILLAGES + 1):
        for number in range(1, BRANCHES_PER_VILLAGE + 1):
            code = f"TZ{village:02}{number:02}"
            rows.append((code, f"第{village}村第{number}支部", f"TZ{village:02}", "党支部"))
    rows += [(f"TZ91{number:02}", f"镇直第{number}支部", ROOT, "党支部") for number in range(1, OTHER_BRANCHES + 1)]
    return [row("单位", *cells, None, None, number, None, None) for number, cells in enumerate(rows, start=1)]


def birthdays() -> list[date | None]:
    """One per member; in every band somebody reaches its lower bound today and somebody its upper one tomorrow."""
    rng = luck("town birthdays")
    days: list[date | None] = [None] * UNDATED
    for item, (low, high) in BANDS.items():
        edges = [AS_OF.replace(year=AS_OF.year - low), AS_OF.replace(year=AS_OF.year - high) + timedelta(days=1)]
        ages = [rng.randrange(low, high) for _ in range(COUNTS[item] - len(edges))]
        days += edges
        days += [AS_OF.replace(year=AS_OF.year - age) - timedelta(days=rng.randrange(365)) for age in ages]
    rng.shuffle(days)
    return days


def person_rows() -> list[Row]:
    """Members spread over all branches, the communities and the villages."""
    rng = luck("town people")
    schooling = [
        item.split(":")[1] for item, people in COUNTS.items() if item.startswith("学历") for _ in range(people)
    ]
    rng.shuffle(schooling)
    homes = [line["单位编码"] for line in unit_rows() if line["单位类型"] in ("党支部", "社区")]
    rows = []
    for number, (born, education) in enumerate(zip(birthdays(), schooling, strict=True), start=1):
        sex = rng.choice("男男女")
        rows.append(
            row("人员", f"TZ{number:05}", make_name(rng, sex), sex, born, education, "中共党员", None,
                homes[number % len(homes)], None, None, None, None, None, "否")
        )  # fmt: skip
    return rows


@lru_cache(maxsize=1)
def town() -> Sheets:
    """The town as sheets of a workbook."""
    return {"单位": unit_rows(), "人员": person_rows()}
