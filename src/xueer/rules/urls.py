"""Addresses of rules. A code may hold strokes: longer addresses stand before the shorter ones they begin with."""

from django.urls import path

from xueer.rules import views

urlpatterns = [
    path("units/<path:code>/rules/new/", views.new_rulebook, name="rules.new_rulebook"),
    path("units/<path:code>/rules/presets/choose/", views.choose_presets, name="rules.choose_presets"),
    path("units/<path:code>/rules/presets/", views.presets, name="rules.presets"),
    path("units/<path:code>/rules/", views.rulebooks, name="rules.rulebooks"),
    path("units/<path:code>/matrix/", views.matrix, name="rules.matrix"),
    path("units/<path:code>/matrix/<int:requirement>/<int:subject>/<int:when>/", views.standing, name="rules.standing"),
    path(
        "units/<path:code>/matrix/<int:requirement>/<int:subject>/<int:when>/records/",
        views.records,
        name="rules.records",
    ),
    path("requirements/<int:pk>/", views.edit_requirement, name="rules.edit_requirement"),
    path("requirements/<int:pk>/end/", views.end_requirement, name="rules.end_requirement"),
    path("rulebooks/<path:code>/head/", views.edit_head, name="rules.edit_head"),
    path("rulebooks/<path:code>/text/", views.edit_text, name="rules.edit_text"),
    path("rulebooks/<path:code>/abolish/", views.abolish, name="rules.abolish"),
    path("rulebooks/<path:code>/publish/", views.publish, name="rules.publish"),
    path("rulebooks/<path:code>/clauses/new/", views.new_clause, name="rules.new_clause"),
    path("rulebooks/<path:code>/clauses/<int:clause>/", views.edit_clause, name="rules.edit_clause"),
    path("rulebooks/<path:code>/requirements/new/", views.new_requirement, name="rules.new_requirement"),
    path("rulebooks/<path:code>/make-ups/", views.make_up_rules, name="rules.make_up_rules"),
    path("rulebooks/<path:code>/make-ups/<int:rule>/", views.edit_make_up_rule, name="rules.edit_make_up_rule"),
    path("rulebooks/<path:code>/editions/", views.editions, name="rules.editions"),
    path("rulebooks/<path:code>/editions/<int:edition>/", views.edition, name="rules.edition"),
    path("rulebooks/<path:code>/editions/<int:edition>/changes/", views.edition_changes, name="rules.edition_changes"),
    path("rulebooks/<path:code>/", views.rulebook, name="rules.rulebook"),
]
