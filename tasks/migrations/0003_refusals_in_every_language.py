"""A refusal keeps what its sentence is made of, so that each reader has it in their own language."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0002_busy_tables_are_tended'),
    ]

    operations = [
        migrations.RenameField(
            model_name='refusal',
            old_name='sentence',
            new_name='wording',
        ),
        migrations.AddField(
            model_name='refusal',
            name='names',
            field=models.JSONField(default=dict),
        ),
    ]
