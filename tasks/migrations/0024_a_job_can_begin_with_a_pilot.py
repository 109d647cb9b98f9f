"""A job can begin with a pilot; the rest of it may pay less, once nobody can be paid less than they saw."""

from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION tasks_refuse_lower_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.pilot_began_at IS NOT NULL AND OLD.pilot_ended_at IS NULL AND NEW.pilot_ended_at IS NOT NULL
        AND NEW.pilot_price_micros >= OLD.price_micros
        AND NOT EXISTS (SELECT 1 FROM tasks_assignment WHERE job_id = OLD.id AND state IN ('open', 'claimed'))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'tasks_price_of_a_published_job_never_falls: workers saw a higher one'
        USING ERRCODE = 'restrict_violation';
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION tasks_refuse_lower_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tasks_price_of_a_published_job_never_falls: workers saw a higher one'
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0023_samples_and_mass_approvals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='extra_answers',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='job',
            name='pilot_began_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='pilot_ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='pilot_price_micros',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('pilot_began_at__isnull', True), models.Q(('state', 'draft'), _negated=True), _connector='OR'), name='tasks_pilot_is_of_a_published_job'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pilot_ended_at__isnull', True), ('pilot_price_micros', 0)), models.Q(('pilot_began_at__isnull', False), ('pilot_ended_at__isnull', False), ('pilot_price_micros__gt', 0)), _connector='OR'), name='tasks_ended_pilot_began_and_had_a_price'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('extra_answers', 0), ('pilot_began_at__isnull', False), _connector='OR'), name='tasks_only_a_pilot_wants_extra_answers'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
