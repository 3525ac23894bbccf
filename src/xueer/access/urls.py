"""Addresses of signing in and of passwords."""

from django.urls import path

from xueer.access import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="change_password"),
    path("people/<path:code>/password/", views.reset_password, name="access.reset_password"),
    path("units/<path:code>/slips/", views.slips, name="access.slips"),
    path("units/<path:code>/roles/", views.roles, name="access.roles"),
    path("roles/<int:pk>/withdraw/", views.withdraw, name="access.withdraw"),
]
