"""What a file is, by its content alone. Its name and what the browser says about it are never believed."""

import zipfile
from io import BytesIO
from typing import NamedTuple

import filetype
from django.utils.translation import gettext as _

from xueer.activities.errors import FileRefused
from xueer.common.text import gettext_noop as msgid

MOST_BYTES = 20 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."


class Kind(NamedTuple):
    """A kind of file that is kept: its ending and its media type."""

    ending: str
    content_type: str

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")


PDF = Kind("pdf", "application/pdf")
TEXT = Kind("txt", "text/plain; charset=utf-8")
IMAGES = {
    "image/jpeg": Kind("jpg", "image/jpeg"),
    "image/png": Kind("png", "image/png"),
    "image/webp": Kind("webp", "image/webp"),
}
# A member that each kind of package has → the kind. OFD is the national format of fixed pages (GB/T 33190).
PACKAGES = {
    "word/document.xml": Kind("docx", f"{OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": Kind("xlsx", f"{OFFICE}spreadsheetml.sheet"),
    "ppt/presentation.xml": Kind("pptx", f"{OFFICE}presentationml.presentation"),
    "OFD.xml": Kind("ofd", "application/ofd"),
}
ENDINGS = ("pdf", "docx", "xlsx", "pptx", "ofd", "txt", "jpg", "jpeg", "png", "webp")
NOT_KEPT = msgid(
    "This is no file that can be kept. Possible are PDF, Word, Excel and PowerPoint (not the old .doc, .xls, .ppt), "
    "OFD, plain text, JPG, PNG and WebP."
)
MACROS = "vbaproject.bin"
# What a browser might take for a page, wherever a text begins with it.
MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body", "%!ps")


def kind_of(content: bytes) -> Kind:
    """The kind of a file that may be kept. Raises FileRefused, in a sentence for whoever chose it."""
    if not content:
        raise FileRefused(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
    guess = filetype.guess_mime(content[:8192])
    if guess in IMAGES:
        return IMAGES[guess]
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    if guess is None and _is_text(content):
        return TEXT
    raise FileRefused(_(NOT_KEPT))


def _package(content: bytes) -> Kind:
    """By the list of members alone: nothing is unpacked, so that it does not matter how large it would become."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileRefused(_("The file is damaged.")) from None
    if any(member.lower().endswith(MACROS) for member in members):
        raise FileRefused(_("Files with macros are not kept. Save it without macros."))
    for member, kind in PACKAGES.items():
        if member in members:
            return kind
    raise FileRefused(_("Archives are not kept. Unpack it and choose the files."))


def _is_text(content: bytes) -> bool:
    for coding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        begins = text.lstrip("\ufeff \t\r\n").lower()
        odd = any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text)
        return not odd and not begins.startswith(MARKUP)
    return False


def as_utf8(content: bytes) -> bytes:
    """A text as UTF-8, whichever coding it came in."""
    try:
        return content.decode("utf-8-sig").encode()
    except UnicodeDecodeError:
        return content.decode("gb18030").encode()
