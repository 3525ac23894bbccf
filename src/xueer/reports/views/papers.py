"""Papers in the official form, as files."""

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from xueer.access.permissions import Permission, signed_in
from xueer.activities import queries
from xueer.activities.models import Activity
from xueer.audit.downloads import download_paper
from xueer.common.calendar import now
from xueer.reports.papers.minutes import minutes_document
from xueer.reports.writers import docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@signed_in
@require_safe
def minutes_file(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes of an activity as a Word file, for those who may view it; who took it stands in the trail."""
    shown = get_object_or_404(queries.for_list(Activity.objects.all()), code=code)
    reach = request.reach  # type: ignore[attr-defined]
    if not queries.may_view(shown, reach) or not shown.minutes_text:
        raise Http404
    reveals = reach.covers(Permission.REASON_VIEW, shown.unit_id)
    document = minutes_document(shown, reveals=reveals)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "minutes.docx"
        docx.write(document, path)
        content = path.read_bytes()
    return download_paper(
        name=f"{document.title} {shown.held_on:%Y%m%d}.docx",
        content=content,
        content_type=DOCX,
        about=shown,
        by=request.user,
        at=now(),
        detail={"reasons": reveals},
    )
