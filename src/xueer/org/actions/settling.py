"""Bringing what own rows say of today up to today, where a dated post or placement has begun since."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from xueer.common.calendar import local_day
from xueer.org.actions.placing import store_superiors
from xueer.org.actions.transferring import store_main_posts
from xueer.org.models import Person, Placement, Post, Unit
from xueer.org.queries import main_timeline, superiors


def settle_today(*, at: datetime) -> int:
    """Puts on people's and units' own rows the main post and the superior that hold today. Returns how many changed.

    Nobody's days change, only which of them are kept as dated rows; so nothing is noted.
    """
    day = local_day(at)
    with transaction.atomic():
        posts = Post.objects.filter(main=True, starts_on__lte=day, ends_on__gt=day).exclude(
            unit_id=F("person__unit_id")
        )
        people = list(Person.objects.filter(pk__in=posts.values("person"), starts_on__lte=day, ends_on__gt=day))
        for person in people:
            store_main_posts(person, main_timeline(person), at=at)
        placed = Placement.objects.filter(starts_on__lte=day, ends_on__gt=day)
        other = Q(parent=F("unit__parent")) | Q(parent=None, unit__parent=None)
        units = list(Unit.objects.filter(pk__in=placed.exclude(other).values("unit")))
        for unit in units:
            store_superiors(unit, superiors(unit), at=at)
    return len(people) + len(units)
