"""What the home refuses. The messages are sentences for whoever typed a command."""


class HomeRefused(Exception):
    """The home cannot be used as asked; the message says why and what to do."""


class HomeIsOld(HomeRefused):
    """The database was written by an older version and may not be changed by this command."""


class HomeIsNew(HomeRefused):
    """The database was written by a newer version."""


class HomeIsNotEmpty(HomeRefused):
    """There is something in the home that is not an example."""


class HomeIsServed(HomeRefused):
    """A server is running on the home."""
