"""What the rules refuse."""


class BadCondition(Exception):
    """A condition that cannot be read. `expected` says in words what was expected."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected
