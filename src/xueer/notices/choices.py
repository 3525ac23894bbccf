"""What people are told about: each kind with its sentence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    """The label is the sentence, filled with the notice's `params`: topic, person, unit, day, reason, answer, title."""

    LEAVE_ASKED = "LEAVE_ASKED", _("%(person)s asks for leave from “%(topic)s” on %(day)s: %(reason)s")
    LEAVE_GRANTED = "LEAVE_GRANTED", _("Your leave from “%(topic)s” on %(day)s is granted")
    LEAVE_REFUSED = "LEAVE_REFUSED", _("Your leave from “%(topic)s” on %(day)s is refused: %(answer)s")
    ANNOUNCED = "ANNOUNCED", _("You are expected at “%(topic)s” on %(day)s")
    JOINT = "JOINT", _("%(person)s of %(unit)s has named your unit as holding “%(topic)s” on %(day)s with them")
    JOINT_LEFT = "JOINT_LEFT", _("%(unit)s does not hold “%(topic)s” on %(day)s with you: %(reason)s")
    MOVED = "MOVED", _("“%(topic)s” was moved to %(day)s: %(reason)s")
    CANCELLED = "CANCELLED", _("“%(topic)s” on %(day)s was cancelled: %(reason)s")
    MAKE_UP_OPEN = "MAKE_UP_OPEN", _("You missed “%(topic)s”; make it up by %(day)s")
    MAKE_UP_HANDED_IN = "MAKE_UP_HANDED_IN", _("%(person)s handed in a make-up for “%(topic)s”")
    MAKE_UP_ACCEPTED = "MAKE_UP_ACCEPTED", _("Your make-up for “%(topic)s” is accepted")
    MAKE_UP_RETURNED = "MAKE_UP_RETURNED", _("Your make-up for “%(topic)s” came back: %(answer)s")
    PLAN_SUBMITTED = "PLAN_SUBMITTED", _("The study plan %(title)s of %(unit)s waits for approval")
    PLAN_APPROVED = "PLAN_APPROVED", _("The study plan %(title)s of %(unit)s was approved")
    PLAN_RETURNED = "PLAN_RETURNED", _("The study plan %(title)s of %(unit)s came back: %(answer)s")


# Kinds that ask for a decision; all others only tell.
TO_DECIDE = frozenset({NoticeKind.LEAVE_ASKED, NoticeKind.MAKE_UP_HANDED_IN, NoticeKind.PLAN_SUBMITTED})
