"""The office: a lecture every Friday afternoon with a roll by name and make-ups."""

from collections.abc import Iterator
from datetime import time

from xueer.exchange.example.days import working_fridays
from xueer.exchange.example.luck import luck
from xueer.exchange.example.people import Person
from xueer.exchange.example.rolls import Habits
from xueer.exchange.example.roster import Roster
from xueer.exchange.example.sessions import Session
from xueer.exchange.example.topics import LECTURES, OUTSIDE_SPEAKERS
from xueer.exchange.example.units import OFFICE

HABITS = Habits(turnout=0.92, make_up=0.45)
FORGOTTEN = 2  # Fridays a year on which urgent work came between
EVERY_NINTH = 9  # a lecture by somebody from outside


def _lecturers(roster: Roster) -> list[Person]:
    """Heads of sections by turns and a deputy director; the last head never finds the time."""
    office = [person for person in roster.people if person.unit == OFFICE and not person.left]
    chiefs = [person for person in office if person.duty == "科长"]
    deputies = [person for person in office if person.duty == "副主任"]
    return [*chiefs[:-1], deputies[0]]


def friday_lectures(roster: Roster, year: int) -> Iterator[Session]:
    """One lecture on every working Friday."""
    rng = luck("fridays", year)
    fridays = working_fridays(year)
    forgotten = set(rng.sample(fridays, FORGOTTEN))
    topics = rng.sample(LECTURES, len(LECTURES))
    lecturers = _lecturers(roster)
    outside = rng.sample(OUTSIDE_SPEAKERS, len(OUTSIDE_SPEAKERS))
    for number, day in enumerate(fridays):
        from_outside = number % EVERY_NINTH == EVERY_NINTH - 1
        speaker = outside[number // EVERY_NINTH % len(outside)] if from_outside else lecturers[number % len(lecturers)]
        yield Session(
            f"周五讲座：{topics[number % len(topics)]}", ("周五讲座",), (OFFICE,), day, time(15, 0), 90,
            place="四楼会议室", form="专家辅导" if from_outside else "集中授课",
            category=("应用性", "基础性", "应用性", "前瞻性")[number % 4], host=roster.clerk(OFFICE), speaker=speaker,
            expected=roster.on(OFFICE, day), habits=HABITS, has_notes=True, never_held=day in forgotten,
        )  # fmt: skip
