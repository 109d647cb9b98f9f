"""Presence and attention: when somebody was at work, and how long a page was in view and in use."""


import django.db.models.lookups
import web.conditions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0008_submissions_can_be_taken_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worker_number', models.BigIntegerField()),
                ('job_number', models.BigIntegerField()),
                ('assignment_number', models.BigIntegerField()),
                ('tab', models.CharField(max_length=22)),
                ('seq', models.PositiveIntegerField()),
                ('started_at', models.DateTimeField()),
                ('visible_ms', models.PositiveIntegerField()),
                ('active_ms', models.PositiveIntegerField()),
                ('media_ms', models.PositiveIntegerField()),
                ('told_at', models.DateTimeField()),
                ('is_late', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worker_number', models.BigIntegerField()),
                ('started_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ending', models.CharField(blank=True, choices=[('stop', 'Stopped by hand'), ('silence', 'No sign of life')], default='', max_length=8)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_only_ends_of_work_have_a_stretch',
        ),
        migrations.AddField(
            model_name='workevent',
            name='seconds',
            field=models.IntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='workevent',
            name='assignment_number',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='workevent',
            name='job_number',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='workevent',
            name='requester_number',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='workevent',
            name='type',
            field=models.CharField(choices=[('task.claimed', 'Claimed'), ('task.opened', 'Shown'), ('task.set_aside', 'Set aside'), ('task.submitted', 'Submitted'), ('task.undone', 'Taken back'), ('task.returned', 'Returned'), ('task.expired', 'Expired'), ('task.approved', 'Approved'), ('task.rejected', 'Rejected'), ('task.paid', 'Paid'), ('presence.started', 'Started work'), ('presence.stopped', 'Stopped work'), ('time.self_reported', 'Reported time'), ('time.corrected', 'Time looked at')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['task.submitted', 'task.returned', 'task.expired', 'presence.stopped']), django.db.models.lookups.IsNull(models.F('started_at'), False)), django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('started_at'), False), django.db.models.lookups.IsNull(models.F('ended_at'), False))), name='transparency_only_ends_of_work_have_a_stretch'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['presence.started', 'presence.stopped']), django.db.models.lookups.IsNull(models.F('job_number'), True)), django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('job_number'), False), django.db.models.lookups.IsNull(models.F('assignment_number'), False))), name='transparency_all_but_presence_is_about_an_assignment'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['time.self_reported', 'time.corrected']), django.db.models.lookups.IsNull(models.F('seconds'), False)), ('seconds__gte', 0)), name='transparency_only_reports_of_time_have_seconds'),
        ),
        migrations.AddIndex(
            model_name='attention',
            index=models.Index(fields=['worker_number', 'started_at'], name='transparency_attention_by_time'),
        ),
        migrations.AddConstraint(
            model_name='attention',
            constraint=models.UniqueConstraint(fields=('assignment_number', 'tab', 'seq'), name='transparency_a_stretch_of_attention_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='attention',
            constraint=models.CheckConstraint(condition=models.Q(('active_ms__lte', models.F('visible_ms')), ('media_ms__lte', models.F('active_ms'))), name='transparency_only_what_is_in_view_is_in_use'),
        ),
        migrations.AddIndex(
            model_name='presence',
            index=models.Index(fields=['worker_number', '-started_at'], name='transparency_presence_latest'),
        ),
        migrations.AddIndex(
            model_name='presence',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['last_seen_at'], name='transparency_presence_open'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('worker_number',), name='transparency_a_worker_is_present_once'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.lookups.Exact(models.F('ending'), models.Value('')), django.db.models.lookups.IsNull(models.F('ended_at'), True)), name='transparency_presence_says_how_it_ended'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('started_at')), ('last_seen_at__gte', models.F('started_at'))), name='transparency_presence_ends_after_it_starts'),
        ),
    ]
