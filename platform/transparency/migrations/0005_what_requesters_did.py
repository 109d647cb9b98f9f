"""What requesters do to published jobs is logged too, and stays as it was written."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER transparency_job_log_never_changes BEFORE UPDATE OR DELETE ON transparency_jobevent
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_change();
CREATE TRIGGER transparency_job_log_is_never_emptied BEFORE TRUNCATE ON transparency_jobevent
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_change();
"""
BACKWARD = """
DROP TRIGGER transparency_job_log_is_never_emptied ON transparency_jobevent;
DROP TRIGGER transparency_job_log_never_changes ON transparency_jobevent;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0004_log_is_never_emptied'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('type', models.CharField(choices=[('price.changed', 'Price raised'), ('job.paused', 'Paused'), ('job.resumed', 'Resumed'), ('job.ended', 'Ended'), ('items.added', 'Items added')], max_length=16)),
                ('requester_number', models.BigIntegerField()),
                ('job_number', models.BigIntegerField()),
                ('micros', models.BigIntegerField(default=0)),
                ('before_micros', models.BigIntegerField(default=0)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['job_number', '-at'], name='transparency_event_of_a_job')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('type', 'price.changed'), _negated=True), models.Q(('before_micros__gt', 0), ('micros__gt', models.F('before_micros'))), _connector='OR'), name='transparency_price_only_rises')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
