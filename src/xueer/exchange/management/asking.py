"""What several commands ask for: a unit, a day, a year."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

from django.core.management import CommandError

from xueer.org.models import Unit


def ask_unit(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--unit", required=True, metavar="CODE", help="code of the unit; everything below it counts too"
    )


def ask_year(parser: ArgumentParser, *, required: bool = True, help: str = "the year") -> None:  # noqa: A002
    parser.add_argument("--year", required=required, type=a_year, metavar="Y", help=help)


def ask_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON alone")


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day; write it as 2025-03-07") from None


def a_year(text: str) -> int:
    if text.isascii() and text.isdigit() and 1900 <= int(text) <= 2999:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a year; write it as 2025")


def unit_with(code: str) -> Unit:
    """The unit with this code. Raises CommandError when there is none."""
    unit = Unit.objects.filter(code=code.strip()).first()
    if unit is None:
        raise CommandError(f"there is no unit with the code {code!r}")
    return unit


def a_port(text: str) -> int:
    return _whole(text, 1, 65535, "a port")


def some_workers(text: str) -> int:
    return _whole(text, 1, 64, "a number of processes")


def _whole(text: str, least: int, most: int, what: str) -> int:
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not {what}; write a whole number from {least} to {most}")
