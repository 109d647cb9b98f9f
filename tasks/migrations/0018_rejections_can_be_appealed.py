"""A rejection can be appealed; an answer that won stands beside the replacement of its place."""

import django.db.models.deletion
import django.db.models.lookups
import tasks.models.public_id
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION tasks_refuse_change_of_a_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tasks_steps_of_appeals_never_change: what was said and done is never edited'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER tasks_steps_of_appeals_never_change BEFORE UPDATE OR DELETE ON tasks_appealstep
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_change_of_a_step();
CREATE TRIGGER tasks_steps_of_appeals_are_never_emptied BEFORE TRUNCATE ON tasks_appealstep
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION tasks_refuse_change_of_a_step();
"""
BACKWARD = """
DROP TRIGGER tasks_steps_of_appeals_are_never_emptied ON tasks_appealstep;
DROP TRIGGER tasks_steps_of_appeals_never_change ON tasks_appealstep;
DROP FUNCTION tasks_refuse_change_of_a_step();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_workers_can_be_suspended'),
        ('tasks', '0017_bonuses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=tasks.models.public_id.new_public_id, editable=False, max_length=16, unique=True)),
                ('state', models.CharField(choices=[('filed', 'Appealed'), ('replied', 'Answered by the other side'), ('given_in', 'The other side gave in'), ('won', 'Decided for the worker'), ('lost', 'The decision stands')], default='filed', max_length=10)),
                ('filed_at', models.DateTimeField()),
                ('reply_until', models.DateTimeField()),
                ('decide_until', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('worker_read_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AppealStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('became', models.CharField(choices=[('filed', 'Appealed'), ('replied', 'Answered by the other side'), ('given_in', 'The other side gave in'), ('won', 'Decided for the worker'), ('lost', 'The decision stands')], max_length=10)),
                ('words', models.CharField(max_length=2000)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('sent_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='tasks_rejection_has_a_code_and_words',
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='tasks_wanted_answer_has_one_living_row',
        ),
        migrations.AddField(
            model_name='assignment',
            name='overturned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('overturned_at__isnull', True), ('state__in', ['open', 'claimed', 'submitted', 'approved', 'withdrawn'])), fields=('micro_task', 'ordinal'), name='tasks_wanted_answer_has_one_living_row'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.ExpressionWrapper(models.Q(('state', 'rejected'), ('overturned_at__isnull', False), _connector='OR'), models.BooleanField()), django.db.models.lookups.GreaterThan(models.F('reject_code'), models.Value(''))), django.db.models.lookups.Exact(models.ExpressionWrapper(models.Q(('state', 'rejected'), ('overturned_at__isnull', False), _connector='OR'), models.BooleanField()), django.db.models.lookups.GreaterThan(models.F('reject_words'), models.Value('')))), name='tasks_rejection_has_a_code_and_words'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('overturned_at__isnull', True), ('state', 'approved'), _connector='OR'), name='tasks_overturned_rejection_is_approved'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='against',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='assignment',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='tasks.assignment'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='suspension',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='accounts.suspension'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='worker',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appealstep',
            name='appeal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='tasks.appeal'),
        ),
        migrations.AddField(
            model_name='appealstep',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('state__in', ['filed', 'replied'])), fields=['decide_until'], name='tasks_appeal_undecided'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['worker', '-filed_at'], name='tasks_appeal_of_worker'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['against', '-filed_at'], name='tasks_appeal_against'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('assignment__isnull', True), ('suspension__isnull', True), _connector='XOR'), name='tasks_appeal_is_about_an_answer_or_a_suspension'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('worker', models.F('against')), _negated=True), name='tasks_appeal_has_two_sides'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state__in', ['filed', 'replied'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['given_in', 'won', 'lost'])), _connector='OR'), name='tasks_decided_appeal_says_when_and_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['won', 'lost']), _negated=True), models.Q(models.Q(('decided_by', models.F('against')), _negated=True), models.Q(('decided_by', models.F('worker')), _negated=True)), _connector='OR'), name='tasks_appeal_is_decided_by_neither_side'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'given_in'), _negated=True), ('decided_by', models.F('against')), _connector='OR'), name='tasks_only_the_other_side_gives_in'),
        ),
        migrations.AddConstraint(
            model_name='appealstep',
            constraint=models.UniqueConstraint(fields=('appeal', 'became'), name='tasks_appeal_takes_a_step_once'),
        ),
        migrations.AddConstraint(
            model_name='appealstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), ('became', 'given_in'), _connector='OR'), name='tasks_step_of_an_appeal_has_words'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('key', 'person'), name='tasks_a_letter_is_sent_once'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
