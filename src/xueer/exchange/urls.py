"""Addresses of importing and exporting."""

from django.urls import path

from xueer.exchange import views

urlpatterns = [
    path("import/", views.upload, name="exchange.upload"),
    path("import/blank/", views.blank, name="exchange.blank"),
    path("import/<int:pk>/", views.trial, name="exchange.trial"),
    path("import/<int:pk>/apply/", views.apply, name="exchange.apply"),
    path("import/<int:pk>/marked/", views.marked, name="exchange.marked"),
    path("units/<path:code>/export/", views.export, name="exchange.export"),
]
