"""Signing in and out, choosing a password, one-time passwords for others."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from xueer.access import actions
from xueer.access.errors import GrantEnded, LastAdministrator, PasswordRefused, RoleHeld, RoleTooHigh
from xueer.access.forms import ChangePasswordForm, GrantForm, SignInForm, WithdrawForm
from xueer.access.models import Grant
from xueer.access.permissions import Permission, public, requires, signed_in
from xueer.access.queries import grants_within, may_grant, may_reset_password, may_withdraw, never_signed_in
from xueer.access.roles import ROLES, RoleName
from xueer.access.scope import person_for, unit_for
from xueer.audit.actions import note
from xueer.audit.once import once
from xueer.common.calendar import ONE_DAY, now, today
from xueer.org.models import Person

# What the trail has in place of a 工号 that nobody has.
UNKNOWN = "–"
# Tells a session that ran out from a first visit: the session's own cookie is gone by then.
WAS_HERE, HALF_A_DAY = "was-here", 12 * 3600
# Making a one-time password takes a moment on purpose; more than this at once would keep the page waiting.
SLIPS_AT_ONCE = 60
ROLES_PER_PAGE = 50


@public
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in by 工号; says how many tries are left, and nothing about which of the two was wrong."""
    if request.user.is_authenticated:
        return redirect(_target(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        credentials = {"code": form.cleaned_data["code"]}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request)
        person = authenticate(request, **credentials, password=form.cleaned_data["password"])
        if person is not None:
            return _welcome(request, person)
        if _note_failure(request, credentials):
            return locked_out(request)
        left = settings.AXES_FAILURE_LIMIT - AxesProxyHandler.get_failures(request, credentials)
        form.add_error("password", _wrong(left))
    ran_out = "next" in request.GET and WAS_HERE in request.COOKIES and request.method == "GET"
    context = {"form": form, "next": request.GET.get("next", ""), "ran_out": ran_out, "site": settings.SITE_NAME}
    context["idle_minutes"] = settings.SESSION_COOKIE_AGE // 60
    return render(request, "access/sign_in.html", context, status=422 if form.errors else 200)


def _wrong(left: int) -> str:
    return ngettext(
        "Code or password is wrong; %(left)s try left. Mind capitals.",
        "Code or password is wrong; %(left)s tries left. Mind capitals.",
        left,
    ) % {"left": left}


def _welcome(request: HttpRequest, person: Any) -> HttpResponse:
    login(request, person)
    note(verb="access.sign_in", by=person, at=now(), about=person)
    response = HttpResponseRedirect(_target(request))
    response.set_cookie(WAS_HERE, "1", max_age=HALF_A_DAY, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def _note_failure(request: HttpRequest, credentials: dict[str, str]) -> bool:
    """Writes the failure into the trail; True when it was the one that locks the account at this address.

    What is no 工号 is not written down: it may be a password typed into the wrong field.
    """
    at, code = now(), credentials["code"]
    if not Person.objects.filter(code=code).exists():
        code = UNKNOWN
    note(verb="access.sign_in_failed", by=None, at=at, kind="org.Person", words=code)
    locked = not AxesProxyHandler.is_allowed(request, credentials)
    if locked:
        note(verb="access.locked_out", by=None, at=at, kind="org.Person", words=code)
    return locked


def locked_out(request: HttpRequest, *_args: Any) -> HttpResponse:
    """The page of a locked account; also called by the lockout middleware (AXES_LOCKOUT_CALLABLE)."""
    context = {"minutes": round(settings.AXES_COOLOFF_TIME * 60), "site": settings.SITE_NAME}
    return render(request, "access/locked_out.html", context, status=429)


def _target(request: HttpRequest) -> str:
    """Where to after signing in: back to the page asked for if it is one of ours."""
    target = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    if request.user.is_authenticated:
        note(verb="access.sign_out", by=request.user, at=now(), about=request.user)
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response.delete_cookie(WAS_HERE, samesite="Lax")
    return response


@signed_in
@never_cache
@sensitive_post_parameters("old", "new", "again")
def change_password(request: HttpRequest) -> HttpResponse:
    """One chooses one's own password; after a one-time password nothing else opens before."""
    person: Any = request.user
    must = person.must_change_password
    form = ChangePasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(person, new=form.cleaned_data["new"], by=person, at=now())
        except PasswordRefused as refused:
            form.add_error("new", list(refused.messages))
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Your new password holds from now on."))
            return redirect("home")
    return render(request, "access/change_password.html", {"form": form, "must": must}, status=_status(form))


def _status(form: Any) -> int:
    """422 tells scripts and browsers that the form was refused."""
    return 422 if form.errors else 200


@requires(Permission.PASSWORD_RESET)
@never_cache
def reset_password(request: HttpRequest, code: str) -> HttpResponse:
    """Says what will happen, then does it and shows the one-time password this once."""
    person = person_for(request, Permission.PASSWORD_RESET, code)
    if person.pk == request.user.pk or not may_reset_password(request.reach, person):  # type: ignore[attr-defined]
        raise Http404
    password = ""
    if request.method == "POST":
        password = actions.issue_password(person, by=request.user, at=now())
    return render(request, "access/reset_password.html", {"person": person, "password": password})


@requires(Permission.PASSWORD_RESET)
@never_cache
def slips(request: HttpRequest, code: str) -> HttpResponse:
    """Sign-in slips of a unit: made only on demand, only for people who have never signed in; `person`: for one."""
    unit = unit_for(request, Permission.PASSWORD_RESET, code)
    only = request.GET.get("person", "")
    people = [
        person
        for person in never_signed_in(unit, on=today())
        if only in ("", person.code) and may_reset_password(request.reach, person)  # type: ignore[attr-defined]
    ]
    batch, made = people[:SLIPS_AT_ONCE], []
    if request.method == "POST":
        made = [(person, actions.issue_password(person, by=request.user, at=now())) for person in batch]
    context = {"unit": unit, "people": people, "batch": batch, "slips": made, "site": settings.SITE_NAME}
    return render(request, "access/slips.html", context | {"address": request.build_absolute_uri("/")})


# ---- roles ----


@requires(Permission.ROLE_GRANT)
@once
def roles(request: HttpRequest, code: str) -> HttpResponse:
    """Who holds which role at the unit and below, today or later; grants one at the unit."""
    unit = unit_for(request, Permission.ROLE_GRANT, code)
    reach = request.reach  # type: ignore[attr-defined]
    offered = [role.name for role in ROLES if may_grant(reach, role.name.value, unit.pk)]
    form = GrantForm(
        request.POST or None,
        roles=offered,
        reach=reach,
        initial={"starts_on": today(), "role": RoleName.SECRETARY.value},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        role = RoleName(given.pop("role"))
        try:
            grant = actions.hand_role(**given, role=role, unit=unit, reach=reach, by=request.user, at=now())
        except RoleHeld:
            form.add_error("person", _("That person holds this role here on some of those days already."))
        except RoleTooHigh:
            raise Http404 from None
        else:
            words = _("%(name)s is %(role)s of %(unit)s now.")
            said = {"name": grant.person.name, "role": role.label, "unit": unit.name}
            messages.success(request, words % said)
            return redirect("access.roles", code)
    page = Paginator(grants_within(unit, on=today()), ROLES_PER_PAGE).get_page(request.GET.get("page"))
    lines = [(grant, may_withdraw(reach, grant)) for grant in page]
    context = {"unit": unit, "page": page, "lines": lines, "form": form, "today": today()}
    return render(request, "access/roles.html", context, status=_status(form))


@requires(Permission.ROLE_GRANT)
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a role with a last day."""
    grant = get_object_or_404(Grant.objects.select_related("person", "unit"), pk=pk)
    if not may_withdraw(request.reach, grant):  # type: ignore[attr-defined]
        raise Http404
    form = WithdrawForm(request.POST or None, initial={"last": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_role(grant, on=form.cleaned_data["last"] + ONE_DAY, by=request.user, at=now())
        except LastAdministrator:
            form.add_error(None, _("This is the last administrator. Make somebody else one first."))
        except GrantEnded:
            form.add_error("last", _("The role ends before that day already."))
        else:
            words = _("The role of %(name)s ends with that day.") % {"name": grant.person.name}
            messages.success(request, words)
            return redirect("access.roles", grant.unit.code) if grant.unit else redirect("directory.units")
    return render(request, "access/withdraw.html", {"grant": grant, "form": form}, status=_status(form))
