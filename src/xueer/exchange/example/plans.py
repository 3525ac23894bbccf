"""Yearly plans: of public offices, made from what they hold in the year and a little that comes to nothing."""

from collections.abc import Iterator
from datetime import date

from xueer.exchange.example.columns import Row, joined, row
from xueer.exchange.example.days import workday_near
from xueer.exchange.example.luck import luck
from xueer.exchange.example.people import Person
from xueer.exchange.example.sessions import Session
from xueer.exchange.example.units import UNITS, Unit

NOT_IN_PLANS = {"总结计划报送", "支部委员会", "网络培训"}
LATE = {0: ("QH0613", "QH0618"), 1: ("QH0609",)}  # who makes no plan in even and in odd years
WISHES = ("到邻区观摩学习", "读书分享会", "青年干部讲坛", "业务技能比武", "联系村调研")


def planning_units(year: int) -> list[Unit]:
    """Public offices, but for the few that made no plan that year."""
    return [unit for unit in UNITS if unit.sector == "公务机关" and unit.code not in LATE[year % 2]]


def plan_code(unit: str, year: int) -> str:
    """One plan per unit and year."""
    return f"JH{year}-{unit}"


def link_to_plans(sessions: list[Session], year: int) -> dict[str, list[Session]]:
    """Give sessions of planning units their item; about one in twelve is held outside the plan."""
    planned: dict[str, list[Session]] = {unit.code: [] for unit in planning_units(year)}
    for session in sorted(sessions, key=lambda session: session.code):
        items = planned.get(session.units[0])
        if items is None or not NOT_IN_PLANS.isdisjoint(session.types):
            continue
        if luck("item", session.code).random() < 0.92:
            items.append(session)
            session.item = f"{plan_code(session.units[0], year)}-{len(items):02}"
    return planned


def _session_item(session: Session, unit: str, year: int) -> Row:
    speaker = session.speaker.name if isinstance(session.speaker, Person) else session.speaker
    on_day = session.day if "周五讲座" in session.types or "干部培训" in session.types else None
    return row(
        "计划", plan_code(unit, year), unit, year, session.item, session.day.month, on_day, session.topic,
        joined(session.types), session.group, session.category, speaker, None, None,
    )  # fmt: skip


def _wishes(unit: str, year: int, first: int) -> Iterator[Row]:
    """Items that were planned with the best of intentions."""
    rng = luck("wishes", unit, year)
    for number, topic in enumerate(rng.sample(WISHES, 2), start=first):
        day = workday_near(date(year, rng.randint(4, 11), 16))
        yield row(
            "计划", plan_code(unit, year), unit, year, f"{plan_code(unit, year)}-{number:02}", day.month, None, topic,
            "集中学习", None, "实践性", None, "视工作情况安排", None,
        )  # fmt: skip


def plan_rows(sessions: list[Session], year: int) -> list[Row]:
    """Sheet 计划 of a year; gives the sessions their items on the way."""
    rows: list[Row] = []
    for unit, items in link_to_plans(sessions, year).items():
        rows += [_session_item(session, unit, year) for session in items]
        rows += _wishes(unit, year, len(items) + 1)
    return rows
