"""Days off and working days as people write them in a notice, one entry a line.

    read_days("2026-05-04 放假 青年节\\n2026-07-20至2026-07-24 休 高温假\\n2026-05-09 上班")
        == [(date(2026, 5, 4), False, "青年节"), …, (date(2026, 5, 9), True, "")]

A line: a day or a range of days, then off (放假 休息 休 off) or working (上班 补班 班 works); the rest is the name.
Without the word it is a day off; 调休上班 is a working day.
"""

import re
from datetime import date, timedelta

from xueer.common.cells import BadCell, parse_date
from xueer.common.text import fold_width, trim

WORKING = ("上班", "补班", "工作日")
WORKS = ("班", "works")
OFF = ("放假", "休息", "休假", "休", "off")
# A range longer than this is a mistyped year.
LONGEST = 62
MOST = 400
_DAY = r"[0-9]{4}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
_LINE = re.compile(rf"({_DAY})(?:\s*(?:至|到|—+|~|–| - )\s*({_DAY}))?[\s,，:：、]*(.*)")


class BadLine(ValueError):
    """A line that cannot be read. `number` counts from 1."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(line)
        self.number, self.line = number, line


def read_days(text: str) -> list[tuple[date, bool, str]]:
    """(day, works, name) of each day that the lines name, the last word on a day winning. Raises BadLine."""
    found: dict[date, tuple[bool, str]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not trim(line):
            continue
        match = _LINE.fullmatch(trim(fold_width(line)))
        if match is None:
            raise BadLine(number, line)
        try:
            first = parse_date(match[1].replace(".", "-"))
            last = parse_date(match[2].replace(".", "-")) if match[2] else first
        except BadCell:
            raise BadLine(number, line) from None
        if first is None or last is None or not timedelta(0) <= last - first <= timedelta(LONGEST):
            raise BadLine(number, line)
        works, name = _kind(match[3])
        for offset in range((last - first).days + 1):
            found[first + timedelta(offset)] = (works, name[:100])
        if len(found) > MOST:
            raise BadLine(number, line)
    return [(day, *said) for day, said in sorted(found.items())]


def _kind(rest: str) -> tuple[bool, str]:
    works = any(word in rest for word in WORKING) or rest.lower().startswith(WORKS)
    for word in (*WORKING, *WORKS, *OFF):
        if rest.lower().startswith(word):
            rest = rest[len(word) :]
            break
    return works, rest.strip(" ,:：、（）()")
