"""Beyond a share of a job’s answers, a rejection is a request that an auditor decides on."""

import django.db.models.deletion
import django.db.models.lookups
import tasks.models.public_id
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0019_jobs_can_be_priced_by_the_hour'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RejectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tasks.models.public_id.new_public_id, editable=False, max_length=16, unique=True)),
                ('code', models.CharField(choices=[('wrong', 'The answer is wrong'), ('incomplete', 'The answer is incomplete'), ('instructions', 'The instructions were not followed'), ('random', 'The answer doesn’t relate to what was shown')], max_length=12)),
                ('words', models.CharField(max_length=1000)),
                ('asked_at', models.DateTimeField()),
                ('is_granted', models.BooleanField(null=True, verbose_name='granted')),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_words', models.CharField(blank=True, default='', max_length=1000)),
            ],
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('state', 'rejected')), fields=['job'], name='tasks_assignment_rejected'),
        ),
        migrations.AddField(
            model_name='rejectionrequest',
            name='asked_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rejectionrequest',
            name='assignment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rejection_request', to='tasks.assignment'),
        ),
        migrations.AddField(
            model_name='rejectionrequest',
            name='decided_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='rejectionrequest',
            index=models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['asked_at'], name='tasks_consent_waits'),
        ),
        migrations.AddConstraint(
            model_name='rejectionrequest',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThan(models.F('code'), models.Value('')), django.db.models.lookups.GreaterThan(models.F('words'), models.Value(''))), name='tasks_rejection_request_has_a_code_and_words'),
        ),
        migrations.AddConstraint(
            model_name='rejectionrequest',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('is_granted'), False), django.db.models.lookups.IsNull(models.F('decided_at'), False)), django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('is_granted'), False), django.db.models.lookups.IsNull(models.F('decided_by'), False)), django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('is_granted'), False), django.db.models.lookups.GreaterThan(models.F('decision_words'), models.Value('')))), name='tasks_consent_is_decided_by_a_person_with_words'),
        ),
        migrations.AddConstraint(
            model_name='rejectionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='tasks_nobody_consents_to_their_own_rejection'),
        ),
    ]
