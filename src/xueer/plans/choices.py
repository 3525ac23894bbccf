"""Words of plans."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The organisation's own words for an item, as the workbook has them in 计划.状态: one that binds nobody yet, one that
# was dropped (the first is what pages write), one that was carried over to a later month or plan.
DRAFT_WORD = "草稿"
DROPPED_WORDS = ("取消", "已取消", "作废")
CARRIED_WORD = "顺延"


class PlanState(TextChoices):
    """A submitted plan is a draft that waits for its approval; it binds nobody."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", pgettext_lazy("plan", "Waiting for approval")
    IN_FORCE = "IN_FORCE", pgettext_lazy("plan", "In force")
    CLOSED = "CLOSED", _("Closed")


# States in which a plan binds nobody: it is no fact in the ledger and is left out of progress.
NOT_YET = (PlanState.DRAFT, PlanState.SUBMITTED)
# States in which items are added and changed.
OPEN = (PlanState.DRAFT, PlanState.IN_FORCE)


class Fate(TextChoices):
    """What becomes of an item that is unfinished when the year is closed."""

    CARRY = "CARRY", _("Carry over to the next year")
    LEAVE = "LEAVE", _("Leave it undone")
