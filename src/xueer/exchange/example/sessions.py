"""A session as the generators place it, and what it looks like on a given day: held, announced or still planned."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from xueer.exchange.example.columns import Row, joined, row
from xueer.exchange.example.luck import luck
from xueer.exchange.example.people import Person
from xueer.exchange.example.rolls import USUAL, Habits, head_counts, roll_rows
from xueer.exchange.example.topics import ACTIONS

ANNOUNCED = timedelta(days=14)  # how long before the day a session is announced
LISTED = timedelta(days=60)  # how far ahead planned sessions are entered as activities


@dataclass
class Session:
    """One activity of a year, whether or not its day has come."""

    topic: str
    types: tuple[str, ...]
    units: tuple[str, ...]
    day: date
    starts: time = time(14, 30)
    minutes: int = 120
    group: str = ""
    place: str = ""
    form: str = ""
    category: str = ""
    host: Person | None = None
    speaker: Person | str | None = None
    key_speakers: tuple[Person, ...] = ()
    expected: list[Person] = field(default_factory=list)
    keeps_roll: bool = True
    habits: Habits = USUAL
    has_notes: bool = False
    never_held: bool = False  # was planned, then forgotten
    cancelled: bool = False
    code: str = ""
    item: str = ""

    def state(self, today: date) -> str:
        """The word for 状态. What happens today is announced, not held: the day is not over."""
        if self.cancelled:
            return "取消"
        if self.day < today:
            return "已举行"
        return "已预告" if self.day <= today + ANNOUNCED else "计划"

    def is_entered(self, today: date) -> bool:
        """Past sessions are entered as they were held; those to come only if planned and near."""
        if self.never_held:
            return False
        return self.day < today or (bool(self.item) and self.day <= today + LISTED)

    def was_held(self, today: date) -> bool:
        return self.state(today) == "已举行" and not self.never_held

    def roll(self, today: date) -> list[Row]:
        """Sheet 签到 for this session."""
        if not (self.keeps_roll and self.was_held(today)):
            return []
        on_stage = [person for person in (self.host, self.speaker, *self.key_speakers) if isinstance(person, Person)]
        return roll_rows(self.code, self.expected, self.day, today, self.habits, {person.code for person in on_stage})

    def row(self, today: date) -> Row:
        """Sheet 活动."""
        start = datetime.combine(self.day, self.starts)
        held = self.was_held(today)
        heads = (
            head_counts(self.code, self.expected, self.day, self.habits)
            if held and not self.keeps_roll
            else (None,) * 2
        )
        return row(
            "活动", self.code, self.topic, joined(self.types), joined(self.units), self.group, self.item,
            start, start + timedelta(minutes=self.minutes), self.place, self.form, self.category,
            self.host.code if self.host else None,
            self.speaker.code if isinstance(self.speaker, Person) else self.speaker,
            joined(person.code for person in self.key_speakers),
            self.state(today), *heads, self.notes() if held else None,
        )  # fmt: skip

    def notes(self) -> str:
        """Two or three sentences of minutes where the session keeps them."""
        if not self.has_notes:
            return ""
        rng = luck("notes", self.code)
        asked = rng.randint(2, 6)
        opening = f"围绕“{self.topic.split('：')[-1]}”学习交流"
        speakers = "、".join(person.name for person in self.key_speakers)
        spoke = f"，{speakers}作中心发言" if speakers else ""
        return f"{opening}{spoke}，{asked}人提问或补充。会上商定：{rng.choice(ACTIONS)}。"


def number_sessions(sessions: list[Session], year: int) -> None:
    """Give codes by host and day; a session keeps its code whatever the day of asking."""
    counts: dict[str, int] = {}
    for session in sorted(sessions, key=lambda session: (session.units, session.day, session.starts, session.types)):
        host = session.units[0]
        counts[host] = counts.get(host, 0) + 1
        session.code = f"HD{year}-{host}-{counts[host]:03}"
