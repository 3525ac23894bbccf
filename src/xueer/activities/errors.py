"""What can be refused."""


class RollClosed(Exception):
    """The activity is closed or cancelled: its roll changes only by a correction with a reason."""


class NotBegun(Exception):
    """The activity begins later; it cannot be closed yet."""


class ActivityCancelled(Exception):
    """A cancelled activity cannot be closed; it is reopened first."""


class ActivityClosed(Exception):
    """A closed activity cannot be cancelled; it is reopened first."""


class NotClosed(Exception):
    """The activity stands open: there is nothing to reopen or to correct."""


class ReasonMissing(Exception):
    """The act needs a reason."""


class NotOnRoll(Exception):
    """The person does not stand on the roll."""


class AlreadyEntered(Exception):
    """The unit has entered the same session before; `activity` is that one."""

    def __init__(self, activity: object) -> None:
        super().__init__(str(activity))
        self.activity = activity


class NotHeldWith(Exception):
    """The unit is none of those that hold the activity together with its host."""


class NotPlanned(Exception):
    """The activity is announced, under way or over already."""


class MinutesOfCancelled(Exception):
    """Nothing is written down for a cancelled activity."""


class MinutesTooLong(Exception):
    """The minutes would not fit into a cell of the workbook. `longest`: in units of UTF-16."""

    def __init__(self, *, longest: int) -> None:
        super().__init__(f"longer than {longest}")
        self.longest = longest


class MinutesChanged(Exception):
    """Somebody else changed the same parts meanwhile: `stored` and `typed` by part, `parts` names those in question."""

    def __init__(self, *, stored: dict[str, str], typed: dict[str, str], parts: tuple[str, ...]) -> None:
        super().__init__("、".join(parts))
        self.stored, self.typed, self.parts = stored, typed, parts


class FileRefused(Exception):
    """A file that is not kept; the text says why, for the page."""


class OwnMatter(Exception):
    """Nobody decides about their own leave or their own make-up."""


class NotExpected(Exception):
    """The person is not expected at the activity: there is nothing to take leave from."""


class LeaveTooLate(Exception):
    """The activity has begun: leave afterwards is entered by whoever keeps the roll."""


class LeaveBegun(Exception):
    """The activity has begun: one's own leave is taken back by whoever takes the roll."""


class LeaveOver(Exception):
    """The leave is decided, taken back, or its activity over: nothing is to be done about it in this way any more."""


class LeaveUseless(Exception):
    """The roll shows the person as present, or the absence as made up: leave would say something else."""


class MakeUpOver(Exception):
    """The make-up is done, or owed no more."""


class MakeUpLapsed(Exception):
    """The deadline has passed; only whoever decides can still close it, with a reason."""


class WayNotAllowed(Exception):
    """The rule does not allow this way of making up."""


class SessionUnfit(Exception):
    """The session cannot stand in for the one missed."""


class AnswerMissing(Exception):
    """There is nothing in what was handed in."""


class DayUnfit(Exception):
    """The day lies before the session or in the future."""


class NoSessions(Exception):
    """A series needs a session at least."""
