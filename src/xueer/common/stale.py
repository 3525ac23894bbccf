"""Forms that have grown old: somebody else saved while this one was being filled in. Both versions live, none is lost.

The form carries `seen` – a short mark of each field as it was shown::

    GET   <input type="hidden" name="seen" value="{{ seen }}">        seen = seen_of(stored)
    POST  met = meet(seen=request.POST["seen"], stored=…, typed=…)
          met.values      what to save: fields that only the other changed are the other's, all else as typed
          met.conflicts   fields that both changed: show the page again (409) with `typed` in the fields, the stored
                          text beside it (`web/ui/stale.html`) and the new `seen`, so that saving again is a decision

`stored` and `typed` are the fields as text, as the form shows them. Nothing is saved while there are conflicts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from xueer.common.digests import digest


def plain(text: str) -> str:
    """A field as browsers change it on the way: line ends of one kind, no blanks at the edges."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def seen_of(stored: Mapping[str, str]) -> str:
    """The mark of each field, to be carried by the form."""
    return json.dumps({name: _mark(value) for name, value in stored.items()}, separators=(",", ":"))


@dataclass(frozen=True)
class Met:
    """What became of a form that met the stored values. `theirs`: fields taken over from whoever saved in between."""

    values: dict[str, str]
    conflicts: tuple[str, ...]
    theirs: tuple[str, ...]


def meet(*, seen: str, stored: Mapping[str, str], typed: Mapping[str, str]) -> Met:
    """Joins what was typed with what is stored now. A form without its marks conflicts wherever the two differ."""
    marks = _read(seen)
    values, conflicts, theirs = dict(stored), [], []
    for name, mine in typed.items():
        here = stored.get(name, "")
        if plain(mine) == plain(here) or marks.get(name) == _mark(here):
            values[name] = mine
        elif marks.get(name) == _mark(mine):
            theirs.append(name)
        else:
            values[name] = mine
            conflicts.append(name)
    return Met(values, tuple(conflicts), tuple(theirs))


def _mark(value: str) -> str:
    return digest({"": plain(value)})[:12]


def _read(seen: str) -> dict[str, str]:
    try:
        marks = json.loads(seen)
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}
