"""Which writer makes which file."""

from collections.abc import Callable
from pathlib import Path

from xueer.reports.document import Document
from xueer.reports.writers import docx, html, pdf, xlsx

Writer = Callable[[Document, Path], None]

WRITERS: dict[str, Writer] = {".docx": docx.write, ".xlsx": xlsx.write, ".html": html.write, ".pdf": pdf.write}
