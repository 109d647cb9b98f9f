"""One word for one thing: a job is closed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0006_measures_of_jobs_and_requesters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='jobevent',
            name='type',
            field=models.CharField(choices=[('price.changed', 'Price raised'), ('job.paused', 'Paused'), ('job.resumed', 'Resumed'), ('job.closed', 'Closed'), ('items.added', 'Items added')], max_length=16),
        ),
    ]
