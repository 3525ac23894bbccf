"""Addresses of reports."""

from django.urls import path

from xueer.reports import views

REPORT = "units/<path:code>/reports/<int:pk>/"

# "chips", not "figures": an address of metrics, units/…/figures/…/, would be found first.
urlpatterns = [
    path("units/<path:code>/reports/", views.reports, name="reports.reports"),
    path("units/<path:code>/reports/draft/", views.draft, name="reports.draft"),
    path(REPORT, views.report, name="reports.report"),
    path(f"{REPORT}edit/", views.edit, name="reports.edit"),
    path(f"{REPORT}issue/", views.issue, name="reports.issue"),
    path(f"{REPORT}file/", views.download, name="reports.download"),
    path(f"{REPORT}chips/<int:number>/", views.figure, name="reports.figure"),
    path(f"{REPORT}chips/<int:number>/change/", views.change, name="reports.change"),
    path(f"{REPORT}chips/<int:number>/restore/", views.restore, name="reports.restore"),
    path(f"{REPORT}chips/<int:number>/refresh/", views.refresh, name="reports.refresh"),
    path(f"{REPORT}chips/<int:number>/drop/", views.drop, name="reports.drop"),
]
