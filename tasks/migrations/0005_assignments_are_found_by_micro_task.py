"""Cancelling an upload took a look at every assignment there is for each micro-task that it removed."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0004_checks_in_few_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['micro_task'], name='tasks_assignment_of_micro_task'),
        ),
    ]
