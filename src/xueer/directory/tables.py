"""How the lists and the structure of a unit are laid out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from xueer.common.calendar import BEGINNING, FOREVER, ONE_DAY
from xueer.org.models import GroupMember, Membership, Person, Placement, Unit
from xueer.org.queries import main_timeline, role_rank
from xueer.org.structure import Band, Structure

# The chart: a row is 34 high, bars begin at 118 and may be 520 long; four greys, the rest is put together.
ROW, LEFT, LENGTH, GREYS, ROOM_FOR_A_NUMBER = 34, 118, 520, 4, 30


def band_words(band: Band | None) -> str:
    """35 岁以下 · 35—44 · 55 岁以上: the last year of age that counts is named, as people say it."""
    if band is None:
        return _("No date of birth")
    if band.low is None:
        return _("Under %(age)s") % {"age": band.high}
    if band.high is None:
        return _("%(age)s and over") % {"age": band.low}
    return _("%(low)s–%(high)s") % {"low": band.low, "high": band.high - 1}


@dataclass(frozen=True)
class Cell:
    """A figure and the list of people behind it; None instead of 0."""

    count: int | None
    href: str


@dataclass(frozen=True)
class Line:
    """A band of age across all levels of schooling."""

    words: str
    cells: list[Cell]
    total: Cell
    share: Fraction | None


@dataclass(frozen=True)
class StructureTable:
    educations: list[str]
    lines: list[Line]
    totals: list[Cell]
    shares: list[Fraction | None]


def structure_table(found: Structure, *, on: str) -> StructureTable:
    """The cross table; every figure opens to its people. `on`: the day of the address, or empty."""

    def cell(count: int, **filters: Any) -> Cell:
        wanted = {name: value for name, value in filters.items() if value is not None}
        return Cell(count or None, "?" + urlencode({"tab": "people"} | wanted | ({"on": on} if on else {})))

    lines = []
    for band in (*found.bands, *([None] if found.undated else [])):
        where = {"low": band.low, "high": band.high} if band else {"no_date": 1}
        cells = [cell(found.cells[band, one], education=one, **where) for one in found.educations]
        number = found.of_band(band)
        lines.append(Line(band_words(band), cells, cell(number, **where), found.share(number)))
    numbers = [found.of_education(one) for one in found.educations]
    totals = [cell(number, education=one) for number, one in zip(numbers, found.educations, strict=True)]
    names = [one or _("Not given") for one in found.educations]
    return StructureTable(names, lines, totals, [found.share(number) for number in numbers])


@dataclass(frozen=True)
class Bar:
    """One piece of a row of the chart: grey 1–4, place and length in units of the picture."""

    grey: int
    x: int
    y: int
    width: int
    count: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def base(self) -> float:
        return self.y + 15.5

    @property
    def labelled(self) -> bool:
        return self.width >= ROOM_FOR_A_NUMBER


@dataclass(frozen=True)
class ChartRow:
    words: str
    bars: list[Bar]
    total: int
    y: int
    end: int

    @property
    def base(self) -> int:
        return self.y + 16


@dataclass(frozen=True)
class Chart:
    keys: list[tuple[int, str]]
    rows: list[ChartRow]
    height: int


def chart(found: Structure) -> Chart | None:
    """Bars by band of age, parted by schooling; None when nobody has a date of birth."""
    most = max((found.of_band(band) for band in found.bands), default=0)
    if not most:
        return None
    several = len(found.educations) > GREYS
    own = found.educations[: GREYS - 1] if several else found.educations
    keys = [(grey, name or _("Not given")) for grey, name in enumerate(own, start=1)]
    if several:
        keys.append((GREYS, _("Others")))
    rows = []
    for place, band in enumerate(found.bands):
        counts = [found.cells[band, name] for name in own]
        total = found.of_band(band)
        if several:
            counts.append(total - sum(counts))
        bars, end = _bars(counts, y=8 + ROW * place, unit=Fraction(LENGTH, most))
        rows.append(ChartRow(band_words(band), bars, total, 8 + ROW * place, end))
    return Chart(keys, rows, 10 + ROW * len(rows))


def _bars(counts: list[int], *, y: int, unit: Fraction) -> tuple[list[Bar], int]:
    """The pieces of a row, one unit of the picture apart, and where the row ends."""
    bars, done = [], 0
    for grey, count in enumerate(counts, start=1):
        start, end = LEFT + int(done * unit), LEFT + int((done + count) * unit)
        if count:
            bars.append(Bar(grey, start, y, max(1, end - start - 1), count))
        done += count
    return bars, LEFT + int(done * unit)


def people_columns() -> list[str]:
    return [
        _("Staff code"),
        _("Name"),
        _("Unit"),
        _("Duty"),
        _("Rank"),
        _("Education"),
        _("Political status"),
        _("Phone"),
    ]


def people_rows(rows: Iterable[Membership], phone: Any) -> Iterator[tuple]:
    """Rows of the spreadsheet; `phone` masks or passes a number."""
    for row in rows:
        person = row.person
        duty = row.duty or person.duty
        yield (
            person.code,
            person.name,
            row.unit.name,
            duty,
            person.rank,
            person.education,
            person.political,
            phone(person.phone),
        )


@dataclass(frozen=True)
class Change:
    """Something that changed in a unit: when, what, whom it concerns."""

    day: date
    words: str
    name: str
    person_code: str
    unit: str
    detail: str


def changes(posts: Iterable[Membership], moved: Iterable[Placement], *, after: date, on: date) -> list[Change]:
    """Who came, left or changed posts, and which units moved, latest first. An end is named by its last day."""
    found = []
    for post in posts:
        person, detail = post.person, post.duty if post.main else _("%(duty)s (side post)") % {"duty": post.duty}
        who = (person.name, person.code, post.unit.name, detail)
        if after < post.starts_on <= on and post.starts_on != BEGINNING:
            words = _("Joined") if post.starts_on == person.starts_on else _("Post begins")
            found.append(Change(post.starts_on, words, *who))
        if after < post.ends_on <= on and post.ends_on != FOREVER:
            words = _("Left") if post.ends_on == person.ends_on else _("Post ends")
            found.append(Change(post.ends_on - ONE_DAY, words, *who))
    for move in moved:
        above = move.parent.name if move.parent else _("no superior")
        found.append(Change(move.starts_on, _("Placed under"), move.unit.name, "", above, ""))
    return sorted(found, key=lambda change: (change.day, change.name), reverse=True)


def led_by(members: Iterable[GroupMember]) -> list[GroupMember]:
    """Members of a group: head, deputy, secretary, other roles, then plain members; each by name."""
    return sorted(members, key=lambda member: (role_rank(member.role), member.person.sort_key, member.person.code))


@dataclass(frozen=True)
class PostLine:
    """A post of somebody's timeline. `place`: which main post it is; `pk`: which second post."""

    unit: Unit | None
    duty: str
    starts_on: date
    ends_on: date
    place: int | None = None
    pk: int | None = None

    @property
    def main(self) -> bool:
        return self.place is not None


def post_lines(person: Person) -> list[PostLine]:
    """Main and second posts over all days in service, latest first; main ones before second ones of the same day."""
    spans = main_timeline(person)
    units = Unit.objects.in_bulk([span.value[0] for span in spans if span.value[0]])
    lines = [
        PostLine(units.get(span.value[0] or 0), span.value[1], start, end, place=place)
        for place, span in enumerate(spans)
        if (start := max(span.start, person.starts_on)) < (end := min(span.end, person.ends_on))
    ]
    lines += [
        PostLine(post.unit, post.duty, post.starts_on, post.ends_on, pk=post.pk)
        for post in person.posts.filter(main=False).select_related("unit")
    ]
    return sorted(lines, key=lambda line: (line.ends_on, line.starts_on, line.main), reverse=True)
