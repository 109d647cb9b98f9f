"""What workers say of their own time and events, beside the log; that they said something of their time is logged."""

import django.db.models.lookups
import web.conditions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0029_what_jobs_and_requesters_came_to'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventNote',
            fields=[
                ('event_number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('worker_number', models.BigIntegerField()),
                ('words', models.CharField(max_length=500)),
                ('written_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='StatedTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worker_number', models.BigIntegerField()),
                ('says', models.CharField(choices=[('also_worked', 'I also worked'), ('no_work', 'This wasn’t work')], max_length=12)),
                ('about_event', models.BigIntegerField(null=True)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('seconds', models.PositiveIntegerField()),
                ('words', models.CharField(blank=True, default='', max_length=500)),
                ('stated_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_only_reports_of_time_have_seconds',
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_an_event_is_about_what_its_type_says',
        ),
        migrations.AlterField(
            model_name='workevent',
            name='type',
            field=models.CharField(choices=[('task.claimed', 'Claimed'), ('task.opened', 'Shown'), ('task.set_aside', 'Set aside'), ('task.submitted', 'Submitted'), ('task.undone', 'Taken back'), ('task.returned', 'Returned'), ('task.expired', 'Expired'), ('task.approved', 'Approved'), ('task.rejected', 'Rejected'), ('appeal.filed', 'Appealed'), ('appeal.decided', 'Appeal decided'), ('task.paid', 'Paid'), ('task.bonus', 'Bonus'), ('topup.granted', 'Paid up to the floor'), ('presence.started', 'Started work'), ('presence.stopped', 'Stopped work'), ('time.self_reported', 'Reported time'), ('time.corrected', 'Time looked at'), ('time.stated', 'Said of their time at work'), ('message.sent', 'Question asked'), ('message.viewed', 'Answers to questions read'), ('list.viewed', 'Looked for work'), ('task.previewed', 'Looked at a job'), ('instructions.viewed', 'Read instructions'), ('qualification.started', 'Began training'), ('qualification.finished', 'Ended training'), ('payout.viewed', 'Looked at payouts'), ('payout.requested', 'Asked for a payout'), ('payout.paid', 'Paid out'), ('price.changed', 'Price raised'), ('job.paused', 'Paused'), ('job.resumed', 'Resumed'), ('job.closed', 'Closed'), ('items.added', 'Items added'), ('pilot.started', 'Pilot started'), ('pilot.ended', 'Rest published'), ('data.erased', 'Data erased'), ('outage.started', 'Site out of order'), ('outage.ended', 'Site in order again'), ('floor.changed', 'Wage floor changed')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['presence.started', 'presence.stopped', 'list.viewed', 'payout.viewed', 'payout.requested', 'payout.paid', 'data.erased', 'time.stated', 'outage.started', 'outage.ended', 'floor.changed']), django.db.models.lookups.IsNull(models.F('job_number'), True)), models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['presence.started', 'presence.stopped', 'list.viewed', 'payout.viewed', 'payout.requested', 'payout.paid', 'data.erased', 'time.stated', 'outage.started', 'outage.ended', 'floor.changed', 'price.changed', 'job.paused', 'job.resumed', 'job.closed', 'items.added', 'pilot.started', 'pilot.ended', 'topup.granted', 'task.previewed', 'instructions.viewed', 'qualification.started', 'qualification.finished']), django.db.models.lookups.IsNull(models.F('assignment_number'), True)), ('type', 'task.bonus'), _connector='OR')), name='transparency_an_event_is_about_what_its_type_says'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['time.self_reported', 'time.corrected', 'time.stated']), django.db.models.lookups.IsNull(models.F('seconds'), False)), ('seconds__gte', 0)), name='transparency_only_reports_of_time_have_seconds'),
        ),
        migrations.AddIndex(
            model_name='eventnote',
            index=models.Index(fields=['worker_number', '-written_at'], name='transparency_notes_of_worker'),
        ),
        migrations.AddConstraint(
            model_name='eventnote',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='transparency_note_has_words'),
        ),
        migrations.AddIndex(
            model_name='statedtime',
            index=models.Index(fields=['worker_number', '-started_at'], name='transparency_stated_time_of'),
        ),
        migrations.AddConstraint(
            model_name='statedtime',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gt', models.F('started_at')), ('seconds__gt', 0)), name='transparency_stated_time_lasts'),
        ),
        migrations.AddConstraint(
            model_name='statedtime',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.lookups.Exact(models.F('says'), models.Value('also_worked')), django.db.models.lookups.IsNull(models.F('about_event'), True)), name='transparency_no_work_is_said_of_time_at_work'),
        ),
        migrations.AddConstraint(
            model_name='statedtime',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at__isnull', True)), fields=('about_event',), name='transparency_one_word_stands_of_a_time_at_work'),
        ),
    ]
