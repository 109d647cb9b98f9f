"""Examples become rows of their own, right or wrong. A job's one example in words becomes the first of them.

The old column stays in the table, with a default, so that the version that runs meanwhile can still write to it; a later
migration drops it.
"""

import django.db.models.deletion
from django.db import migrations, models

import tasks.models.public_id


def take_over(apps, schema_editor):
    Job, Example = apps.get_model("tasks", "Job"), apps.get_model("tasks", "Example")
    Example.objects.bulk_create(
        Example(public_id=tasks.models.public_id.new_public_id(), job_id=pk, position=1, is_right=True, words=words)
        for pk, words in Job.objects.exclude(example="").order_by("pk").values_list("pk", "example")
        if words.strip()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0009_jobs_can_be_paused"),
    ]

    operations = [
        migrations.CreateModel(
            name="Example",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=tasks.models.public_id.new_public_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("is_right", models.BooleanField()),
                ("why", models.CharField(blank=True, default="", max_length=600, verbose_name="why")),
                ("words", models.TextField(blank=True, default="", max_length=5000, verbose_name="the case in words")),
                ("payload", models.JSONField(default=dict)),
                ("media_key", models.CharField(blank=True, default="", max_length=120)),
                ("thumb_key", models.CharField(blank=True, default="", max_length=120)),
                ("answer", models.JSONField(null=True)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="examples", to="tasks.job"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=models.Deferrable["DEFERRED"],
                        fields=("job", "position"),
                        name="tasks_example_has_a_place_of_its_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("words", ""), _negated=True), models.Q(("payload", {}), _negated=True), _connector="OR"),
                        name="tasks_example_shows_something",
                    ),
                ],
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE tasks_job ALTER COLUMN example SET DEFAULT ''",
                    "ALTER TABLE tasks_job ALTER COLUMN example DROP DEFAULT",
                )
            ],
            state_operations=[migrations.RemoveField("job", "example")],
        ),
    ]
