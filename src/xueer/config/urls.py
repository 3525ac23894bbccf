"""Addresses of all stages, in the order of the loop. A stage with pages has a `urls` module; errors have pages too."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

# Their addresses end where those of the others go on (`units/<code>/`, `people/<code>/`), so they are asked last.
LAST = ("directory", "web")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"xueer.{stage}.urls"))
    for stage in sorted(settings.STAGES, key=lambda stage: stage in LAST)
    if find_spec(f"xueer.{stage}.urls")
]

handler403 = "xueer.web.views.failing.forbidden"
handler404 = "xueer.web.views.failing.not_found"
handler500 = "xueer.web.views.failing.failed"
