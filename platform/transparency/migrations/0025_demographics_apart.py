"""What workers say of themselves, in a schema of its own."""

import django.contrib.postgres.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0024_published_figures'),
    ]

    operations = [
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS demographics", "DROP SCHEMA demographics"),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('subject_key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('salt', models.BinaryField(max_length=32)),
                ('confirmed_on', models.DateField(null=True)),
                ('put_off_on', models.DateField(null=True)),
            ],
            options={
                'db_table': 'demographics"."subject',
            },
        ),
        migrations.CreateModel(
            name='WithdrawalReceipt',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
            options={
                'db_table': 'demographics"."withdrawalreceipt',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('subject_key', models.CharField(max_length=64)),
                ('purpose', models.CharField(choices=[('public', 'Public figures'), ('statement', 'Statements of data sets'), ('research', 'Research files'), ('special', 'Accessibility needs')], max_length=10)),
                ('text_version', models.CharField(max_length=16)),
                ('granted_on', models.DateField()),
                ('withdrawn_on', models.DateField(null=True)),
            ],
            options={
                'db_table': 'demographics"."consent',
                'indexes': [models.Index(fields=['subject_key'], name='demographics_consents_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('subject_key', 'purpose'), name='demographics_a_purpose_is_agreed_to_once'), models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), ('withdrawn_on__gte', models.F('granted_on')), _connector='OR'), name='demographics_consent_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=16)),
                ('locale', models.CharField(max_length=8)),
                ('content', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'db_table': 'demographics"."questionnaire',
                'constraints': [models.UniqueConstraint(fields=('version', 'locale', 'sha256'), name='demographics_one_row_a_wording')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('subject_key', models.CharField(max_length=64)),
                ('question', models.CharField(max_length=16)),
                ('codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None)),
                ('sealed_words', models.BinaryField(default=b'')),
                ('questionnaire_version', models.CharField(max_length=16)),
                ('valid_from', models.DateField()),
                ('recorded_on', models.DateField()),
                ('superseded_on', models.DateField(null=True)),
            ],
            options={
                'db_table': 'demographics"."response',
                'indexes': [models.Index(fields=['subject_key'], name='demographics_answers_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_on__isnull', True)), fields=('subject_key', 'question', 'valid_from'), name='demographics_one_answer_from_a_day_on'), models.CheckConstraint(condition=models.Q(('superseded_on__isnull', True), ('superseded_on__gte', models.F('recorded_on')), _connector='OR'), name='demographics_answer_is_corrected_after_it_was_given'), models.CheckConstraint(condition=models.Q(('valid_from__lte', models.F('recorded_on'))), name='demographics_answer_is_not_about_the_future'), models.CheckConstraint(condition=models.Q(('codes', []), _negated=True), name='demographics_answer_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('subject_key', models.CharField(max_length=64)),
                ('questionnaire_version', models.CharField(max_length=16)),
                ('year', models.PositiveSmallIntegerField()),
                ('steps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
            ],
            options={
                'db_table': 'demographics"."sitting',
                'constraints': [models.UniqueConstraint(fields=('subject_key', 'questionnaire_version', 'year'), name='demographics_one_sitting_a_version_and_year')],
            },
        ),
    ]
