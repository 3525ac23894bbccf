"""The pages for errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 – Django names it
    """403: in practice a form whose session ended; strangers get 404."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 – Django names it
    """404, also for what exists but is not the caller's."""
    return render(request, "404.html", status=404)


def failed(_request: HttpRequest) -> HttpResponse:
    """500: asks for nothing, for anything may be broken."""
    return render(None, "500.html", status=500)  # type: ignore[arg-type]
