"""Pilots and their ends stand in the log of jobs."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0016_pay_up_to_the_floor_is_logged'),
    ]

    operations = [
        migrations.AlterField(
            model_name='jobevent',
            name='type',
            field=models.CharField(choices=[('price.changed', 'Price raised'), ('job.paused', 'Paused'), ('job.resumed', 'Resumed'), ('job.closed', 'Closed'), ('items.added', 'Items added'), ('pilot.started', 'Pilot started'), ('pilot.ended', 'Rest published')], max_length=16),
        ),
    ]
