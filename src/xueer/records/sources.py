"""From a row of the ledger to what it was written from: its topic and the address of its page.

The ledger lies below the stages that write on it, so they are named in the settings (`LEDGER_SOURCES`), by kind.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from xueer.records.models import Record


class SourcePage(NamedTuple):
    """What a source is called and where its page is."""

    topic: str
    href: str


Pages = Callable[[list[int]], dict[int, SourcePage]]


def source_pages(records: Iterable[Record]) -> dict[tuple[str, int], SourcePage]:
    """(kind, id) → page, for the sources of these records; one query per kind that occurs."""
    ids: dict[str, set[int]] = defaultdict(set)
    for record in records:
        ids[record.source_kind].add(record.source_id)
    found: dict[tuple[str, int], SourcePage] = {}
    for kind, wanted in ids.items():
        pages: Pages = import_string(settings.LEDGER_SOURCES[kind])
        found |= {(kind, pk): page for pk, page in pages(sorted(wanted)).items()}
    return found
