"""What access refuses."""


class PasswordRefused(Exception):
    """A password that somebody chose does not meet the rules. `messages` says why, in the user's language."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


class GrantEnded(Exception):
    """The role had been withdrawn already."""


class LastAdministrator(Exception):
    """Nobody would be left who keeps everything."""


class RoleTooHigh(Exception):
    """The role, or the place, is more than the one who grants it holds."""


class RoleHeld(Exception):
    """The person holds the role there on some of those days already."""


class BadCode(Exception):
    """A 工号 that cannot be one: empty, too long, or with blanks inside."""
