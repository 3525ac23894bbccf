"""What the import pages show of a job."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from xueer.access.permissions import Permission
from xueer.access.queries import Reach
from xueer.exchange.errors import CellError
from xueer.jobs.models import Job

SHOWN = 10


@dataclass(frozen=True)
class Trouble:
    """The errors of one sheet."""

    sheet: str
    errors: list[CellError]


def imports_of(reach: Reach) -> QuerySet[Job]:
    """Imports through the pages that a person may look at: their own; all of them for an administrator."""
    jobs = Job.objects.filter(kind="import")
    return jobs if reach.everywhere(Permission.WORKBOOK_IMPORT) else jobs.filter(asked_by_id=reach.person.pk)


def troubles(result: dict[str, Any]) -> list[Trouble]:
    """Stored errors by sheet, in the order in which they stand."""
    found: dict[str, list[CellError]] = {}
    for row in result.get("errors", ()):
        error = CellError(*row)
        found.setdefault(error.sheet, []).append(error)
    return [Trouble(sheet, errors) for sheet, errors in found.items()]


def warnings(result: dict[str, Any]) -> list[str]:
    """Stored warnings in the reader's language."""
    return [gettext(msgid) % params for msgid, params in result.get("warnings", ())]
