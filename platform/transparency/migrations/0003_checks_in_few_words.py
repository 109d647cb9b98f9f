"""The same checks in fewer words: PostgreSQL reads them anew in every statement that writes to the table."""

import django.db.models.lookups
import web.conditions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0002_log_never_changes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_only_ends_of_work_have_a_stretch',
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_work_ends_after_it_starts',
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_only_pay_has_an_amount',
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['task.submitted', 'task.returned', 'task.expired']), django.db.models.lookups.IsNull(models.F('started_at'), False)), django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('started_at'), False), django.db.models.lookups.IsNull(models.F('ended_at'), False))), name='transparency_only_ends_of_work_have_a_stretch'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('started_at'))), name='transparency_work_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(('micros__gte', 0), django.db.models.lookups.Exact(django.db.models.lookups.Exact(models.F('type'), 'task.paid'), django.db.models.lookups.GreaterThan(models.F('micros'), 0))), name='transparency_only_pay_has_an_amount'),
        ),
    ]
