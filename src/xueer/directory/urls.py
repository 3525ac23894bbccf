"""Addresses of the pages of 组织."""

from django.urls import path

from xueer.directory.views import groups, pages, people, posts, suggesting, units

urlpatterns = [
    path("units/", pages.units, name="directory.units"),
    path("first-unit/", units.first_unit, name="directory.first_unit"),
    path("units/<path:code>/below/", units.add_unit, name="directory.add_unit"),
    path("units/<path:code>/edit/", units.edit_unit, name="directory.edit_unit"),
    path("units/<path:code>/move/", units.move_unit, name="directory.move_unit"),
    path("units/<path:code>/moves/<str:day>/back/", units.undo_move, name="directory.undo_move"),
    path("units/<path:code>/close/", units.close_unit, name="directory.close_unit"),
    path("units/<path:code>/days/", units.days, name="directory.days"),
    path("units/<path:code>/days/<int:pk>/drop/", units.drop_day, name="directory.drop_day"),
    path("units/<path:code>/people/new/", people.add_person, name="directory.add_person"),
    path("units/<path:code>/groups/new/", groups.add_group, name="directory.add_group"),
    path("units/<path:code>/", pages.unit, name="directory.unit"),
    path("find-people/", suggesting.suggest_people, name="directory.suggest_people"),
    path("people/<path:code>/org/", people.person, name="directory.person"),
    path("people/<path:code>/edit/", people.edit_person, name="directory.edit_person"),
    path("people/<path:code>/leave/", people.leave_service, name="directory.leave_service"),
    path("people/<path:code>/return/", people.come_back, name="directory.come_back"),
    path("people/<path:code>/exemptions/new/", people.add_exemption, name="directory.add_exemption"),
    path("people/<path:code>/exemptions/<int:pk>/", people.edit_exemption, name="directory.edit_exemption"),
    path("people/<path:code>/exemptions/<int:pk>/drop/", people.drop_exemption, name="directory.drop_exemption"),
    path("people/<path:code>/transfer/", posts.transfer, name="directory.transfer"),
    path("people/<path:code>/main/<int:place>/", posts.edit_main, name="directory.edit_main"),
    path("people/<path:code>/main/<int:place>/back/", posts.undo_transfer, name="directory.undo_transfer"),
    path("people/<path:code>/posts/new/", posts.add_post, name="directory.add_post"),
    path("people/<path:code>/posts/<int:pk>/", posts.edit_post, name="directory.edit_post"),
    path("people/<path:code>/posts/<int:pk>/drop/", posts.drop_post, name="directory.drop_post"),
    path("groups/<path:code>/edit/", groups.edit_group, name="directory.edit_group"),
    path("groups/<path:code>/join/", groups.join_group, name="directory.join_group"),
    path("groups/<path:code>/members/<int:pk>/", groups.edit_member, name="directory.edit_member"),
    path("groups/<path:code>/members/<int:pk>/drop/", groups.drop_member, name="directory.drop_member"),
    path("groups/<path:code>/end/", groups.end_group, name="directory.end_group"),
    path("groups/<path:code>/", groups.group, name="directory.group"),
]
