"""What every answer says to the browser, and which characters no request brings to the database."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict, UnreadablePostError

from xueer.audit.kept import one_sight

UNSTORABLE = re.compile("[\0\ud800-\udfff]")

POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicy:
    """Everything from here, nothing inline, framed by nobody; on every answer, errors included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class OneSight:
    """A page that is only looked at shows everything kept at one version of the trail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_sight():
            return self.get_response(request)


class NotKept:
    """Pages speak of people: no proxy and no browser on a shared computer keeps them, unless a view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class Storable:
    """Nothing reaches the database that no text in it can hold: null characters and halves of surrogate pairs.

    PostgreSQL fails on them. A browser sends none by itself, so addresses and cookies with them are refused; from a
    form they are left out, as they may have come with a pasted text, and the rest of it must not be lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = (request.path_info, *request.COOKIES.values(), *_texts(request.GET))
        if any(UNSTORABLE.search(text) for text in told):
            return HttpResponseBadRequest()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """After the address is known to lead somewhere, and before anybody reads the form."""
        try:
            if any(UNSTORABLE.search(text) for text in _texts(request.POST)):
                request.POST = _without(request.POST)  # type: ignore[assignment]
        except UnreadablePostError:  # the connection broke
            return HttpResponseBadRequest()
        return None


def _texts(form: QueryDict) -> Iterator[str]:
    for name, values in form.lists():
        yield name
        yield from map(str, values)


def _without(form: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=form.encoding)
    for name, values in form.lists():
        clean.setlist(UNSTORABLE.sub("", name), [UNSTORABLE.sub("", str(value)) for value in values])
    clean._mutable = False  # as Django leaves the form of a request
    return clean
