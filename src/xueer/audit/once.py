"""A form sent twice is carried out once: the mark for views, below their permission."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xueer.audit.actions import answer_claim, claim
from xueer.common.calendar import now


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Carries out a POST that holds the field `once` (template tag `{% once %}`) in one transaction, a single time.

    Sent again – a double click, a reload, a second tab of the same form – it leads where the first sending led. A view
    that answers without a redirect has refused the form, which may then be mended and sent with the same key.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("once", "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            earlier = claim(key, by=request.user, at=now())
            if earlier is not None:
                return redirect(earlier.answer or request.path)
            response = view(request, *args, **kwargs)
            led = response.headers.get("Location") if 300 <= response.status_code < 400 else None
            answer_claim(key, by=request.user, answer=led)
        return response

    return guarded
