"""The name under which a file is shown and handed out. It is stored in the database and never used as a path."""

import re
import unicodedata

LONGEST = 120
# Not in names of files anywhere, and marks that would turn the direction of what is read.
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def shown_name(given: str, ending: str, fallback: str) -> str:
    """The last part of what the uploader called it, with the ending that its content has."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    stem = ENDING.sub("", " ".join(FORBIDDEN.sub("", last).split()).strip(". "))
    return f"{stem[:LONGEST].strip('. ') or fallback}.{ending}"
