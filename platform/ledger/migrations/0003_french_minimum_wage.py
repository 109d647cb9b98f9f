"""The French minimum wage (SMIC, gross, an hour) since November 2024, with the decrees that set it."""

from datetime import date

from django.db import migrations

FLOORS = [
    ("FR", 11_880_000, date(2024, 11, 1), date(2026, 1, 1), "SMIC", "Décret n° 2024-951 du 23 octobre 2024"),
    ("FR", 12_020_000, date(2026, 1, 1), None, "SMIC", "Décret n° 2025-1228 du 17 décembre 2025"),
]


def add(apps, schema_editor):
    floor = apps.get_model("ledger", "PayFloor")
    for country, hourly, start, end, name, source in FLOORS:
        floor.objects.update_or_create(
            country=country,
            valid_from=start,
            defaults={"hourly_micros": hourly, "valid_to": end, "name": name, "source": source},
        )


def remove(apps, schema_editor):
    apps.get_model("ledger", "PayFloor").objects.filter(country="FR", valid_from__in=[row[2] for row in FLOORS]).delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_transfers_never_change")]
    operations = [migrations.RunPython(add, remove)]
