"""Acts elsewhere leave a desk as it is; whatever may have changed it makes it be read anew."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.factories import MOMENT, hold, make_group
from xueer.access.queries import Reach
from xueer.activities.models import Activity, Audience
from xueer.audit.actions import note
from xueer.audit.queries import changes_since, version
from xueer.org.models import Person
from xueer.web.panels.concern import concerns
from xueer.web.panels.parts import Seat

NOW = timezone.make_aware(datetime(2025, 6, 2, 8))
pytestmark = pytest.mark.django_db


def seat_of(person: Person) -> Seat:
    return Seat(person, Reach(person, NOW.date()), person.unit, NOW, NOW.date())


def told(person: Person, act: Callable[[], object]) -> bool:
    """Does the act concern the person's desk?"""
    before = version()
    act()
    changes = changes_since(before)
    assert changes
    return concerns(seat_of(person), changes)


def changed(activity: Activity) -> Callable[[], None]:
    return lambda: note(verb="activities.activity.change", by=None, at=MOMENT, about=activity)


@pytest.mark.parametrize("who", ["member", "secretary", "head"])
def test_a_session_elsewhere_concerns_nobody_here(cast: Cast, who: str):
    elsewhere = hold(cast.other, "2025-06-01 09:00", roll={cast.stranger: "ATTENDED"})

    assert not told(cast.accounts[who], changed(elsewhere))
    assert told(cast.stranger, changed(elsewhere))


@pytest.mark.parametrize("who", ["member", "secretary", "head"])
def test_a_session_of_the_unit_concerns_everybody_in_it(cast: Cast, who: str):
    assert told(cast.accounts[who], lambda: hold(cast.office, "2025-06-01 09:00", roll={cast.head: "ATTENDED"}))
    assert told(cast.accounts[who], lambda: hold(cast.other, "2025-06-01 09:00", joint=(cast.office,)))


def test_a_session_elsewhere_concerns_whom_it_names(cast: Cast):
    group = make_group("G", cast.other, [cast.member])
    there = {name: hold(cast.other, "2025-06-01 09:00") for name in ("roll", "group", "unit", "part", "none")}
    rolled = hold(cast.other, "2025-06-01 09:00", roll={cast.member: "ATTENDED"})
    Audience.objects.create(activity=there["group"], kind="GROUP", group=group)
    Audience.objects.create(activity=there["unit"], kind="UNIT", unit=cast.district)
    there["part"].parts.create(person=cast.member, role="CHAIR", position=1)

    assert [name for name, session in there.items() if told(cast.member, changed(session))] == ["group", "unit", "part"]
    assert told(cast.member, changed(rolled))


def test_whatever_is_not_about_a_session_concerns_everybody_but_looking(cast: Cast):
    def act(verb: str) -> Callable[[], None]:
        return lambda: note(verb=verb, by=None, at=MOMENT, about=cast.other)

    assert told(cast.member, act("org.edit_unit"))
    assert told(cast.member, act("plans.item.change"))
    assert told(cast.member, act("activities.series.plan"))
    assert not told(cast.member, act("activities.roll.look_up"))
    assert not told(cast.member, act("access.password.reset"))


def test_whoever_answers_everywhere_is_concerned_by_everything(cast: Cast):
    assert told(cast.administrator, changed(hold(cast.other, "2025-06-01 09:00")))
