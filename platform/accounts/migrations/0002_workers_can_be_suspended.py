"""Only a person suspends, and says why; what was decided is never edited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL
        AND (OLD.id, OLD.worker_id, OLD.reason, OLD.decided_at, OLD.decided_by_id)
          = (NEW.id, NEW.worker_id, NEW.reason, NEW.decided_at, NEW.decided_by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'accounts_suspensions_never_change: a suspension is lifted once, never edited or removed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_suspensions_never_change BEFORE UPDATE OR DELETE ON accounts_suspension
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
CREATE TRIGGER accounts_suspensions_are_never_emptied BEFORE TRUNCATE ON accounts_suspension
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION accounts_refuse_change();
"""
BACKWARD = """
DROP TRIGGER accounts_suspensions_are_never_emptied ON accounts_suspension;
DROP TRIGGER accounts_suspensions_never_change ON accounts_suspension;
DROP FUNCTION accounts_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_people_and_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=2000)),
                ('decided_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_because', models.CharField(blank=True, default='', max_length=2000)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='suspension',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.suspension'),
        ),
        migrations.AddIndex(
            model_name='suspension',
            index=models.Index(fields=['worker', '-decided_at'], name='accounts_suspension_of'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='accounts_suspension_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', models.F('worker')), _negated=True), name='accounts_nobody_suspends_themselves'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_because', ''), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False), models.Q(('lifted_because', ''), _negated=True)), _connector='OR'), name='accounts_lifted_suspension_says_by_whom_and_why'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('worker',), name='accounts_a_worker_is_suspended_once'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
