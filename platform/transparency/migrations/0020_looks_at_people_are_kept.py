"""A look of an auditor at what one person did, said or was paid is kept, and never edited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION transparency_refuse_change_of_a_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'transparency_looks_never_change: a look at somebody is never edited or removed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transparency_looks_never_change BEFORE UPDATE OR DELETE ON transparency_personlook
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_change_of_a_look();
CREATE TRIGGER transparency_looks_are_never_emptied BEFORE TRUNCATE ON transparency_personlook
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_change_of_a_look();
"""
BACKWARD = """
DROP TRIGGER transparency_looks_are_never_emptied ON transparency_personlook;
DROP TRIGGER transparency_looks_never_change ON transparency_personlook;
DROP FUNCTION transparency_refuse_change_of_a_look();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0019_keys_that_sign_the_log'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worker_number', models.BigIntegerField()),
                ('what', models.CharField(choices=[('appeal', 'An appeal of yours'), ('reported_time', 'Time that you reported'), ('rejection', 'An answer of yours that a requester asked to reject'), ('transfers', 'Transfers of yours'), ('payout', 'A payout of yours'), ('earnings', 'Your yearly earnings, in the report for a tax office')], max_length=16)),
                ('about', models.CharField(blank=True, default='', max_length=40)),
                ('at', models.DateTimeField()),
                ('auditor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['worker_number', '-at'], name='transparency_look_at_worker')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
