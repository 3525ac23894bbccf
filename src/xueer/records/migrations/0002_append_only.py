"""Makes the ledger append-only in the database itself: a record may be voided once, nothing else."""

from django.db import migrations

from xueer.audit.triggers import remove
from xueer.records.triggers import TABLE, guard


def guard_ledger(apps, schema_editor):
    guard(schema_editor.connection)


def unguard_ledger(apps, schema_editor):
    remove(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(guard_ledger, unguard_ledger)]
