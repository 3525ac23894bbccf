"""Addresses of the shell: the desk, a person's file, help, switches."""

from django.urls import path
from django.views.i18n import set_language

from xueer.web.views import calendar, desk, feeds, first_run, pages, person

urlpatterns = [
    path("", desk.home, name="home"),
    path("desk/gaps/", desk.gaps, name="web.gaps"),
    path("desk/to-do/", desk.to_do, name="web.to_do"),
    path("desk/<slug:part>/", desk.part, name="web.part"),
    path("people/<path:code>/year/", person.year_form, name="web.year_form"),
    path("people/<path:code>/", person.person, name="web.person"),
    path("calendar/", calendar.my_calendar, name="web.my_calendar"),
    path("calendar/feed/", feeds.feed, name="web.feed"),
    path("calendar/feed/new/", feeds.new_feed, name="web.new_feed"),
    path("calendar/feed/close/", feeds.close_feed, name="web.close_feed"),
    path("calendar/units/<path:code>/", calendar.unit_calendar, name="web.unit_calendar"),
    path("feeds/<int:person>/<str:key>/mine.ics", feeds.person_feed, name="web.person_feed"),
    path("feeds/<int:person>/<str:key>/units/<path:code>.ics", feeds.unit_feed, name="web.unit_feed"),
    path("first/unit/", first_run.first_unit, name="web.first_unit"),
    path("first/people/", first_run.first_people, name="web.first_people"),
    path("first/group/", first_run.first_group, name="web.first_group"),
    path("first/rule/", first_run.first_rule, name="web.first_rule"),
    path("first/plan/", first_run.first_plan, name="web.first_plan"),
    path("first/session/", first_run.first_session, name="web.first_session"),
    path("first/done/", first_run.first_done, name="web.first_done"),
    path("first/dismiss/", first_run.dismiss_first, name="web.dismiss_first"),
    path("menu/", pages.menu, name="web.menu"),
    path("switch/", pages.switch_unit, name="web.switch_unit"),
    path("help/", pages.help_page, name="web.help_page"),
    path("large-print/", pages.large_print, name="web.large_print"),
    path("language/", set_language, name="set_language"),
]
