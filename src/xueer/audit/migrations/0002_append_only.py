"""Makes the trail append-only in the database itself."""

from django.db import migrations

from xueer.audit.triggers import append_only, install, remove

TABLE = "audit_event"


def guard(apps, schema_editor):
    install(schema_editor.connection, append_only(TABLE), TABLE)


def unguard(apps, schema_editor):
    remove(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
