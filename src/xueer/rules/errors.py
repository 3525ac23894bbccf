"""What the rules refuse."""


class BadCondition(Exception):
    """A condition that cannot be read. `expected` says in words what was expected."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


class RuleRefused(Exception):
    """A change that the rules do not allow; the message says in the reader's words what to do instead.

    `field`: of the form, the field that must change; empty when none alone can mend it.
    """

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field
