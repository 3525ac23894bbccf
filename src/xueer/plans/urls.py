"""Addresses of plans."""

from django.urls import path

from xueer.plans import views

urlpatterns = [path("units/<path:code>/plan/", views.year, name="plans.year")]
