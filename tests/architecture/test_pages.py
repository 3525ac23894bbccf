"""Pages keep to the strict content policy; scripts and styles are readable by browsers as old as Chrome 78."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture import old_browsers
from tests.architecture.tree import PACKAGE, name_of, templates, text

INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.I),
    "inline handler": re.compile(r"\son[a-z]+\s*=|hx-on[:=-]|javascript:", re.I),
    "text unescaped": re.compile(r"\|\s*safe\b|autoescape\s+off|mark_safe"),
    "address of a stranger": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.I),
}
# (template, what): why it may.
EXCEPTIONS: dict[tuple[str, str], str] = {}


def test_templates_hold_nothing_inline():
    found = {
        (name_of(path), what) for path in templates() for what, pattern in INLINE.items() if pattern.search(text(path))
    }
    assert found - set(EXCEPTIONS) == set()
    assert set(EXCEPTIONS) - found == set(), "an exception that nobody needs"


@pytest.mark.parametrize("kind", ["css", "js"])
def test_served_files_are_readable_by_old_browsers(kind: str):
    findings = [
        f"{name_of(path)}:{line} {what}"
        for path in sorted(PACKAGE.glob(f"*/static/**/*.{kind}"))
        for line, what in old_browsers.findings(path.read_text(encoding="utf-8"), kind)
    ]
    assert findings == []


def test_the_reader_for_old_browsers_sees_what_they_cannot_read():
    script = "const a = b?.c;\n// why?.not\nconst d = e ? .5 : 'x ?? y';\nf ??= g; list.at(-1);"
    assert [line for line, _what in old_browsers.findings(script, "js")] == [1, 4, 4]
    style = ".a { display: flex; gap: 4px }\n.b { display: grid; gap: 4px }\n/* :is(x) */ .c:is(p) { inset: 0 }"
    assert [line for line, _what in old_browsers.findings(style, "css")] == [1, 3, 3]


def test_static_files_can_be_collected(settings, tmp_path: Path):
    """The served names carry a digest of the content; a style that names a missing picture would stop it."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", "--noinput", verbosity=0, stdout=StringIO())
    assert (tmp_path / "staticfiles.json").exists()
