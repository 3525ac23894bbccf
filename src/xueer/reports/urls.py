"""Addresses of reports."""

from django.urls import path

from xueer.reports.views import papers, reports

REPORT = "units/<path:code>/reports/<int:pk>/"

# "chips", not "figures": an address of metrics, units/…/figures/…/, would be found first.
urlpatterns = [
    path("papers/<path:code>/minutes/", papers.minutes_file, name="reports.minutes_file"),
    path("units/<path:code>/reports/", reports.reports, name="reports.reports"),
    path("units/<path:code>/reports/draft/", reports.draft, name="reports.draft"),
    path(REPORT, reports.report, name="reports.report"),
    path(f"{REPORT}edit/", reports.edit, name="reports.edit"),
    path(f"{REPORT}issue/", reports.issue, name="reports.issue"),
    path(f"{REPORT}file/", reports.download, name="reports.download"),
    path(f"{REPORT}chips/<int:number>/", reports.figure, name="reports.figure"),
    path(f"{REPORT}chips/<int:number>/change/", reports.change, name="reports.change"),
    path(f"{REPORT}chips/<int:number>/restore/", reports.restore, name="reports.restore"),
    path(f"{REPORT}chips/<int:number>/refresh/", reports.refresh, name="reports.refresh"),
    path(f"{REPORT}chips/<int:number>/drop/", reports.drop, name="reports.drop"),
]
