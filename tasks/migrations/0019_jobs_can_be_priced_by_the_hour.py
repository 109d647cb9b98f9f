"""What an hour shall pay, where a price follows from it; and whence the expected seconds are known."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0018_rejections_can_be_appealed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='expected_from',
            field=models.CharField(choices=[('requester', 'the requester’s own estimate'), ('like_jobs', 'measured on like jobs'), ('pilot', 'measured in a pilot')], default='requester', max_length=9),
        ),
        migrations.AddField(
            model_name='job',
            name='hour_price_micros',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('hour_price_micros__isnull', True), ('hour_price_micros__range', (1, 1000000000)), _connector='OR'), name='tasks_hour_of_a_job_has_a_price_within_reason'),
        ),
    ]
