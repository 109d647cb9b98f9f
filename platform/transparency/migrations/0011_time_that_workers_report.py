"""What workers say of their own time."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0010_attention_never_falls'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportedTime',
            fields=[
                ('assignment_number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('worker_number', models.BigIntegerField()),
                ('requester_number', models.BigIntegerField()),
                ('job_number', models.BigIntegerField()),
                ('seconds', models.PositiveIntegerField()),
                ('usual_most_seconds', models.FloatField()),
                ('reported_at', models.DateTimeField()),
                ('waits_for_look', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('waits_for_look', True)), fields=['reported_at'], name='transparency_time_to_look_at')],
            },
        ),
    ]
