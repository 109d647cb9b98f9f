"""Workers look for jobs by language and by words; the language that a kind had asked for is the job's."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0007_prices_only_rise'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='language',
            field=models.CharField(blank=True, default='', max_length=16, verbose_name='language'),
        ),
        migrations.RunSQL(
            "UPDATE tasks_job SET language = settings->>'language' WHERE settings->>'language' <> ''",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name='job',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', 'purpose', config='simple'), condition=models.Q(('state', 'open')), name='tasks_job_words'),
        ),
    ]
