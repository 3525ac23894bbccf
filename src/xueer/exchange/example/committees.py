"""What committees and the district hold: study groups, the coordination group, training, reports upward."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from xueer.exchange.example.days import workday_near
from xueer.exchange.example.groups import Group
from xueer.exchange.example.luck import luck
from xueer.exchange.example.people import Person
from xueer.exchange.example.rolls import Habits
from xueer.exchange.example.roster import Roster
from xueer.exchange.example.sessions import Session
from xueer.exchange.example.topics import ONLINE, STUDY_GROUP, TRAINING
from xueer.exchange.example.units import OFFICE, ROOT, UNITS, founded_on

STEADY = Habits(turnout=1.02, make_up=0.6)
TRAINING_MONTHS = (3, 4, 5, 7, 9, 10)
ONLINE_MONTHS = (6, 11)
CLASS_DAYS, ONLINE_EVENINGS = 3, 5


def _belongs(person: Person, committee: str, day: date) -> bool:
    """In post that day, and in the second post that seats them on the committee if they have one there."""
    seats = [post.start for post in person.posts if post.unit == committee and not post.is_main]
    return person.unit_on(day) is not None and all(start is None or start <= day for start in seats)


def study_group_sessions(group: Group, year: int) -> Iterator[Session]:
    """A session a quarter; now and then one is forgotten, never by the office."""
    rng = luck("group", group.code, year)
    head = group.members[0][0]
    for quarter, topic in enumerate(rng.sample(STUDY_GROUP, 4)):
        day = workday_near(date(year, quarter * 3 + rng.choice((1, 2, 3)), rng.randint(6, 25)))
        members = [person for person, role in group.members if _belongs(person, group.unit, day)]
        yield Session(
            f"中心组学习：{topic}", ("中心组学习",), (group.unit,), day, time(9, 0), 180, group.code,
            place="中心组学习室", form="专题研讨", category=rng.choice(("基础性", "应用性", "前瞻性")), host=head,
            key_speakers=tuple(rng.sample(members[1:], 2)), expected=members, habits=STEADY, has_notes=True,
            never_held=rng.random() < 0.1 and group.unit != OFFICE,
        )  # fmt: skip


def coordination_meetings(group: Group, year: int) -> Iterator[Session]:
    """Twice a year, the second time late."""
    members = [person for person, role in group.members]
    for day, topic in ((date(year, 3, 20), "年度学习工作安排"), (date(year, 12, 10), "全年情况汇总与明年建议")):
        yield Session(
            f"协调小组会议：{topic}", ("协调小组会议",), (ROOT,), workday_near(day), time(10, 0), 90, group.code,
            place="区委小会议室", form="会议", host=members[0], expected=members, habits=STEADY, has_notes=True,
        )  # fmt: skip


def _attends(person: Person, course: str, year: int) -> bool:
    """Whether somebody enrols; some people enrol for nearly everything."""
    eagerness = luck("eager", person.code, year).uniform(0.45, 1.05)
    return luck("course", person.code, course, year).random() < eagerness


def training_days(roster: Roster, year: int) -> Iterator[Session]:
    """Six classes of three days for people of rank; twelve days a year are asked."""
    cadres = roster.where(lambda person: person.rank in ("科级", "处级"))
    for month, course in zip(TRAINING_MONTHS, TRAINING, strict=True):
        first = workday_near(date(year, month, 11))
        first += timedelta(days=-min(2, first.weekday()) if first.weekday() < 3 else -2)
        for number in range(CLASS_DAYS):
            day = first + timedelta(days=number)
            people = [person for person in cadres if person.unit_on(day) and _attends(person, course, year)]
            yield Session(
                f"{course}专题培训班（第{number + 1}天）", ("干部培训",), (ROOT,), day, time(9, 0), 450,
                place="区委党校", form="脱产培训", category="应用性", expected=people, habits=Habits(1.06, 0),
            )  # fmt: skip


def online_evenings(roster: Roster, year: int) -> Iterator[Session]:
    """Two online courses for those who cannot leave their desks."""
    cadres = roster.where(lambda person: person.rank in ("科级", "处级"))
    for month, course in zip(ONLINE_MONTHS, ONLINE, strict=True):
        for number in range(ONLINE_EVENINGS):
            day = workday_near(date(year, month, 2 + number * 4))
            people = [person for person in cadres if person.unit_on(day) and not _attends(person, course, year)]
            yield Session(
                f"网络培训：{course}（第{number + 1}讲）", ("网络培训",), (ROOT,), day, time(18, 30), 240,
                place="线上", form="网络学习", category="前瞻性", expected=people, habits=Habits(1.04, 0),
            )  # fmt: skip


def reports_upward(year: int, today: date) -> Iterator[Session]:
    """Last year's summary and this year's plan: due by 31 January, sent late by some, by a few not at all."""
    rng = luck("reports", year)
    for unit in UNITS:
        founded = founded_on(unit, today)
        draw, early, late = rng.random(), rng.randint(9, 31), rng.randint(3, 27)
        day = workday_near(date(year, 2, late) if 0.84 < draw < 0.95 else date(year, 1, early))
        if founded is None or founded < day:
            yield Session(
                f"报送{year - 1}年学习总结和{year}年学习计划", ("总结计划报送",), (unit.code,), day, time(10, 0), 20,
                form="书面报送", keeps_roll=False, never_held=draw >= 0.95,
            )  # fmt: skip
