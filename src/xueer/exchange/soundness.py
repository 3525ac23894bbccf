"""Is this installation sound? Each question is a function that yields findings; `xueer check` asks them all."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from xueer.activities.models import ActivityFile
from xueer.audit.models import Event
from xueer.audit.triggers import missing
from xueer.exchange.home.places import home
from xueer.exchange.home.queries import Version, version
from xueer.exchange.sources import SOURCES
from xueer.records.actions import rebuild, wrong_digests
from xueer.records.models import Record

GUARDED = (Event._meta.db_table, Record._meta.db_table)
ENOUGH = 200 * 1024 * 1024  # bytes free, so that a day's work fits


class Grade(StrEnum):
    """`note` is worth knowing and no fault."""

    OK = "ok"
    NOTE = "note"
    FAIL = "fail"


class Finding(NamedTuple):
    """What one question came to."""

    question: str
    grade: Grade
    words: str


Answers = Iterator[tuple[Grade, str]]


def findings() -> Iterator[Finding]:
    """Asks every question; one that cannot be asked has failed."""
    for question, ask in QUESTIONS.items():
        try:
            for grade, words in ask():
                yield Finding(question, grade, words)
        except (DatabaseError, OSError) as error:
            yield Finding(question, Grade.FAIL, str(error))


def _settings() -> Answers:
    faults = [fault for fault in checks.run_checks() if not fault.is_silenced()]
    for fault in faults:
        grave = fault.level >= checks.ERROR
        yield Grade.FAIL if grave else Grade.NOTE, f"{fault.id}: {fault.msg}"
    if settings.DEBUG:
        yield Grade.NOTE, "XUEER_DEBUG is on: errors show the program's insides"
    key = home() / "keys" / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Grade.FAIL, f"others may read {key}; mend it with chmod 600"
    if not faults:
        yield Grade.OK, f"home {home()}, database {connection.vendor}"


def _migrations() -> Answers:
    found = version()
    if found == Version.CURRENT:
        yield Grade.OK, "the database is of this version"
    else:
        yield Grade.FAIL, f"the database is not of this version ({found.lower()})"


def _database() -> Answers:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(5)")
            faults = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        for fault in faults:
            yield Grade.FAIL, fault
        if faults:
            return
    connection.check_constraints()
    yield Grade.OK, "pages and references are whole"


def _guards() -> Answers:
    gone = missing(connection, GUARDED)
    if gone:
        yield Grade.FAIL, f"guards of append-only tables are missing: {', '.join(gone)}"
    else:
        yield Grade.OK, "ledger and audit trail are guarded"


def _ledger() -> Answers:
    differences = rebuild(sources=SOURCES)
    for name, count in differences.items():
        yield Grade.FAIL, f"{count} records: {name} (beside what their sources say)"
    if not differences:
        yield Grade.OK, f"{Record.objects.filter(voided_at__isnull=True).count()} records are what their sources say"


def _trail() -> Answers:
    proved, wrong = wrong_digests()
    for words in wrong:
        yield Grade.FAIL, f"the ledger is not what the trail says was written: {words}"
    if not wrong:
        yield Grade.OK, f"{proved} acts wrote what the trail says"


def _files() -> Answers:
    """Papers of activities: is each where its row says, as long as it was?"""
    count, whole = 0, True
    rows = ActivityFile.objects.select_related("activity").only("name", "file", "size", "removed_at", "activity__code")
    for row in rows.iterator(1000):
        count += 1
        path = Path(settings.MEDIA_ROOT) / row.file.name
        words = "is not on the disk" if not path.is_file() else ""
        if not words and path.stat().st_size != row.size:
            words = "is not as long as it was"
        if words:
            whole = whole and row.removed_at is not None
            grade = Grade.NOTE if row.removed_at else Grade.FAIL
            yield grade, f"{row.activity.code}: {row.name} {words}; look for it in a backup"
    if whole:
        yield Grade.OK, f"{count} files of activities are where they should be"


def _disk() -> Answers:
    free = shutil.disk_usage(home()).free
    needed = ENOUGH
    if connection.vendor == "sqlite":
        needed += Path(connection.settings_dict["NAME"]).stat().st_size
    words = f"{free // 1024**2} MB free"
    if free < needed:
        yield Grade.FAIL, f"{words}; a backup and a day's work need {needed // 1024**2} MB"
    else:
        yield Grade.OK, words


def _fonts() -> Answers:
    """Chinese fonts are only needed where documents are turned into PDF on this computer."""
    lister = shutil.which("fc-list")
    if lister is None:
        yield Grade.NOTE, "cannot tell which fonts there are (fc-list is missing)"
        return
    told = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    families = sorted({line.split(",")[0].strip() for line in told.stdout.splitlines() if line.strip()})
    if families:
        yield Grade.OK, f"{len(families)} Chinese fonts, e.g. {families[0]}"
    else:
        yield Grade.NOTE, "no Chinese font on this computer; documents name theirs, only PDFs made here would lack them"


QUESTIONS: dict[str, Callable[[], Answers]] = {
    "settings": _settings,
    "migrations": _migrations,
    "database": _database,
    "guards": _guards,
    "ledger": _ledger,
    "trail": _trail,
    "files": _files,
    "disk": _disk,
    "fonts": _fonts,
}
