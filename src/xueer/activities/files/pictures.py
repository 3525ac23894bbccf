"""Pictures are drawn anew before they are kept: what else their file held – place, camera, owner, code – is gone."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from xueer.activities.errors import FileRefused
from xueer.activities.files.sniffing import Kind

# 50 megapixels are the most that a telephone takes at once; a scan of A4 at 600 dpi has 35.
MOST_PIXELS = 50_000_000
# A page of A4 at 300 dpi is 3,508 pixels high; nothing is gained by more.
LONGEST_SIDE = 4000
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
QUALITY = 88
DRAWABLE = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA", "1", "P"), "WEBP": ("RGB", "RGBA")}


def drawn_anew(content: bytes, kind: Kind) -> bytes:
    """The picture alone, upright, no larger than is useful. Raises FileRefused when it is damaged or too large.

    The size is read from its head before a single pixel is made.
    """
    name = FORMATS[kind.ending]
    try:
        with Image.open(BytesIO(content), formats=(name,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(_too_large())
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            clean = ImageOps.exif_transpose(picture)
            clean.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            if clean.mode not in DRAWABLE[name]:
                clean = clean.convert("RGBA" if "A" in clean.getbands() and name != "JPEG" else "RGB")
            kept = BytesIO()
            drawing = _bare(clean)
            drawing.save(kept, name, **({} if name == "PNG" else {"quality": QUALITY}))
    except FileRefused:
        raise
    except Image.DecompressionBombError:  # Pillow's own limit is farther off
        raise FileRefused(_too_large()) from None
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError):
        raise FileRefused(_("The picture is damaged.")) from None
    return kept.getvalue()


def _too_large() -> str:
    return _("The picture has more than %(most)s million pixels.") % {"most": MOST_PIXELS // 10**6}


def _bare(picture: Image.Image) -> Image.Image:
    """Pixels and palette alone; Pillow writes what hangs on a picture into some formats by itself."""
    bare = picture.copy()
    clear = picture.info.get("transparency")
    bare.info = {} if clear is None else {"transparency": clear}
    return bare
