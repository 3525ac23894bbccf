"""What one was told: to decide, and to know. Everybody sees their own only."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from xueer.access.permissions import signed_in
from xueer.common.calendar import now, today
from xueer.notices import actions, queries
from xueer.notices.choices import TO_DECIDE
from xueer.notices.models import Notice

PER_PAGE = 30
# So many matters to decide stand on the page; their own pages have all of them.
TO_DECIDE_SHOWN = 20
FILTERS = tuple(zip(queries.SHOWN, (_("All"), _("Unread"), _("Read")), strict=True))


@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """What waits for a decision first, then what one is told: unread first, filtered, in pages."""
    me: Any = request.user
    shown = request.GET.get("shown", "")
    shown = shown if shown in queries.SHOWN else "all"
    page = Paginator(queries.told(me, shown=shown), PER_PAGE).get_page(request.GET.get("page"))
    waiting = list(queries.to_decide(me)[: TO_DECIDE_SHOWN + 1])
    context = {
        "waiting": _lines(waiting[:TO_DECIDE_SHOWN]),
        "more_waiting": len(waiting) > TO_DECIDE_SHOWN,
        "page": page,
        "lines": _lines(page.object_list),
        "shown": shown,
        "filters": FILTERS,
        "this_year": today().year,
    }
    return render(request, "notices/notices.html", context)


@require_POST
@signed_in
def read_notices(request: HttpRequest) -> HttpResponse:
    """Marks those named as read, or all. What waits for a decision stays until it is decided."""
    me: Any = request.user
    ids = [int(pk) for pk in request.POST.getlist("notice") if pk.isdecimal() and len(pk) <= 18]
    actions.read_notices(me, ids=ids or None, by=me, at=now())
    return redirect("notices.notices")


@require_POST
@signed_in
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks one's own notice as read and leads to the page where it is dealt with."""
    me: Any = request.user
    notice = get_object_or_404(Notice, pk=pk, person=me)
    actions.read_notices(me, ids=[pk], by=me, at=now())
    if notice.address and url_has_allowed_host_and_scheme(notice.address, allowed_hosts=None):
        return HttpResponseRedirect(notice.address)
    return redirect("notices.notices")


def _lines(rows: Any) -> list[tuple[Notice, str, bool]]:
    """(notice, its sentence, is it settled that was to be decided) for each."""
    return [(row, queries.sentence(row), row.kind in TO_DECIDE and row.settled_at is not None) for row in rows]
