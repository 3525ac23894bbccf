"""The order of Chinese names.

    sort_key(name, *, surname=True) -> str        lower-case ASCII letters and digits, ≤ 240 characters
    key_pattern("lmz") -> str                     a regular expression that finds keys by initials or pinyin

Compare keys as plain strings; lower-case letters and digits sort alike in every collation. Character by character:
syllable, tone, then the character itself, so that all 张 stand together, before all 章. Digits and Latin letters come
first, characters without a known reading last. `surname=False` reads the first characters like any others (units).
"""

import os
from functools import lru_cache

from xueer.common.surnames import DOUBLE, SINGLE
from xueer.common.text import fold_width

# Names are read character by character; the dictionary of phrases would cost 45 MB in every process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
from pypinyin import Style, pinyin

# 20 characters × (6 letters + tone + 5 digits) = 240.
_LENGTH = 20


def sort_key(name: str, *, surname: bool = True) -> str:
    """The key a list of names is ordered by. Blanks inside a name (张　三) do not count."""
    characters = "".join(fold_width(name).casefold().split())[:_LENGTH]
    readings = _surname_readings(characters) if surname else ()
    known = [_element(character, reading) for character, reading in zip(characters, readings, strict=False)]
    return "".join(known + [_character_key(character) for character in characters[len(known) :]])


def key_pattern(typed: str) -> str:
    """Finds keys by their first readings: initials (lmz), pinyin (lumin) or both mixed; "" for what is no letters."""
    letters = "".join(typed.casefold().split())
    if not (letters.isascii() and letters.isalpha()):
        return ""
    return "^" + "(?:[a-z]*[0-9][0-9a-f]{5})?".join(letters[:_LENGTH])


def _surname_readings(characters: str) -> tuple[str, ...]:
    double = DOUBLE.get(characters[:2])
    if double and len(characters) > 2:
        return double
    single = SINGLE.get(characters[:1])
    return (single,) if single else ()


@lru_cache(maxsize=30_000)
def _character_key(character: str) -> str:
    if character.isascii():
        return _element(character, "0")
    found = pinyin(character, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    reading = found[0][0] if found else ""
    # Some rare readings are bare consonants (m̀) in forms outside ASCII: as good as unknown.
    return _element(character, reading if reading.isascii() and reading[-1:].isdigit() else "zz0")


def _element(character: str, reading: str) -> str:
    return f"{reading}{ord(character):05x}"
