"""Appeals stand in the labour log, and a rejection says what it keeps from its worker."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0013_bonuses_are_logged'),
    ]

    operations = [
        migrations.AddField(
            model_name='requestermeasure',
            name='appeal_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='requestermeasure',
            name='overturned_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='workevent',
            name='withheld_micros',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='workevent',
            name='type',
            field=models.CharField(choices=[('task.claimed', 'Claimed'), ('task.opened', 'Shown'), ('task.set_aside', 'Set aside'), ('task.submitted', 'Submitted'), ('task.undone', 'Taken back'), ('task.returned', 'Returned'), ('task.expired', 'Expired'), ('task.approved', 'Approved'), ('task.rejected', 'Rejected'), ('appeal.filed', 'Appealed'), ('appeal.decided', 'Appeal decided'), ('task.paid', 'Paid'), ('task.bonus', 'Bonus'), ('presence.started', 'Started work'), ('presence.stopped', 'Stopped work'), ('time.self_reported', 'Reported time'), ('time.corrected', 'Time looked at'), ('message.sent', 'Question asked'), ('message.viewed', 'Answers to questions read')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(('withheld_micros__isnull', True), models.Q(('type', 'task.rejected'), ('withheld_micros__gt', 0)), _connector='OR'), name='transparency_only_rejections_withhold'),
        ),
    ]
