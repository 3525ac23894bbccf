"""What a person has been told, and what waits for them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.translation import pgettext

from xueer.notices.choices import TO_DECIDE
from xueer.notices.models import Notice
from xueer.org.models import Person

# The filters of the page.
SHOWN = ("all", "unread", "read")
# Above this many people or matters the database is not asked by a list of them.
FEW = 400
BLANKS = ("topic", "person", "unit", "day", "reason", "answer", "title")


def can_be_told(ids: Collection[int], *, on: date) -> set[int]:
    """Of these people those who read notices on the day: in service, with an account that is not closed."""
    rows = Person.objects.filter(is_active=True, ends_on__gt=on).order_by()
    if len(ids) <= FEW:
        rows = rows.filter(pk__in=list(ids))
    return set(ids).intersection(rows.values_list("pk", flat=True)) if ids else set()


def notices_of(person: Person) -> QuerySet[Notice]:
    """Everything the person was told, newest first."""
    return Notice.objects.filter(person=person).order_by("-made_at", "-id")


def unread(person: Person) -> QuerySet[Notice]:
    """What the person has not read yet, newest first."""
    return notices_of(person).filter(read_at=None)


def unread_count(person_id: int) -> int:
    """How many the person has not read: one look into an index, for the head of every page."""
    return Notice.objects.filter(person=person_id, read_at=None).order_by().count()


def to_decide(person: Person) -> QuerySet[Notice]:
    """What waits for the person's decision, oldest first; what somebody else has decided does not wait any more."""
    return Notice.objects.filter(person=person, kind__in=TO_DECIDE, settled_at=None).order_by("made_at", "id")


def told(person: Person, *, shown: str = "all") -> QuerySet[Notice]:
    """What the person is only told, and what they were to decide and is settled: unread first, then newest first."""
    rows = notices_of(person).exclude(Q(kind__in=TO_DECIDE) & Q(settled_at=None))
    if shown in ("unread", "read"):
        rows = rows.filter(read_at__isnull=shown == "unread")
    later = Case(When(read_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(later, "-made_at", "-id")


def sentence(notice: Notice) -> str:
    """The notice in the reader's language. A stored text without a translation of its blanks still reads."""
    blanks = dict.fromkeys(BLANKS, "") | notice.params
    return str(notice.get_kind_display()) % (blanks | {"day": _day(blanks["day"])})


def _day(text: str) -> str:
    """9月18日 / 18 Sep, of a day stored as 2025-09-18; anything else as it stands."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    # Translators: a format of Django's filter `date`: day and month.
    return date_format(day, pgettext("format of a day in a notice", "j M"))
