"""The figures of a unit and all below it."""

from collections import Counter
from datetime import date, datetime

from tests.reference.facts import Facts, hours
from tests.reference.rows import Workbook, holds_on
from tests.reference.sheets import Session, Sheets, read
from tests.reference.states import as_number
from tests.reference.tree import Tree

ALL_TYPES = "全部活动"
UNKNOWN = "未登记"
BANDS = ((30, "<30"), (40, "[30,40)"), (50, "[40,50)"), (60, "[50,60)"), (999, ">=60"))


def figures(workbook: Workbook, unit: str, first: date, last: date, *, read_at: datetime | None = None) -> list[dict]:
    """What `xueer figures --unit UNIT --from FIRST --to LAST --json` prints; make-ups are known as on `read_at`."""
    read_at = read_at or datetime.now()
    sheets = read(workbook, read_at)
    tree = Tree(sheets)
    facts = Facts(sheets, tree, read_at.date())
    return _of_sessions(facts, unit, first, last) + _of_structure(sheets, tree, unit, last)


def _of_sessions(facts: Facts, unit: str, first: date, last: date) -> list[dict]:
    held = [session for session in facts.held if holds_on(first, last, session.day)]
    held = [one for one in held if any(facts.tree.is_inside(holder, unit, one.day) for holder in one.units)]
    found = _four(facts, ALL_TYPES, held)
    for name in sorted({name for session in held for name in session.types}):
        found += _four(facts, name, [session for session in held if name in session.types])
    return found


def _four(facts: Facts, item: str, sessions: list[Session]) -> list[dict]:
    """sessions, person_times, people and hours of the sessions, each session once."""
    taken = [part for session in sessions for part in facts.rolls[session.code] if part.is_taken]
    counted = [one for one in sessions if not facts.rolls[one.code] and one.head_count is not None]
    heads = sum(session.head_count for session in counted)
    spent = hours(part.session for part in taken)
    return [
        _figure(item, "sessions", len(sessions), len(sessions)),
        _figure(item, "person_times", len(taken) + heads, len(taken) + len(counted)),
        _figure(item, "people", len({part.person for part in taken}), len(taken)),
        _figure(item, "hours", as_number(spent), len(taken)),
    ]


def _of_structure(sheets: Sheets, tree: Tree, unit: str, on: date) -> list[dict]:
    """People whose main post lies in the subtree on the day, and the units that exist there."""
    people = [sheets.people[code] for code in tree.members("unit", unit, on, directly=False)]
    ages = Counter(_band(person.born, on) for person in people)
    found = [_count("人员", "people", len(people))]
    found += [_count(f"年龄:{name}", "people", ages[name]) for name in [*(name for _, name in BANDS), UNKNOWN]]
    for column in ("学历", "政治面貌"):
        names = Counter(person.cells.get(column) or UNKNOWN for person in people)
        found += [_count(f"{column}:{name}", "people", names[name]) for name in sorted(names)]
    units = [one for one in sheets.units.values() if tree.unit_exists(one.code, on)]
    kinds = Counter(one.kind for one in units if tree.is_inside(one.code, unit, on))
    return found + [_count(f"单位类型:{name}", "count", kinds[name]) for name in sorted(kinds)]


def _band(born: date | None, on: date) -> str:
    """The half-open band of an age in completed years."""
    if born is None:
        return UNKNOWN
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next(name for high, name in BANDS if age < high)


def _figure(item: str, measure: str, value: int | float, records: int) -> dict:
    return {"item": item, "measure": measure, "value": value, "records": records}


def _count(item: str, measure: str, value: int) -> dict:
    return _figure(item, measure, value, value)
