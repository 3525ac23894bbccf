"""What reports refuse, in sentences for the page and the command line."""

from collections.abc import Sequence


class ReportRefused(Exception):
    """A report cannot be written or changed as asked; the text says why."""


class AlreadyIssued(ReportRefused):
    """An issued report is never changed again."""


class StaleReport(ReportRefused):
    """Somebody saved in between. `version` is the one stored now."""

    def __init__(self, words: str, *, version: int) -> None:
        super().__init__(words)
        self.version = version


class EmptyFigures(ReportRefused):
    """Sentences hold figures without data; `names` says which."""

    def __init__(self, words: str, *, names: Sequence[str]) -> None:
        super().__init__(words)
        self.names = list(names)
