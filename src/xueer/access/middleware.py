"""Per request: what the caller may reach, where they call from, and that a one-time password is changed first."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from xueer.access.queries import Reach
from xueer.audit.actions import caller_address
from xueer.common.calendar import today


def address_of(request: HttpRequest) -> str:
    """The caller's network address, for the lock and the trail (AXES_CLIENT_IP_CALLABLE).

    Behind proxies of ours it is the entry that the outermost of them added; whatever stands left of it is only what
    the caller claims.
    """
    nearest = request.META.get("REMOTE_ADDR") or ""
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not settings.PROXIES or len(entries) < settings.PROXIES:
        return nearest
    try:
        return str(ip_address(entries[-settings.PROXIES].strip()))
    except ValueError:
        return nearest


class PasswordMustChange:
    """Sets `request.reach`; sends an account with a one-time password to the page where it chooses its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = caller_address.set(address_of(request))
        try:
            request.reach = SimpleLazyObject(lambda: Reach(request.user, today()))  # type: ignore[attr-defined]
            if self._must_change(request):
                return redirect("change_password")
            return self.get_response(request)
        finally:
            caller_address.reset(token)

    @staticmethod
    def _must_change(request: HttpRequest) -> bool:
        if not request.user.is_authenticated or not request.user.must_change_password:
            return False
        allowed = (reverse("change_password"), reverse("sign_out"), reverse("set_language"))
        return request.path not in allowed and not request.path.startswith("/static/")
