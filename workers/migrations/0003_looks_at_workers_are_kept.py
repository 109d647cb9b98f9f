"""A look at one worker by name is kept, and never edited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION workers_refuse_change_of_a_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'workers_looks_never_change: a look at somebody is never edited or removed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER workers_looks_never_change BEFORE UPDATE OR DELETE ON workers_look
    FOR EACH ROW EXECUTE FUNCTION workers_refuse_change_of_a_look();
CREATE TRIGGER workers_looks_are_never_emptied BEFORE TRUNCATE ON workers_look
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION workers_refuse_change_of_a_look();
"""
BACKWARD = """
DROP TRIGGER workers_looks_are_never_emptied ON workers_look;
DROP TRIGGER workers_looks_never_change ON workers_look;
DROP FUNCTION workers_refuse_change_of_a_look();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('workers', '0002_statements_made_in_the_background'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('auditor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('worker', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['worker', '-at'], name='workers_look_at'), models.Index(fields=['auditor', '-at'], name='workers_look_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='workers_look_says_why')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
