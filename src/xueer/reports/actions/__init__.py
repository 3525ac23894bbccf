"""Every write to reports: drafting, saving, the acts on a figure, issuing. Each leaves its line in the trail.

A report is never silently overwritten: who saves names the version the form began with.
"""

from xueer.reports.actions.composing import Composed, compose
from xueer.reports.actions.drafting import draft_report, lines_of, save_report
from xueer.reports.actions.figures import change_figure, drop_sentence, refresh_figure, restore_figure
from xueer.reports.actions.issuing import export_report, issue_report, refuse_empty, write_document

__all__ = [
    "Composed",
    "change_figure",
    "compose",
    "draft_report",
    "drop_sentence",
    "export_report",
    "issue_report",
    "lines_of",
    "refresh_figure",
    "refuse_empty",
    "restore_figure",
    "save_report",
    "write_document",
]
