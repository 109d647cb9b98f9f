"""The log also tells of looking for work, of previews, instructions, training, payouts, outages and what was done to jobs."""

import django.db.models.lookups
import web.conditions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0020_looks_at_people_are_kept'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_only_ends_of_work_have_a_stretch',
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_only_pay_has_an_amount',
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_all_but_presence_is_about_an_assignment',
        ),
        migrations.AddField(
            model_name='workevent',
            name='before_micros',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='workevent',
            name='count',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='workevent',
            name='recorded_by',
            field=models.CharField(blank=True, db_default='', max_length=24),
        ),
        migrations.AlterField(
            model_name='workevent',
            name='type',
            field=models.CharField(choices=[('task.claimed', 'Claimed'), ('task.opened', 'Shown'), ('task.set_aside', 'Set aside'), ('task.submitted', 'Submitted'), ('task.undone', 'Taken back'), ('task.returned', 'Returned'), ('task.expired', 'Expired'), ('task.approved', 'Approved'), ('task.rejected', 'Rejected'), ('appeal.filed', 'Appealed'), ('appeal.decided', 'Appeal decided'), ('task.paid', 'Paid'), ('task.bonus', 'Bonus'), ('topup.granted', 'Paid up to the floor'), ('presence.started', 'Started work'), ('presence.stopped', 'Stopped work'), ('time.self_reported', 'Reported time'), ('time.corrected', 'Time looked at'), ('message.sent', 'Question asked'), ('message.viewed', 'Answers to questions read'), ('list.viewed', 'Looked for work'), ('task.previewed', 'Looked at a job'), ('instructions.viewed', 'Read instructions'), ('qualification.started', 'Began training'), ('qualification.finished', 'Ended training'), ('payout.viewed', 'Looked at payouts'), ('payout.requested', 'Asked for a payout'), ('payout.paid', 'Paid out'), ('price.changed', 'Price raised'), ('job.paused', 'Paused'), ('job.resumed', 'Resumed'), ('job.closed', 'Closed'), ('items.added', 'Items added'), ('pilot.started', 'Pilot started'), ('pilot.ended', 'Rest published'), ('outage.started', 'Site out of order'), ('outage.ended', 'Site in order again'), ('floor.changed', 'Wage floor changed')], max_length=24),
        ),
        migrations.AlterField(
            model_name='workevent',
            name='worker_number',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='workevent',
            index=models.Index(condition=models.Q(('assignment_number__isnull', False)), fields=['assignment_number'], name='transparency_event_of_answer'),
        ),
        migrations.AddIndex(
            model_name='workevent',
            index=models.Index(condition=models.Q(('worker_number__isnull', True)), fields=['job_number', '-at'], name='transparency_done_to_a_job'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['task.submitted', 'task.returned', 'task.expired', 'presence.stopped', 'outage.ended']), django.db.models.lookups.IsNull(models.F('started_at'), False)), django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('started_at'), False), django.db.models.lookups.IsNull(models.F('ended_at'), False))), name='transparency_only_ends_of_work_have_a_stretch'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(('micros__gte', 0), models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['task.paid', 'task.bonus', 'topup.granted']), django.db.models.lookups.GreaterThan(models.F('micros'), 0)), ('worker_number__isnull', True), _connector='OR')), name='transparency_only_pay_has_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(web.conditions.OneOf('type', ['price.changed', 'job.paused', 'job.resumed', 'job.closed', 'items.added', 'pilot.started', 'pilot.ended', 'outage.started', 'outage.ended', 'floor.changed']), django.db.models.lookups.IsNull(models.F('worker_number'), True)), name='transparency_a_worker_did_it_or_a_requester_or_nobody'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['presence.started', 'presence.stopped', 'list.viewed', 'payout.viewed', 'payout.requested', 'payout.paid', 'outage.started', 'outage.ended', 'floor.changed']), django.db.models.lookups.IsNull(models.F('job_number'), True)), models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['presence.started', 'presence.stopped', 'list.viewed', 'payout.viewed', 'payout.requested', 'payout.paid', 'outage.started', 'outage.ended', 'floor.changed', 'price.changed', 'job.paused', 'job.resumed', 'job.closed', 'items.added', 'pilot.started', 'pilot.ended', 'topup.granted', 'task.previewed', 'instructions.viewed', 'qualification.started', 'qualification.finished']), django.db.models.lookups.IsNull(models.F('assignment_number'), True)), ('type', 'task.bonus'), _connector='OR')), name='transparency_an_event_is_about_what_its_type_says'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(('worker_number__isnull', True), models.Q(('before_micros__isnull', True), ('count__isnull', True)), _connector='OR'), name='transparency_only_what_no_worker_did_is_counted'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('type', 'price.changed'), _negated=True), models.Q(('before_micros__gt', 0), ('before_micros__isnull', False), ('micros__gt', models.F('before_micros'))), _connector='OR'), name='transparency_price_only_rises'),
        ),
    ]
