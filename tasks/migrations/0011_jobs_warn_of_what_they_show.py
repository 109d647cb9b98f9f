"""A published job says what people may not want to see; those that were never asked warned of nothing."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0010_examples_right_and_wrong'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='content_warning_words',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
        migrations.AddField(
            model_name='job',
            name='content_warnings',
            field=models.JSONField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE tasks_job SET content_warnings = '[]' WHERE state <> 'draft'", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('content_warnings__isnull', False), _connector='OR'), name='tasks_published_job_says_what_to_be_warned_of'),
        ),
    ]
