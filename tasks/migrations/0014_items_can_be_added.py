"""A running job takes more items: cut first, then published together with the money for them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0013_training_before_the_work'),
    ]

    operations = [
        migrations.AddField(
            model_name='splitchunk',
            name='opened_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Addition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('micro_task_count', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='tasks.job')),
            ],
        ),
        migrations.AddField(
            model_name='upload',
            name='addition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='tasks.addition'),
        ),
        migrations.AddIndex(
            model_name='addition',
            index=models.Index(condition=models.Q(('opened_at__isnull', True), ('published_at__isnull', False)), fields=['job'], name='tasks_addition_to_open'),
        ),
        migrations.AddConstraint(
            model_name='addition',
            constraint=models.UniqueConstraint(fields=('job', 'number'), name='tasks_addition_number_is_given_once_a_job'),
        ),
        migrations.AddConstraint(
            model_name='addition',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('job',), name='tasks_one_addition_waits_a_job'),
        ),
        migrations.AddConstraint(
            model_name='addition',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', True), ('micro_task_count__gt', 0), _connector='XOR'), name='tasks_published_addition_holds_something'),
        ),
        migrations.AddConstraint(
            model_name='addition',
            constraint=models.CheckConstraint(condition=models.Q(('opened_at__isnull', True), ('published_at__isnull', False), _connector='OR'), name='tasks_addition_opens_after_its_publication'),
        ),
    ]
