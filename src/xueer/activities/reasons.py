"""Reasons for being away that forms offer; any other words may be typed."""

from django.utils.translation import pgettext


def reasons() -> list[str]:
    """The usual ones, most frequent first, in the reader's language."""
    return [
        pgettext("reason", "Business trip"),
        pgettext("reason", "Sick leave"),
        pgettext("reason", "Personal leave"),
        pgettext("reason", "On duty"),
        pgettext("reason", "Another meeting"),
        pgettext("reason", "Training elsewhere"),
        pgettext("reason", "Annual leave"),
        pgettext("reason", "Without reason"),
    ]
