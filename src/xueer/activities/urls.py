"""Addresses of activities."""

from django.urls import path

from xueer.activities.views import closing, files, leave, make_ups, minutes, names, pages, papers, restate, roll

urlpatterns = [
    path("units/<path:code>/activities/", pages.activities, name="activities.activities"),
    path("plan-items/<path:code>/activity/", pages.of_item, name="activities.of_item"),
    path("units/<path:code>/make-ups/", make_ups.unit_make_ups, name="activities.unit_make_ups"),
    path("make-ups/", make_ups.my_make_ups, name="activities.my_make_ups"),
    path("make-ups/<int:pk>/", make_ups.make_up, name="activities.make_up"),
    path("make-ups/<int:pk>/hand-in/", make_ups.hand_in, name="activities.hand_in"),
    path("make-ups/<int:pk>/decide/", make_ups.decide_make_up, name="activities.decide_make_up"),
    path("make-ups/<int:pk>/deliver/", make_ups.deliver_make_up, name="activities.deliver_make_up"),
    path("decisions/", leave.decisions, name="activities.decisions"),
    path("leaves/<int:pk>/decide/", leave.decide_leave, name="activities.decide_leave"),
    path("leaves/<int:pk>/withdraw/", leave.withdraw_leave, name="activities.withdraw_leave"),
    path("activities/<path:code>/leave/", leave.leave, name="activities.leave"),
    path("activities/<path:code>/leave/enter/", leave.enter_leave, name="activities.enter_leave"),
    path("units/<path:code>/attendance/", papers.attendance_ledger, name="activities.attendance_ledger"),
    path("activities/<path:code>/minutes/", minutes.minutes, name="activities.minutes"),
    path("activities/<path:code>/minutes/print/", papers.print_minutes, name="activities.print_minutes"),
    path("activities/<path:code>/sign-in-sheet/", papers.sign_in_sheet, name="activities.sign_in_sheet"),
    path("activities/<path:code>/files/", files.files, name="activities.files"),
    path("activities/<path:code>/files/add/", files.add_file, name="activities.add_file"),
    path("activities/<path:code>/files/<int:pk>/", files.file, name="activities.file"),
    path("activities/<path:code>/files/<int:pk>/drop/", files.drop_file, name="activities.drop_file"),
    path("activities/<path:code>/files/<int:pk>/undo/", files.undo_drop, name="activities.undo_drop"),
    path("activities/<path:code>/roll/", roll.roll, name="activities.roll"),
    path("activities/<path:code>/roll/begin/", roll.begin_roll, name="activities.begin_roll"),
    path("activities/<path:code>/roll/align/", roll.align_roll, name="activities.align_roll"),
    path("activities/<path:code>/roll/tap/", roll.tap, name="activities.tap"),
    path("activities/<path:code>/roll/changes/", roll.changes, name="activities.changes"),
    path("activities/<path:code>/roll/names/", names.names, name="activities.names"),
    path("activities/<path:code>/roll/heads/", names.heads, name="activities.heads"),
    path("activities/<path:code>/close/", closing.close, name="activities.close"),
    path("activities/<path:code>/cancel/", closing.cancel, name="activities.cancel"),
    path("activities/<path:code>/reopen/", closing.reopen, name="activities.reopen"),
    path("activities/<path:code>/correct/", closing.correct, name="activities.correct"),
    path("people/<path:code>/restate/", restate.restate, name="activities.restate"),
    path("activities/<path:code>/", pages.activity, name="activities.activity"),
]
