"""The public halves of the keys that sign the log are written down, and never change but that each ends once."""

import django.db.models.lookups
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION transparency_refuse_another_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'transparency_keys_never_change: what a key signed must stay provable'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transparency_keys_never_change BEFORE UPDATE ON transparency_signingkey
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL
        OR (NEW.key_id, NEW.public_key, NEW.since) IS DISTINCT FROM (OLD.key_id, OLD.public_key, OLD.since))
    EXECUTE FUNCTION transparency_refuse_another_key();
CREATE TRIGGER transparency_keys_stay BEFORE DELETE ON transparency_signingkey
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_another_key();
CREATE TRIGGER transparency_keys_are_never_emptied BEFORE TRUNCATE ON transparency_signingkey
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_another_key();
"""
BACKWARD = """
DROP TRIGGER transparency_keys_are_never_emptied ON transparency_signingkey;
DROP TRIGGER transparency_keys_stay ON transparency_signingkey;
DROP TRIGGER transparency_keys_never_change ON transparency_signingkey;
DROP FUNCTION transparency_refuse_another_key();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0018_days_of_work'),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('key_id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('public_key', models.BinaryField(max_length=32)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.lookups.IsNull(models.F('ended_at'), True), condition=models.Q(('ended_at__isnull', True)), name='transparency_one_key_signs_at_a_time'), models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('since'))), name='transparency_a_key_ends_after_it_begins')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
