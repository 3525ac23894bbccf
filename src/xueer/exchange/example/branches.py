"""What a branch does in a year: theme days, remote sessions, committee meetings, lessons."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache

from xueer.exchange.example.days import workday_near
from xueer.exchange.example.luck import luck
from xueer.exchange.example.people import Person
from xueer.exchange.example.rolls import Habits
from xueer.exchange.example.roster import Roster
from xueer.exchange.example.sessions import Session
from xueer.exchange.example.topics import BY_KIND, FORMS, LESSONS, PLACES
from xueer.exchange.example.units import BY_CODE, OFFICE, OFFICES, Unit, founded_on

# Neighbours that hold the theme days of May and October together; the first is the host.
PARTNERS = {"QH0102": "QH0103", "QH0203": "QH0204", "QH0308": "QH0309"}
GUESTS = set(PARTNERS.values())
JOINT_MONTHS = (5, 10)
NO_ROLLS = {"QH0112", "QH0213", "QH0305", "QH0411", "QH0501"}  # these only count heads
ALL_ROLLS = {OFFICE, "QH0604", "QH0302", "QH0206", "QH0402", "QH0108"}  # these keep rolls of remote sessions as well
MODEL = {OFFICE, "QH0604", "QH0302"}  # these miss nothing


@dataclass(frozen=True)
class Style:
    """How a branch goes about its year."""

    zeal: float
    day: int
    lessons: tuple[int, int]
    kinds: tuple[str, ...]
    habits: Habits


@lru_cache(maxsize=400)
def style_of(unit: Unit, year: int) -> Style:
    """Most branches do all that is asked, some slip, a few are far behind."""
    rng = luck("style", unit.code, year)
    zeal = rng.choices((1.0, 0.97, 0.9, 0.68), (55, 15, 20, 10))[0]
    kinds = list(BY_KIND)
    rng.shuffle(kinds)
    few_kinds = rng.random() < 0.18
    careless = rng.random() < 0.1
    habits = Habits(0.78, 0.1) if careless else Habits(min(1.03, rng.gauss(0.99, 0.03)), rng.choice((0.2, 0.4, 0.7)))
    lessons = (rng.choice((4, 5, 6)), rng.choice((9, 10, 11)))
    style = Style(zeal, rng.choice((5, 8, 10, 12, 15, 18, 20)), lessons, tuple(kinds[: 4 if few_kinds else 5]), habits)
    if unit.code in MODEL:
        return replace(style, zeal=1.0, lessons=(6, 11), kinds=tuple(kinds), habits=Habits(1.02, 0.75))
    return style


@dataclass
class BranchYear:
    """Places the sessions of one branch in one year."""

    unit: Unit
    year: int
    roster: Roster

    def __post_init__(self) -> None:
        self.style = style_of(self.unit, self.year)
        self.rng = luck("branch", self.unit.code, self.year)
        self.turn = 0

    def sessions(self, today: date) -> Iterator[Session]:
        """All sessions of the year; a branch founded in its course starts a month later."""
        founded = founded_on(self.unit, today)
        for month in range(1, 13):
            if founded and date(self.year, month, 1) < founded:
                continue
            if not (self.unit.code in GUESTS and month in JOINT_MONTHS):
                yield self.theme_day(month)
            yield self.remote_session(month)
            if self.unit.stratum == OFFICES and self.unit.code.startswith("QH06"):
                yield self.committee_meeting(month)

    def _topic(self) -> tuple[str, str]:
        """The next kind of content in turn, with a topic of that kind."""
        kind = self.style.kinds[self.turn % len(self.style.kinds)]
        self.turn += 1
        return kind, self.rng.choice(BY_KIND[kind])

    def _forgets(self) -> bool:
        return self.rng.random() >= self.style.zeal

    def _committee(self, day: date) -> list[Person]:
        return self.roster.committee(self.unit.code, day) or [self.roster.secretary(self.unit.code)]

    def _people(self, day: date, units: tuple[str, ...]) -> list[Person]:
        return [person for unit in units for person in self.roster.on(unit, day)]

    def _lecturer(self, day: date) -> Person:
        """The secretary, or now and then another member of the committee."""
        secretary = self.roster.secretary(self.unit.code)
        others = [person for person in self._committee(day) if person is not secretary]
        steps_aside = self.rng.random() < 0.35 and self.unit.code not in MODEL
        return others[0] if steps_aside and others else secretary

    def theme_day(self, month: int) -> Session:
        """The monthly day; in turn it is also the members' meeting of the quarter and the lesson of the half-year."""
        day = workday_near(date(self.year, month, self.style.day))
        kind, topic = self._topic()
        partner = PARTNERS.get(self.unit.code) if month in JOINT_MONTHS else None
        units = (self.unit.code, partner) if partner else (self.unit.code,)
        types, lecturer = ["主题党日", "党员远程教育"], None
        if month % 3 == 0:
            types.append("支部党员大会")
        if month in self.style.lessons:
            types.append("党课")
            topic = f"党课《{self.rng.choice(LESSONS)}》"
            lecturer = self._lecturer(day)
        long = self.rng.random() < 0.85
        return Session(
            f"主题党日：{topic}", tuple(types), units, day, time(14, 0) if long else time(14, 30), 180 if long else 150,
            place=self.rng.choice(PLACES[self.unit.stratum]), form=FORMS[kind], category=kind, speaker=lecturer,
            host=self.roster.secretary(self.unit.code), expected=self._people(day, units),
            keeps_roll=self.unit.code not in NO_ROLLS, habits=self.style.habits,
            has_notes=month % 3 == 0, never_held=self._forgets() and not partner,
        )  # fmt: skip

    def remote_session(self, month: int) -> Session:
        """The month's second remote session, about two weeks after the theme day."""
        day = workday_near(date(self.year, month, (self.style.day + 11) % 25 + 2))
        kind, topic = self._topic()
        return Session(
            f"远程教育：{topic}", ("党员远程教育",), (self.unit.code,), day, time(15, 0), 90,
            place=self.rng.choice(PLACES[self.unit.stratum]), form="观看远程节目", category=kind,
            host=self.roster.clerk(self.unit.code), expected=self._people(day, (self.unit.code,)),
            keeps_roll=self.unit.code in ALL_ROLLS, habits=self.style.habits,
            never_held=self._forgets(), cancelled=self.rng.random() < 0.01,
        )  # fmt: skip

    def committee_meeting(self, month: int) -> Session:
        """The committee of an office's branch meets in the first days of the month."""
        day = workday_near(date(self.year, month, 3))
        return Session(
            f"{month}月支部委员会会议", ("支部委员会",), (self.unit.code,), day, time(9, 0), 60,
            place=PLACES[BY_CODE[self.unit.code].stratum][0], form="会议", expected=self._committee(day),
            host=self.roster.secretary(self.unit.code), habits=self.style.habits,
            never_held=self._forgets(),
        )  # fmt: skip
