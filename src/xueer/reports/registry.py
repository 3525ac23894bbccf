"""The catalogue of reports, as a tuple one can read."""

from xueer.reports.catalog import summary
from xueer.reports.report import ReportKind

REPORTS: tuple[ReportKind, ...] = (summary.REPORT,)
BY_SLUG: dict[str, ReportKind] = {report.slug: report for report in REPORTS}
