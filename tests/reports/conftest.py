"""A year of the office: sessions under several headings, leave and make-ups, requirements met and missed."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.factories import AWAY, HERE, LATE, LEAVE, hold, make_requirement
from xueer.activities.choices import RollStatus
from xueer.reports.actions import draft_report
from xueer.reports.models import Report

AT = timezone.make_aware(datetime(2026, 1, 20, 9, 30))
ON = date(2026, 1, 20)
LAST_DAY = date(2025, 12, 31)


@pytest.fixture
def year(cast: Cast) -> Cast:
    roll = {cast.head: HERE, cast.secretary: LATE, cast.member: RollStatus.MADE_UP}
    hold(cast.office, "2025-03-07 14:30", types=("集中学习", "党课"), roll=roll, categories=("基础性", "应用性"))
    hold(cast.office, "2025-05-09 09:00", roll={cast.head: HERE, cast.secretary: LEAVE, cast.member: AWAY})
    hold(cast.office, "2025-08-01 09:00", minutes=90, head_count=1998, categories=("应用性",))
    make_requirement(cast.office, code="Q-UNIT", name="每季集中学习")
    make_requirement(cast.office, code="Q-MET", name="全年党课", types=("党课",), period="YEAR")
    person = {"subject_kind": "PERSON", "period": "YEAR", "strength": "SHOULD"}
    make_requirement(cast.office, code="Q-HINT", name="参加两次", at_least=2, **person)
    return cast


@pytest.fixture
def report(year: Cast) -> Report:
    """The draft of the office's summary of 2025."""
    return draft_report("summary", year.office, 2025, by=year.secretary, at=AT)
