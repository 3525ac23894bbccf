"""Addresses of the pages of 组织."""

from django.urls import path

from xueer.directory import views

urlpatterns = [
    path("units/", views.units, name="directory.units"),
    path("units/<path:code>/", views.unit, name="directory.unit"),
]
