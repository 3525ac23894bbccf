"""A file made ready to be kept: known by its content, drawn or coded anew, named. Slow, so outside transactions."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from xueer.activities.errors import FileRefused
from xueer.activities.files.naming import shown_name
from xueer.activities.files.pictures import drawn_anew
from xueer.activities.files.sniffing import MOST_BYTES, TEXT, as_utf8, kind_of

MOST_AT_ONCE = 50 * 1024 * 1024
MOST_FILES = 30


class Ready(NamedTuple):
    """A file that may be kept."""

    name: str
    ending: str
    content_type: str
    content: bytes


Refusal = tuple[str, str]  # the name of a file and why it is not kept


def made_ready(uploads: Sequence[UploadedFile], *, fallback: str) -> tuple[list[Ready], list[Refusal]]:
    """Those that may be kept, and those that may not. `fallback`: the name of a file that has none."""
    ready: list[Ready] = []
    refused: list[Refusal] = []
    total = 0
    # Drawing a picture takes its time: of more than an activity can have the others are not looked at.
    refused += [(short(upload), no_room()) for upload in uploads[MOST_FILES:]]
    for upload in uploads[:MOST_FILES]:
        total += upload.size or 0
        try:
            if total > MOST_AT_ONCE:
                raise FileRefused(
                    _("More than %(most)s MB at once: choose it again.") % {"most": MOST_AT_ONCE // 1024**2}
                )
            ready.append(_ready(upload, fallback))
        except FileRefused as why:
            refused.append((short(upload), str(why)))
    return ready, refused


def _ready(upload: UploadedFile, fallback: str) -> Ready:
    if (upload.size or 0) > MOST_BYTES:
        raise FileRefused(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
    content = upload.read()
    kind = kind_of(content)
    if kind.is_image:
        content = drawn_anew(content, kind)
    elif kind == TEXT:
        content = as_utf8(content)
    return Ready(shown_name(upload.name or "", kind.ending, fallback), kind.ending, kind.content_type, content)


def no_room() -> str:
    """Why a file is not kept where there are enough."""
    return _("An activity has at most %(most)s files.") % {"most": MOST_FILES}


def short(upload: UploadedFile) -> str:
    """The name as the uploader knows it, for a sentence."""
    return " ".join((upload.name or "").split())[:80]
