"""Collect every text of the interface into the catalogues, one per stage, without gettext on the machine.

    python -m tools.messages            collect, then say which texts lack a translation
    python -m tools.messages --check    the same, writing nothing; exit status 1 when something is wrong
    python -m tools.messages --compile  write the .mo files beside the catalogues

Texts are English in the code. Translations are kept, texts that left the code are dropped. Two stages may hold the same
text, but then with the same translation: Django merges the catalogues and would show either.
Pure Python without Django marks a text for its caller to translate with `msgid("…")`, a function that returns it.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools.build_hook import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "xueer"
LANGUAGE = "zh_Hans"
HEADER = """msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "msgid": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")


@dataclass
class Findings:
    """What is wrong with the catalogues, one sentence each."""

    changed: list[str] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)
    conflicting: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        return [*self.changed, *self.untranslated, *self.conflicting, *self.broken]


def stages() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def catalogue_path(stage: Path) -> Path:
    return stage / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def collect(stage: Path) -> Catalog:
    """Every text of one stage, as an empty catalogue."""
    catalog = Catalog(locale=LANGUAGE)
    for path in sorted(stage.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "locale" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        name = path.relative_to(ROOT).as_posix()
        for text, comments, context in extracted(path, name):
            catalog.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def extracted(path: Path, name: str) -> Iterator[tuple]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What stays of a template is read as Python, where an indent has a meaning.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=name).split("\n"))
    file = io.BytesIO(source.encode())
    options = {"encoding": "utf-8"}
    for _line, text, comments, context in extract("python", file, KEYWORDS, ("Translators:",), options):
        if text:
            yield text, comments, context


def stored(stage: Path) -> Catalog:
    path = catalogue_path(stage)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def merged(stage: Path, catalogues: dict[Path, Catalog]) -> Catalog:
    """The texts in the code now, with the stored translations: the stage's own, else those of another stage."""
    new = collect(stage)
    own_first = [catalogues[stage], *(catalog for other, catalog in catalogues.items() if other != stage)]
    for message in texts(new):
        found = (catalog.get(source_text(message), context=message.context) for catalog in own_first)
        usable = (known for known in found if known and known.pluralizable == message.pluralizable and known.string)
        known = next(usable, None)
        if known is None:
            continue
        message.string = known.string
        message.user_comments = known.user_comments
        message.flags |= known.flags & {"fuzzy"}
    return new


def texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def written(catalog: Catalog) -> str:
    """The catalogue as a file, without line numbers and dates: it changes only when a text does."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER + buffer.getvalue().decode().strip() + "\n"


def source_text(message: Message) -> str:
    return message.id[0] if message.pluralizable else message.id


def translations(message: Message) -> list[str]:
    string = message.string or ""
    return [string] if isinstance(string, str) else list(string)


def inspect(stage: Path, catalog: Catalog, seen: dict[tuple, tuple[str, list[str]]], findings: Findings) -> None:
    for message in texts(catalog):
        text, given = source_text(message), translations(message)
        if not given or not all(given) or message.fuzzy:
            findings.untranslated.append(f"{stage.name}: no translation of {text!r}")
            continue
        wanted = set(PLACEHOLDER.findall(message.id[-1] if message.pluralizable else text))
        if any(set(PLACEHOLDER.findall(translation)) - wanted for translation in given):
            findings.broken.append(f"{stage.name}: the translation of {text!r} names what the text does not give")
        if not message.pluralizable and wanted - set(PLACEHOLDER.findall(given[0])):
            findings.broken.append(f"{stage.name}: the translation of {text!r} leaves out a value")
        other, theirs = seen.setdefault((text, message.context), (stage.name, given))
        if theirs != given:
            findings.conflicting.append(f"{stage.name} and {other} translate {text!r} differently")


def run(*, write: bool) -> Findings:
    """Collect and compare all stages; with `write` the catalogues are brought up to date."""
    findings, seen = Findings(), {}
    catalogues = {stage: stored(stage) for stage in stages()}
    for stage in catalogues:
        catalog, path = merged(stage, catalogues), catalogue_path(stage)
        if not len(catalog):
            continue
        text = written(catalog)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            else:
                findings.changed.append(f"{stage.name}: the catalogue is not up to date; run `make messages`")
        inspect(stage, catalog, seen, findings)
    return findings


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args(arguments)
    if options.compile:
        compile_catalogues(ROOT)
        return 0
    findings = run(write=not options.check)
    for sentence in findings.sentences():
        print(sentence, file=sys.stderr)
    if not options.check:
        compile_catalogues(ROOT)
        return 0
    return 1 if findings.sentences() else 0


if __name__ == "__main__":
    sys.exit(main())
