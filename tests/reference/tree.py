"""Who stood where on a day: parents, subtrees, posts, memberships."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from itertools import chain

from tests.reference.rows import ALWAYS, holds_on
from tests.reference.sheets import Membership, Person, Post, Sheets

ONE_DAY = timedelta(days=1)


class Tree:
    """The organisation as of any day.

    Nothing changes between two neighbouring `change_days`, so what was found for one day is kept under the change day
    before it (`settled`); that is the only shortcut, and a test compares it with asking every day.
    """

    def __init__(self, sheets: Sheets):
        self.sheets = sheets
        self.change_days = change_days(sheets)
        self.placements, self.own_posts, self.joined = defaultdict(list), defaultdict(list), defaultdict(list)
        for placement in sheets.placements:
            self.placements[placement.unit].append(placement)
        for post in sheets.posts:
            self.own_posts[post.person].append(post)
        for membership in sheets.memberships:
            self.joined[membership.person].append(membership)
        self._inside: dict[tuple[str, str, date], bool] = {}
        self._posts: dict[tuple[str, date], list[Post]] = {}

    def settled(self, on: date) -> date:
        return self.change_days[bisect_right(self.change_days, on) - 1]

    def stretches(self, first: date | None, last: date | None) -> list[tuple[date, int]]:
        """The span cut where anything changes: the first day of each stretch and how many days it has."""
        first, last = first or date.min, last or date.max
        starts = [first, *(on for on in self.change_days if first < on <= last)]
        ends = [*(on - ONE_DAY for on in starts[1:]), last]
        return [(start, (end - start).days + 1) for start, end in zip(starts, ends, strict=True)]

    def parent(self, unit: str, on: date) -> str:
        """The 上级编码 of the 隶属 row that covers the day, else of the 单位 row; "" at the top."""
        for placement in self.placements[unit]:
            if holds_on(placement.first, placement.last, on):
                return placement.parent
        return self.sheets.units[unit].parent if unit in self.sheets.units else ""

    def is_inside(self, unit: str, ancestor: str, on: date) -> bool:
        """Whether `unit` is `ancestor` or below it that day; a unit in between need not exist that day."""
        key = unit, ancestor, self.settled(on)
        if key not in self._inside:
            above, seen = unit, set()
            while above and above != ancestor and above not in seen:
                seen.add(above)
                above = self.parent(above, on)
            self._inside[key] = above == ancestor
        return self._inside[key]

    def unit_exists(self, unit: str, on: date) -> bool:
        row = self.sheets.units[unit]
        return holds_on(row.first, row.last, on)

    def in_post(self, person: str, on: date) -> bool:
        row = self.sheets.people[person]
        return holds_on(row.first, row.last, on)

    def posts(self, person: str, on: date) -> list[Post]:
        """All posts of a day, the main one first; none before 到岗 or after 离岗."""
        key = person, self.settled(on)
        if key not in self._posts:
            self._posts[key] = self._posts_of(self.sheets.people[person], on)
        return self._posts[key]

    def _posts_of(self, person: Person, on: date) -> list[Post]:
        if not self.in_post(person.code, on):
            return []
        today = [post for post in self.own_posts[person.code] if holds_on(post.first, post.last, on)]
        main = [post for post in today if post.is_main]
        if not main:
            main = [Post(person.code, person.unit, person.duty, True, None, None)]
        return main + [post for post in today if not post.is_main]

    def main_unit(self, person: str, on: date) -> str | None:
        posts = self.posts(person, on)
        return posts[0].unit if posts else None

    def group_exists(self, group: str, on: date) -> bool:
        return self.unit_exists(self.sheets.groups[group].unit, on)

    def memberships(self, person: str, on: date) -> list[Membership]:
        """Memberships of a day, in groups that exist that day, of a person in post that day."""
        if not self.in_post(person, on):
            return []
        held = [one for one in self.joined[person] if holds_on(one.first, one.last, on)]
        return [one for one in held if self.group_exists(one.group, on)]

    def members(self, kind: str, subject: str, on: date, *, directly: bool) -> list[str]:
        """People of a unit (main posts only; `directly`: not of the units below it) or of a group on a day."""
        people = self.sheets.people
        if kind == "group":
            return [who for who in people if subject in {one.group for one in self.memberships(who, on)}]
        units = {who: self.main_unit(who, on) for who in people}
        if directly:
            return [who for who in people if units[who] == subject]
        return [who for who in people if units[who] and self.is_inside(units[who], subject, on)]

    def is_exempt(self, person: str, on: date) -> bool:
        """Whether 免集中学习 holds that day."""
        first = self.sheets.people[person].exempt_from
        return first is not None and first <= on


def change_days(sheets: Sheets) -> list[date]:
    """Every day on which anything that is dated begins, or has just ended."""
    dated = chain(
        sheets.units.values(),
        sheets.placements,
        sheets.people.values(),
        sheets.posts,
        sheets.memberships,
        sheets.requirements.values(),
    )
    days = {ALWAYS}
    for row in dated:
        days |= {row.first or ALWAYS, row.last + ONE_DAY if row.last else ALWAYS}
    return sorted(days | {person.exempt_from or ALWAYS for person in sheets.people.values()})
