"""Jobs can guarantee the wage floor: what their answers take, and what workers get on top of the price."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0021_files_of_discarded_drafts_go'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FloorEstimate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('quarter_ms', models.BigIntegerField()),
                ('answer_count', models.PositiveIntegerField()),
                ('worker_count', models.PositiveIntegerField()),
                ('is_measured', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='FloorPay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('floor_hourly_micros', models.BigIntegerField()),
                ('answer_count', models.PositiveIntegerField()),
                ('pay_micros', models.BigIntegerField()),
                ('amount_micros', models.BigIntegerField(verbose_name='amount')),
                ('total_micros', models.BigIntegerField()),
                ('owed_at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='job',
            name='floor_each_micros',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='job',
            name='floor_looked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='guarantees_floor',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('floor_each_micros', 0), models.Q(('floor_each_micros__gt', 0), ('guarantees_floor', True)), _connector='OR'), name='tasks_only_guaranteed_job_sets_floor_aside'),
        ),
        migrations.AddField(
            model_name='floorestimate',
            name='job',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='floor_estimates', to='tasks.job'),
        ),
        migrations.AddField(
            model_name='floorpay',
            name='estimate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.floorestimate'),
        ),
        migrations.AddField(
            model_name='floorpay',
            name='job',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='floor_pays', to='tasks.job'),
        ),
        migrations.AddField(
            model_name='floorpay',
            name='worker',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='floorestimate',
            constraint=models.UniqueConstraint(fields=('job', 'at'), name='tasks_one_floor_estimate_a_job_and_moment'),
        ),
        migrations.AddConstraint(
            model_name='floorestimate',
            constraint=models.CheckConstraint(condition=models.Q(('quarter_ms__gte', 0)), name='tasks_floor_estimate_takes_no_less_than_no_time'),
        ),
        migrations.AddIndex(
            model_name='floorpay',
            index=models.Index(fields=['worker', '-owed_at'], name='tasks_floor_pay_of_worker'),
        ),
        migrations.AddIndex(
            model_name='floorpay',
            index=models.Index(condition=models.Q(('paid_at__isnull', True)), fields=['job'], name='tasks_floor_pay_owed'),
        ),
        migrations.AddConstraint(
            model_name='floorpay',
            constraint=models.UniqueConstraint(fields=('job', 'worker', 'total_micros'), name='tasks_a_worker_is_paid_up_to_a_sum_once_a_job'),
        ),
        migrations.AddConstraint(
            model_name='floorpay',
            constraint=models.CheckConstraint(condition=models.Q(('amount_micros__gt', 0), ('total_micros__gte', models.F('amount_micros'))), name='tasks_floor_pay_pays_something'),
        ),
    ]
