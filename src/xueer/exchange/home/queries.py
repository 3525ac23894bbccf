"""What state the home is in, read so that it works on the database of any version."""

from enum import StrEnum
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from xueer.audit.models import Event
from xueer.exchange.home.places import has_media, home, strange_files
from xueer.org.models import Person, Unit
from xueer.records.models import ActivityType

# The trail's word for "this home holds the example district"; it travels with a backup, as it should.
DEMO_MADE = "demo.make"


class Version(StrEnum):
    """How the database stands to this program."""

    NONE = "NONE"
    OLD = "OLD"
    CURRENT = "CURRENT"
    NEW = "NEW"


def version() -> Version:
    """Is there a database, and is it of this program's version?"""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations or ())
    if not applied:
        return Version.NONE
    stages = {app for app, _ in executor.loader.disk_migrations}
    known = set(executor.loader.disk_migrations) | {
        replaced for migration in executor.loader.disk_migrations.values() for replaced in migration.replaces
    }
    if any(key not in known for key in applied if key[0] in stages):
        return Version.NEW
    return Version.OLD if executor.migration_plan(executor.loader.graph.leaf_nodes()) else Version.CURRENT


def applied_migrations() -> dict[str, str]:
    """The last migration of each stage that the database has, e.g. {"org": "0002_…"}."""
    latest: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        latest[app] = name
    return latest


def is_marked_demo() -> bool:
    """Was this database made by `xueer demo`?"""
    return Event._meta.db_table in _tables() and Event.objects.filter(verb=DEMO_MADE).exists()


def what_is_in_it() -> str:
    """A few words on the first thing found that is not of a fresh home; empty for a fresh or missing one."""
    if strange := strange_files():
        return f"the folder {home()} holds {strange[0]}"
    if has_media():
        return "there are media files"
    tables = _tables()
    if tables and MigrationRecorder.Migration._meta.db_table not in tables:
        return "the database holds tables of another program"
    for model, words in ((Unit, "units"), (Person, "people")):
        if model._meta.db_table in tables and model.objects.exists():
            return f"there are {words}"
    if ActivityType._meta.db_table in tables and ActivityType.objects.filter(shipped=False).exists():
        return "there are activity types of its own"
    return ""


def _tables() -> set[str]:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return set()  # asking would make an empty file
    return set(connection.introspection.table_names())
