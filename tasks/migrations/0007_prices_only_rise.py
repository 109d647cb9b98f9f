"""A submitted answer has a price; and the database refuses to lower the price that workers of a job have seen."""

import django.db.models.lookups
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION tasks_refuse_lower_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tasks_price_of_a_published_job_never_falls: workers saw a higher one'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER tasks_price_of_a_published_job_never_falls BEFORE UPDATE OF price_micros ON tasks_job
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL AND NEW.price_micros < OLD.price_micros)
    EXECUTE FUNCTION tasks_refuse_lower_price();
"""
BACKWARD = """
DROP TRIGGER tasks_price_of_a_published_job_never_falls ON tasks_job;
DROP FUNCTION tasks_refuse_lower_price();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0006_answers_have_a_price_of_their_own'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.lookups.IsNull(models.F('price_micros'), False), django.db.models.lookups.IsNull(models.F('submitted_at'), False)), django.db.models.lookups.GreaterThan(models.F('price_micros'), models.Value(0))), name='tasks_submitted_assignment_has_a_price'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
