"""What a person has been told."""

from django.db.models import QuerySet

from xueer.notices.choices import TO_DECIDE
from xueer.notices.models import Notice
from xueer.org.models import Person


def notices_of(person: Person) -> QuerySet[Notice]:
    """Everything the person was told, newest first."""
    return Notice.objects.filter(person=person).order_by("-made_at", "-id")


def unread(person: Person) -> QuerySet[Notice]:
    """What the person has not read yet, newest first."""
    return notices_of(person).filter(read_at=None)


def to_decide(person: Person) -> QuerySet[Notice]:
    """What waits for the person's decision, oldest first."""
    return Notice.objects.filter(person=person, kind__in=TO_DECIDE, settled_at=None).order_by("made_at", "id")


def sentence(notice: Notice) -> str:
    """The notice in the reader's language."""
    blanks = dict.fromkeys(("topic", "person", "unit", "day", "reason", "answer", "title"), "")
    return str(notice.get_kind_display()) % (blanks | notice.params)
