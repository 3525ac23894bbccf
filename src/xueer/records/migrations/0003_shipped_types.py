"""Puts the shipped activity types into a fresh home."""

from django.db import migrations

from xueer.records.shipped import SHIPPED_TYPES


def ship(apps, schema_editor):
    model = apps.get_model("records", "ActivityType")
    made = {}
    for position, (name, parent, counted_in) in enumerate(SHIPPED_TYPES, start=1):
        made[name], _ = model.objects.get_or_create(
            name=name,
            defaults={
                "parent": made.get(parent),
                "counted_in": counted_in,
                "position": position * 10,
                "shipped": True,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("records", "0002_append_only")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
