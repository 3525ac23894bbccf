"""The shape of an entry of the catalogue of reports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xueer.org.models import Unit
from xueer.reports.material import Line, Material


@dataclass(frozen=True)
class ReportKind:
    """A report that can be written for a unit and a year. `words` is its name in the reader's language.

    `title` and `compose` speak the language of the document, which is Chinese.
    """

    slug: str
    words: Any
    title: Callable[[Unit, int], str]
    compose: Callable[[Material], list[Line]]
