"""Addresses of the shell: the desk, a person's file, help, switches."""

from django.urls import path
from django.views.i18n import set_language

from xueer.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("people/<path:code>/", views.person, name="web.person"),
    path("menu/", views.menu, name="web.menu"),
    path("switch/", views.switch_unit, name="web.switch_unit"),
    path("help/", views.help_page, name="web.help_page"),
    path("large-print/", views.large_print, name="web.large_print"),
    path("language/", set_language, name="set_language"),
]
