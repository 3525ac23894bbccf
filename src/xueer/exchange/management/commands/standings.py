"""`xueer standings`: each requirement × subject × period of a year, judged on a day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from xueer.common.calendar import today
from xueer.exchange.answers import as_json, number, table
from xueer.exchange.management.asking import a_day, ask_json, ask_unit, ask_year, unit_with
from xueer.rules.queries import Standing, standings

SHOWN = (
    "requirement",
    "subject_kind",
    "subject",
    "period",
    "actual",
    "at_least",
    "at_most",
    "unit",
    "state",
    "records",
)


class Command(BaseCommand):
    help = "Each requirement x subject x period of a year, judged on a day."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        ask_unit(parser)
        ask_year(parser)
        parser.add_argument(
            "--on", type=a_day, metavar="DATE", help="as one could know it that evening (default: today)"
        )
        ask_json(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        found = standings(unit_with(options["unit"]), year=options["year"], on=options["on"] or today())
        answer = [as_answer(standing) for standing in found]
        if options["json"]:
            self.stdout.write(as_json(answer))
        else:
            self.stdout.write(table(SHOWN, ([row[name] for name in SHOWN] for row in answer)))


def as_answer(standing: Standing) -> dict[str, Any]:
    """A standing as the contract prints it."""
    return {
        "requirement": standing.requirement.code,
        "subject_kind": standing.subject_kind.lower(),
        "subject": standing.subject_code,
        "period": standing.period_key,
        "from": standing.first.isoformat() if standing.first else None,
        "to": standing.last.isoformat() if standing.last else None,
        "actual": number(standing.actual),
        "at_least": number(standing.at_least),
        "at_most": number(standing.at_most),
        "unit": standing.unit,
        "strength": standing.strength.lower(),
        "state": str(standing.state),
        "records": standing.records,
    }
