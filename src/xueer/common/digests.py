"""A short mark of what a form showed, by which a form that has grown old is noticed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest(values: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits, the same for the same values. A form carries the digest of what it was filled with;
    when the stored values have another one on saving, somebody else has changed them in between."""
    text = json.dumps({name: str(value) for name, value in values.items()}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
