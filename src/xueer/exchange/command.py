"""The `xueer` command: one front for the program's commands, runnable from any folder.

It reads the arguments, makes the home or brings it up to date, and hands over to a management command. Answers go to
stdout, everything else to stderr. Exit status: 0 done, 1 refused or failed, 2 called wrongly.
"""

import os
import sys

from xueer.exchange.home.errors import HomeRefused

USAGE = """\
usage: xueer COMMAND [arguments]        xueer COMMAND --help says more

{commands}

XUEER_HOME (now {home}) holds database, media, keys and backups; DATABASE_URL names a PostgreSQL database.
"""

# What one types → (the management command behind it, what it does).
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "make the example district and serve it"),
    "serve": ("serve", "serve the pages and run background jobs"),
    "account": ("account", "make or unlock a login, print a one-time password"),
    "import": ("import_workbook", "read a workbook (.xlsx, CSV folder or zip)"),
    "export": ("export_workbook", "write the workbook of a unit and all below it"),
    "standings": ("standings", "who stands where: requirement x subject x period"),
    "figures": ("figures", "the figures of a unit and all below it"),
    "report": ("report", "write a report of the catalogue as a document"),
    "backup": ("backup", "everything into one file"),
    "restore": ("restore", "everything back from such a file"),
    "check": ("check_installation", "is this installation sound"),
}
# Commands that look after the home themselves.
OWN_HOME = {"demo"}
# Options of Django that would mean nothing here.
HIDDEN = {"--version", "--settings", "--pythonpath", "--no-color", "--force-color", "--skip-checks"}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the value is the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage(), file=sys.stdout if words else sys.stderr, end="")
        return 0 if words else 2
    name, *rest = words
    if name not in COMMANDS:
        print(f"xueer: unknown command {name!r}; there are: {' '.join(COMMANDS)}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueer.config.settings")
    try:
        return _run(name, rest)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of a long answer has gone; nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def usage() -> str:
    """The list of commands."""
    lines = [f"  {name:<10}  {words}" for name, (_, words) in COMMANDS.items()]
    return USAGE.format(commands="\n".join(lines), home=os.environ.get("XUEER_HOME") or "./var")


def _run(name: str, rest: list[str]) -> int:
    """Django is loaded here and not on top, so that `xueer --help` and a misspelt command answer at once."""
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import CommandError, load_command_class  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        django.setup()
        from xueer.common.calendar import now  # noqa: PLC0415
        from xueer.exchange.home.actions import prepare  # noqa: PLC0415

        command = load_command_class("xueer.exchange", COMMANDS[name][0])
        command.suppressed_base_arguments = HIDDEN
        command._called_from_command_line = True  # wrong arguments: usage and exit status 2
        options = vars(command.create_parser("xueer", name).parse_args(rest))
        if name not in OWN_HOME:
            upgrade = name != "serve" or options["migrate"]
            prepare(upgrade=upgrade, at=now(), say=lambda words: print(f"xueer: {words}", file=sys.stderr))
        command.execute(**options)
    except CommandError as refused:
        if str(refused):
            print(f"xueer {name}: {refused}", file=sys.stderr)
        return refused.returncode
    except (ImproperlyConfigured, HomeRefused, DatabaseError, OSError) as refused:
        if "--traceback" in rest:
            raise
        print(f"xueer {name}: {refused}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
