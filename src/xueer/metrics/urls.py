"""Addresses of figures."""

from django.urls import path

from xueer.metrics import views

urlpatterns = [
    path("units/<path:code>/figures/", views.figures, name="metrics.figures"),
    path("units/<path:code>/figures/<slug:slug>/", views.records, name="metrics.records"),
]
