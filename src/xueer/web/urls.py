"""Addresses of the shell: the desk, a person's file, help, switches."""

from django.urls import path
from django.views.i18n import set_language

from xueer.web.views import desk, pages, person

urlpatterns = [
    path("", desk.home, name="home"),
    path("people/<path:code>/", person.person, name="web.person"),
    path("menu/", pages.menu, name="web.menu"),
    path("switch/", pages.switch_unit, name="web.switch_unit"),
    path("help/", pages.help_page, name="web.help_page"),
    path("large-print/", pages.large_print, name="web.large_print"),
    path("language/", set_language, name="set_language"),
]
