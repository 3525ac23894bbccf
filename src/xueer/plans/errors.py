"""What plans refuse, in sentences for the page."""


class PlanRefused(Exception):
    """A plan cannot be made or changed as asked; the text says why."""


class PlanExists(PlanRefused):
    """The unit has a plan of that year already. `code` is that plan's."""

    def __init__(self, words: str, *, code: str) -> None:
        super().__init__(words)
        self.code = code


class WrongState(PlanRefused):
    """The act does not belong to the state in which the plan or the item is."""


class OwnPlan(PlanRefused):
    """Whoever submitted the plan is not who approves it, as long as somebody else may."""


class StalePlan(PlanRefused):
    """Somebody changed the plan after the page that was decided on had been opened."""


class OutsideYear(PlanRefused):
    """The day or month is not in the plan's year, or not in the days of the unit."""


class ReasonMissing(PlanRefused):
    """A plan in force is changed with a reason only."""
