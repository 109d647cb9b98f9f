"""Training before a job: tasks whose answer is known, and the workers who answered them."""

import django.db.models.deletion
import tasks.models.public_id
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0012_problems_are_reported'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='training_places',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='job',
            name='training_price_micros',
            field=models.BigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='tasks.job')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TrainingTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tasks.models.public_id.new_public_id, editable=False, max_length=16, unique=True)),
                ('answer', models.JSONField()),
                ('words', models.CharField(blank=True, default='', max_length=600)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_tasks', to='tasks.job')),
                ('micro_task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='training_task', to='tasks.microtask')),
            ],
        ),
        migrations.CreateModel(
            name='TrainingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tasks.models.public_id.new_public_id, editable=False, max_length=16, unique=True)),
                ('shown_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('content', models.JSONField(null=True)),
                ('is_right', models.BooleanField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('lapsed_at', models.DateTimeField(null=True)),
                ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='tasks.training')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='tasks.trainingtask')),
            ],
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.UniqueConstraint(fields=('job', 'worker'), name='tasks_worker_trains_once_a_job'),
        ),
        migrations.AddConstraint(
            model_name='traininganswer',
            constraint=models.UniqueConstraint(condition=models.Q(('returned_at__isnull', True)), fields=('training', 'task'), name='tasks_training_task_is_answered_once_a_worker'),
        ),
        migrations.AddConstraint(
            model_name='traininganswer',
            constraint=models.CheckConstraint(condition=models.Q(('submitted_at__isnull', True), models.Q(('content__isnull', False), ('returned_at__isnull', True)), _connector='OR'), name='tasks_submitted_training_answer_says_something'),
        ),
    ]
