"""The addresses of the product and, beside them, the empty signed-in page that others are compared with."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from xueer.access.permissions import signed_in

# 1 KB with a few values, as small as a page with a session and a user can be.
EMPTY = engines["django"].from_string(
    "<!doctype html><html lang=zh><title>{{ title }}</title><p>{{ request.user.name }}</p>" + "<p>学而时习之</p>" * 42
)


@signed_in
def empty_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(EMPTY.render({"title": "空"}, request))


urlpatterns = [path("bench/empty/", empty_page), path("", include("xueer.config.urls"))]
