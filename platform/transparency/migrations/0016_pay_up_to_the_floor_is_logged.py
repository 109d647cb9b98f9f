"""What a worker is paid up to the floor is about all their answers to a job, not about one."""

import django.db.models.lookups
import web.conditions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0015_pay_of_closed_months'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_only_pay_has_an_amount',
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_all_but_presence_is_about_an_assignment',
        ),
        migrations.AlterField(
            model_name='workevent',
            name='type',
            field=models.CharField(choices=[('task.claimed', 'Claimed'), ('task.opened', 'Shown'), ('task.set_aside', 'Set aside'), ('task.submitted', 'Submitted'), ('task.undone', 'Taken back'), ('task.returned', 'Returned'), ('task.expired', 'Expired'), ('task.approved', 'Approved'), ('task.rejected', 'Rejected'), ('appeal.filed', 'Appealed'), ('appeal.decided', 'Appeal decided'), ('task.paid', 'Paid'), ('task.bonus', 'Bonus'), ('topup.granted', 'Paid up to the floor'), ('presence.started', 'Started work'), ('presence.stopped', 'Stopped work'), ('time.self_reported', 'Reported time'), ('time.corrected', 'Time looked at'), ('message.sent', 'Question asked'), ('message.viewed', 'Answers to questions read')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(('micros__gte', 0), django.db.models.lookups.Exact(web.conditions.OneOf('type', ['task.paid', 'task.bonus', 'topup.granted']), django.db.models.lookups.GreaterThan(models.F('micros'), 0))), name='transparency_only_pay_has_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['presence.started', 'presence.stopped']), django.db.models.lookups.IsNull(models.F('job_number'), True)), models.Q(django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('job_number'), False), django.db.models.lookups.IsNull(models.F('assignment_number'), False)), models.Q(web.conditions.OneOf('type', ['task.bonus', 'topup.granted']), ('job_number__isnull', False)), _connector='OR')), name='transparency_all_but_presence_is_about_an_assignment'),
        ),
    ]
