"""Papers of an activity: the page where they are added and taken off, and the files themselves."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xueer.access.permissions import signed_in
from xueer.activities.actions.files import MOST_FILES, add_files, put_back_file, remove_file
from xueer.activities.choices import ActivityState, FileKind
from xueer.activities.errors import FileRefused
from xueer.activities.files.preparing import MOST_AT_ONCE, Ready, Refusal, made_ready
from xueer.activities.files.sniffing import ENDINGS, MOST_BYTES
from xueer.activities.models import Activity, ActivityFile
from xueer.activities.queries.files import files_for, total
from xueer.activities.views.minutes import activity_to_write
from xueer.audit.once import once
from xueer.common.calendar import now

# What is served may be looked at, and can do nothing: no script, no style, no form, nothing from elsewhere.
ALONE = "default-src 'none'; sandbox"


@signed_in
@require_safe
def files(request: HttpRequest, code: str) -> HttpResponse:
    """The papers there are, those taken off, and the form for more."""
    return _page(request, activity_to_write(request, code))


@require_POST
@signed_in
def add_file(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps what was chosen; says of each file that is not kept why."""
    shown = activity_to_write(request, code)
    kind = request.POST.get("kind", "")
    if kind not in FileKind.values:
        raise Http404
    uploads = request.FILES.getlist("files")
    if not uploads:
        messages.error(request, _("Choose one or several files first."))
        return _page(request, shown, status=422)
    ready, refused = made_ready(uploads, fallback=str(FileKind(kind).label))
    return _keep(request, shown, kind, ready, refused)


@once
def _keep(request: HttpRequest, shown: Activity, kind: str, ready: list[Ready], refused: list[Refusal]) -> HttpResponse:
    """The quick half, in one transaction; pictures are drawn anew before it."""
    try:
        full = add_files(shown, ready, kind=kind, by=request.user, at=now())
    except FileRefused as why:
        messages.error(request, str(why))
        return _page(request, shown, status=422)
    kept = len(ready) - len(full)
    for name, why_not in [*refused, *full]:
        messages.error(request, _("Not kept: %(name)s. %(why)s") % {"name": name, "why": why_not})
    if not kept:
        return _page(request, shown, status=422)
    messages.success(request, ngettext("%(n)s file is kept.", "%(n)s files are kept.", kept) % {"n": kept})
    return redirect("activities.files", shown.code)


@signed_in
@require_safe
def file(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """One file: pictures to look at, everything else to be stored. 404 with words when it is no longer on the disk."""
    shown = get_object_or_404(Activity, code=code)
    row = get_object_or_404(files_for(shown, request.reach), pk=pk)  # type: ignore[attr-defined]
    try:
        content = row.file.open("rb")
    except OSError:
        return render(request, "activities/file_gone.html", {"file": row, "activity": shown}, status=404)
    picture = row.content_type.startswith("image/")
    response = FileResponse(content, as_attachment=not picture, filename=row.name, content_type=row.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = ALONE
    return response


@require_POST
@signed_in
def drop_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Takes a file off the page; the page offers to undo it."""
    shown = activity_to_write(request, code)
    row = get_object_or_404(shown.files, pk=pk)
    remove_file(row, by=request.user, at=now())
    messages.info(request, _("Taken off: %(name)s. It can be put back below.") % {"name": row.name})
    return redirect("activities.files", shown.code)


@require_POST
@signed_in
def undo_drop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Puts a file back that was taken off."""
    shown = activity_to_write(request, code)
    row = get_object_or_404(shown.files, pk=pk)
    try:
        put_back_file(row, by=request.user, at=now())
    except FileRefused as why:
        messages.error(request, str(why))
    return redirect("activities.files", shown.code)


def _page(request: HttpRequest, shown: Activity, *, status: int = 200) -> HttpResponse:
    every = list(shown.files.select_related("uploaded_by").order_by("kind", "pk"))
    here: list[ActivityFile] = [row for row in every if row.removed_at is None]
    context = {
        "activity": shown,
        "files": here,
        "taken_off": [row for row in every if row.removed_at],
        "total": total(here),
        "most": MOST_FILES,
        "most_mb": MOST_BYTES // 1024**2,
        "most_at_once": MOST_AT_ONCE // 1024**2,
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
        "kinds": FileKind.choices,
        "open": shown.state != ActivityState.CANCELLED and len(here) < MOST_FILES,
    }
    return render(request, "activities/files.html", context, status=status)
