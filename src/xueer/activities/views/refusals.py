"""What leave and make-ups refuse, in words to the person who tried. First what is the matter, then the way out."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from xueer.activities import errors

WORDS = {
    errors.ReasonMissing: _("Nothing was saved: please give the reason in a few words."),
    errors.NotExpected: _("The person is not expected at this activity, so there is nothing to take leave from."),
    errors.LeaveTooLate: _(
        "The activity has begun, so leave can no longer be asked for here. Please tell the study secretary, who can "
        "enter it afterwards."
    ),
    errors.LeaveBegun: _(
        "The activity has begun, so leave can no longer be taken back here. "
        "Whoever takes the roll marks you as present."
    ),
    errors.LeaveOver: _("Nothing was changed: this leave was dealt with already, or the activity is over."),
    errors.LeaveUseless: _("Nothing was changed: the roll shows the person as present, or the absence as made up."),
    errors.OwnMatter: _("Nobody decides about their own leave or make-up. Please leave it to somebody else."),
    errors.MakeUpOver: _("Nothing was changed: this make-up was dealt with already, or is owed no more."),
    errors.MakeUpLapsed: _(
        "The deadline has passed, so nothing can be handed in any more. Please tell the study secretary, who can still "
        "close it with a reason."
    ),
    errors.WayNotAllowed: _("The rule does not allow this way of making up. Please choose another one."),
    errors.SessionUnfit: _("This session cannot stand in for the one you missed. Please choose another one."),
    errors.AnswerMissing: _("Nothing was handed in: please write in short what you take from the material."),
    errors.DayUnfit: _("Nothing was saved: the day must lie between the session and today."),
}
REFUSED = tuple(WORDS)


def refuse(request: HttpRequest, error: Exception) -> None:
    """Puts the words for a refusal above the next page."""
    messages.error(request, str(WORDS[type(error)]))
