"""Addresses of activities."""

from django.urls import path

from xueer.activities import views

urlpatterns = [
    path("units/<path:code>/activities/", views.activities, name="activities.activities"),
    path("plan-items/<path:code>/activity/", views.of_item, name="activities.of_item"),
    path("activities/<path:code>/", views.activity, name="activities.activity"),
]
