"""Random samples of what waits, and approvals of many answers that tell how far they have come."""

import django.db.models.deletion
import django.db.models.lookups
import tasks.models.public_id
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0022_jobs_can_guarantee_the_floor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tasks.models.public_id.new_public_id, editable=False, max_length=16, unique=True)),
                ('seed', models.CharField(max_length=32)),
                ('size', models.PositiveIntegerField()),
                ('population', models.PositiveIntegerField()),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='tasks.job')),
            ],
        ),
        migrations.CreateModel(
            name='SampledAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.assignment')),
                ('sample', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='tasks.sample')),
            ],
        ),
        migrations.CreateModel(
            name='MassApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tasks.models.public_id.new_public_id, editable=False, max_length=16, unique=True)),
                ('until', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Under way'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='waiting', max_length=9)),
                ('wanted', models.PositiveIntegerField()),
                ('approved', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mass_approvals', to='tasks.job')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('job',), name='tasks_one_mass_approval_at_a_time_in_a_job'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.lookups.Exact(models.F('state'), models.Value('waiting')), django.db.models.lookups.IsNull(models.F('ended_at'), False)), _negated=True), name='tasks_ended_mass_approval_says_when')],
            },
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', models.F('population'))), name='tasks_sample_is_a_part_of_what_waits'),
        ),
        migrations.AddConstraint(
            model_name='sampledanswer',
            constraint=models.UniqueConstraint(fields=('sample', 'assignment'), name='tasks_sample_holds_an_answer_once'),
        ),
    ]
