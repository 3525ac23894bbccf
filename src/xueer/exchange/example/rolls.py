"""Who came: rolls by name with leave, absence and make-ups, or just two head counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from xueer.exchange.example.columns import Cell, Row, row
from xueer.exchange.example.luck import luck
from xueer.exchange.example.people import Person

REASONS = ("出差", "外出开会", "病假", "接访值班", "家中有事", "下户走访", "参加考试", "带班值守")
MAKE_UPS = ("看材料并答题", "看录像", "小组补课", "单独讲解")
DELIVERIES = ("送学上门", "电话讲读", "邮寄材料并回访")


@dataclass(frozen=True)
class Habits:
    """How a unit keeps its sessions: the share that comes, and the share of absences that are made up."""

    turnout: float = 1.0
    make_up: float = 0.4


USUAL = Habits()


def roll_rows(
    code: str, expected: list[Person], day: date, today: date, habits: Habits, on_stage: set[str]
) -> list[Row]:
    """Sheet 签到. Each session draws its own luck, so that one more day changes nothing but the make-ups done."""
    rng = luck("roll", code)
    rows = []
    for person in expected:
        cells = _excused(rng, day, today) if person.is_exempt_on(day) else _cells(rng, person, day, today, habits)
        if person.code in on_stage:
            cells = ("出席", None, None, None)
        if cells:
            rows.append(row("签到", code, person.code, *cells))
    return rows


def _cells(rng: Random, person: Person, day: date, today: date, habits: Habits) -> tuple[Cell, ...]:
    """状态 事由 补学日期 补学方式 of one person."""
    draw, late, leave, made_up = (rng.random() for _ in range(4))
    reason, way, after = rng.choice(REASONS), rng.choice(MAKE_UPS), timedelta(days=rng.randint(2, 20))
    if draw < person.reliability * habits.turnout:
        return ("迟到" if late < 0.03 else "出席", None, None, None)
    if made_up < habits.make_up and day + after < today:
        return ("补学", reason, day + after, way)
    return ("请假", reason, None, None) if leave < 0.85 else ("缺席", None, None, None)


def _excused(rng: Random, day: date, today: date) -> tuple[Cell, ...]:
    """Excused people come now and then, or the lesson is taken to their home; mostly they are not on the roll."""
    draw, after = rng.random(), timedelta(days=rng.randint(1, 10))
    way = rng.choice(DELIVERIES)
    if draw < 0.15:
        return ("出席", None, None, None)
    if draw < 0.4 and day + after < today:
        return ("送学", None, day + after, way)
    return ()


def head_counts(code: str, expected: list[Person], day: date, habits: Habits) -> tuple[int | None, int | None]:
    """应到人数 and 实到人数 of a session without a roll; none where nobody was asked to come."""
    due = sum(not person.is_exempt_on(day) for person in expected)
    if not due:
        return None, None
    share = min(1.0, max(0.5, luck("heads", code).gauss(0.91, 0.05) * habits.turnout))
    return due, max(1, round(due * share))
