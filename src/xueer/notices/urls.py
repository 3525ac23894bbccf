"""Addresses of notices."""

from django.urls import path

from xueer.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices.notices"),
    path("notices/read/", views.read_notices, name="notices.read_notices"),
    path("notices/<int:pk>/", views.open_notice, name="notices.open_notice"),
]
