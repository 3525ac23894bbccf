"""Addresses of activities."""

from django.urls import path

from xueer.activities.views import pages

urlpatterns = [
    path("units/<path:code>/activities/", pages.activities, name="activities.activities"),
    path("plan-items/<path:code>/activity/", pages.of_item, name="activities.of_item"),
    path("activities/<path:code>/", pages.activity, name="activities.activity"),
]
