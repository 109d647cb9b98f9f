"""Figures that lists filter and sort by, measured once a minute."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0005_what_requesters_did'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobMeasure',
            fields=[
                ('job_number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('pay_micros', models.BigIntegerField()),
                ('paid_seconds', models.FloatField()),
                ('all_seconds', models.FloatField()),
                ('worker_count', models.PositiveIntegerField()),
                ('answer_count', models.PositiveIntegerField()),
                ('answered_count', models.PositiveIntegerField()),
                ('hourly_micros', models.BigIntegerField(null=True)),
                ('median_seconds', models.FloatField(null=True)),
                ('seen_event', models.BigIntegerField()),
                ('measured_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RequesterMeasure',
            fields=[
                ('requester_number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('approved_count', models.PositiveIntegerField()),
                ('rejected_count', models.PositiveIntegerField()),
                ('decision_seconds', models.FloatField(null=True)),
                ('measured_at', models.DateTimeField()),
            ],
        ),
    ]
