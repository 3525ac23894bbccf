"""Addresses of plans. A code may hold slashes: what ends in an act stands before what ends in the code."""

from django.urls import path

from xueer.plans.views import below, items, making, states, year

urlpatterns = [
    path("units/<path:code>/plan/", year.year, name="plans.year"),
    path("units/<path:code>/plan/requirements/", year.coverage, name="plans.coverage"),
    path("units/<path:code>/plan/below/", below.below, name="plans.below"),
    path("units/<path:code>/plan/begin/", states.begin, name="plans.begin"),
    path("units/<path:code>/plan/proposal/", making.proposal, name="plans.proposal"),
    path("units/<path:code>/plan/last-year/", making.last_year, name="plans.last_year"),
    path("plans/<path:code>/add/", items.add, name="plans.add"),
    path("plans/<path:code>/submit/", states.submit, name="plans.submit"),
    path("plans/<path:code>/withdraw/", states.withdraw, name="plans.withdraw"),
    path("plans/<path:code>/approve/", states.approve, name="plans.approve"),
    path("plans/<path:code>/send-back/", states.send_back, name="plans.send_back"),
    path("plans/<path:code>/close/", states.close, name="plans.close"),
    path("plans/<path:code>/reopen/", states.reopen, name="plans.reopen"),
    path("plans/<path:code>/discard/", states.discard, name="plans.discard"),
    path("plan-items/<path:code>/edit/", items.edit, name="plans.edit"),
    path("plan-items/<path:code>/move/", items.move, name="plans.move"),
    path("plan-items/<path:code>/drop/", items.drop, name="plans.drop"),
    path("plan-items/<path:code>/restore/", items.restore, name="plans.restore"),
    path("plan-items/<path:code>/line/", items.item, name="plans.item"),
]
