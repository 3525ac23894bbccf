"""Addresses of rules."""

from django.urls import path

from xueer.rules import views

urlpatterns = [
    path("units/<path:code>/rules/", views.rulebooks, name="rules.rulebooks"),
    path("units/<path:code>/matrix/", views.matrix, name="rules.matrix"),
    path("units/<path:code>/matrix/<int:requirement>/<int:subject>/<int:when>/", views.standing, name="rules.standing"),
    path(
        "units/<path:code>/matrix/<int:requirement>/<int:subject>/<int:when>/records/",
        views.records,
        name="rules.records",
    ),
    path("rulebooks/<path:code>/", views.rulebook, name="rules.rulebook"),
]
