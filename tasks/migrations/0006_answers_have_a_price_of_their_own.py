"""What an answer pays is fixed when it is submitted: the price of a job may rise afterwards."""

from django.db import migrations, models

PRICES = """
UPDATE tasks_assignment a SET price_micros = j.price_micros
FROM tasks_job j WHERE j.id = a.job_id AND a.submitted_at IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0005_assignments_are_found_by_micro_task'),
    ]

    operations = [
        migrations.AddField(
            model_name='assignment',
            name='price_micros',
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(PRICES, migrations.RunSQL.noop),
    ]
