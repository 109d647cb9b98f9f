"""The log is sealed: leaves and blocks only grow, and rows go only when their person's salt is gone.

Two things may still happen to what is sealed. Salts are destroyed, and with them, in the transaction that says whose
rows it erases (`visible_hands.erasing`), the rows that they committed to; pay and the work behind it only once the
law's time is over as well.
"""

import django.db.models.lookups
import web.conditions
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION transparency_refuse_unsealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'transparency_sealed_stays_sealed: leaves, blocks and streams are never changed or removed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transparency_leaf_never_changes BEFORE UPDATE OR DELETE ON transparency_leaf
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_unsealing();
CREATE TRIGGER transparency_block_never_changes BEFORE UPDATE OR DELETE ON transparency_block
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_unsealing();
CREATE TRIGGER transparency_stream_stays BEFORE DELETE ON transparency_stream
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_unsealing();
CREATE TRIGGER transparency_stream_only_loses BEFORE UPDATE ON transparency_stream FOR EACH ROW WHEN (
    NEW.pseudonym <> OLD.pseudonym
    OR (NEW.salt IS NOT NULL AND NEW.salt IS DISTINCT FROM OLD.salt)
    OR (NEW.kept_salt IS NOT NULL AND NEW.kept_salt IS DISTINCT FROM OLD.kept_salt)
    OR (NEW.person_number IS NOT NULL AND NEW.person_number IS DISTINCT FROM OLD.person_number)
    OR (OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at)
) EXECUTE FUNCTION transparency_refuse_unsealing();
CREATE TRIGGER transparency_leaves_are_never_emptied BEFORE TRUNCATE ON transparency_leaf
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_unsealing();
CREATE TRIGGER transparency_blocks_are_never_emptied BEFORE TRUNCATE ON transparency_block
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_unsealing();
CREATE TRIGGER transparency_streams_are_never_emptied BEFORE TRUNCATE ON transparency_stream
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_unsealing();

CREATE FUNCTION transparency_may_be_erased(person bigint, kind text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT person::text = current_setting('visible_hands.erasing', true) AND EXISTS (
        SELECT 1 FROM transparency_stream
        WHERE person_number = person AND erased_at IS NOT NULL AND salt IS NULL
          AND (kept_salt IS NULL OR kind IN ('task.claimed', 'task.opened', 'task.set_aside', 'presence.started',
            'presence.stopped', 'message.sent', 'message.viewed', 'list.viewed', 'task.previewed',
            'instructions.viewed', 'qualification.started', 'qualification.finished', 'payout.viewed',
            'task.heartbeat')))
$$;
CREATE FUNCTION transparency_keep_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF transparency_may_be_erased(OLD.worker_number, OLD.type) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'transparency_log_never_changes: a mistake is repaired by a second event, never edited'
        USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER transparency_log_never_changes ON transparency_workevent;
CREATE TRIGGER transparency_log_never_changes BEFORE UPDATE ON transparency_workevent
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_change();
CREATE TRIGGER transparency_log_stays BEFORE DELETE ON transparency_workevent
    FOR EACH ROW EXECUTE FUNCTION transparency_keep_event();

CREATE FUNCTION transparency_keep_attention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF transparency_may_be_erased(OLD.worker_number, 'task.heartbeat') THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'transparency_attention_never_falls: a second that was counted stays counted'
        USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER transparency_attention_stays ON transparency_attention;
CREATE TRIGGER transparency_attention_stays BEFORE DELETE ON transparency_attention
    FOR EACH ROW EXECUTE FUNCTION transparency_keep_attention();
CREATE FUNCTION transparency_refuse_late_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'transparency_attention_is_frozen: a day after it was told it is sealed as it stands'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transparency_attention_is_frozen BEFORE UPDATE ON transparency_attention
    FOR EACH ROW WHEN (NEW.told_at > OLD.told_at + interval '25 hours')
    EXECUTE FUNCTION transparency_refuse_late_time();
"""
BACKWARD = """
DROP TRIGGER transparency_attention_is_frozen ON transparency_attention;
DROP FUNCTION transparency_refuse_late_time();
DROP TRIGGER transparency_attention_stays ON transparency_attention;
CREATE TRIGGER transparency_attention_stays BEFORE DELETE ON transparency_attention
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_less_time();
DROP FUNCTION transparency_keep_attention();
DROP TRIGGER transparency_log_stays ON transparency_workevent;
DROP TRIGGER transparency_log_never_changes ON transparency_workevent;
CREATE TRIGGER transparency_log_never_changes BEFORE UPDATE OR DELETE ON transparency_workevent
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_change();
DROP FUNCTION transparency_keep_event();
DROP FUNCTION transparency_may_be_erased(bigint, text);
DROP TRIGGER transparency_streams_are_never_emptied ON transparency_stream;
DROP TRIGGER transparency_blocks_are_never_emptied ON transparency_block;
DROP TRIGGER transparency_leaves_are_never_emptied ON transparency_leaf;
DROP TRIGGER transparency_stream_only_loses ON transparency_stream;
DROP TRIGGER transparency_stream_stays ON transparency_stream;
DROP TRIGGER transparency_block_never_changes ON transparency_block;
DROP TRIGGER transparency_leaf_never_changes ON transparency_leaf;
DROP FUNCTION transparency_refuse_unsealing();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('transparency', '0026_how_far_the_days_are'),
    ]

    operations = [
        migrations.CreateModel(
            name='Block',
            fields=[
                ('height', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('source', models.PositiveSmallIntegerField(choices=[(1, 'Event'), (2, 'Attention')])),
                ('previous', models.BinaryField(max_length=32)),
                ('root', models.BinaryField(max_length=32)),
                ('count', models.PositiveIntegerField()),
                ('first_id', models.BigIntegerField()),
                ('last_id', models.BigIntegerField()),
                ('sealed_at', models.DateTimeField()),
                ('key_id', models.CharField(max_length=16)),
                ('signature', models.BinaryField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('pk', models.CompositePrimaryKey('height', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('height', models.PositiveIntegerField()),
                ('index', models.PositiveIntegerField()),
                ('source', models.PositiveSmallIntegerField(choices=[(1, 'Event'), (2, 'Attention')])),
                ('event_id', models.BigIntegerField()),
                ('type', models.CharField(max_length=24)),
                ('at', models.DateTimeField()),
                ('stream', models.UUIDField()),
                ('seq', models.PositiveBigIntegerField()),
                ('commitment', models.BinaryField(max_length=32)),
                ('schema_version', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='LogCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('next_height', models.PositiveIntegerField(default=0)),
                ('block_count', models.PositiveIntegerField(default=0)),
                ('leaf_count', models.PositiveBigIntegerField(default=0)),
                ('finding_count', models.PositiveIntegerField(default=0)),
                ('findings', models.JSONField(default=list)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SealMark',
            fields=[
                ('source', models.PositiveSmallIntegerField(choices=[(1, 'Event'), (2, 'Attention')], primary_key=True, serialize=False)),
                ('settled_id', models.BigIntegerField(default=0)),
                ('reached_id', models.BigIntegerField(default=0)),
                ('writers', models.JSONField(default=list)),
                ('looked_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Stream',
            fields=[
                ('pseudonym', models.UUIDField(primary_key=True, serialize=False)),
                ('person_number', models.BigIntegerField(null=True, unique=True)),
                ('salt', models.BinaryField(max_length=32, null=True)),
                ('kept_salt', models.BinaryField(max_length=32, null=True)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='workevent',
            name='transparency_an_event_is_about_what_its_type_says',
        ),
        migrations.AlterField(
            model_name='workevent',
            name='type',
            field=models.CharField(choices=[('task.claimed', 'Claimed'), ('task.opened', 'Shown'), ('task.set_aside', 'Set aside'), ('task.submitted', 'Submitted'), ('task.undone', 'Taken back'), ('task.returned', 'Returned'), ('task.expired', 'Expired'), ('task.approved', 'Approved'), ('task.rejected', 'Rejected'), ('appeal.filed', 'Appealed'), ('appeal.decided', 'Appeal decided'), ('task.paid', 'Paid'), ('task.bonus', 'Bonus'), ('topup.granted', 'Paid up to the floor'), ('presence.started', 'Started work'), ('presence.stopped', 'Stopped work'), ('time.self_reported', 'Reported time'), ('time.corrected', 'Time looked at'), ('message.sent', 'Question asked'), ('message.viewed', 'Answers to questions read'), ('list.viewed', 'Looked for work'), ('task.previewed', 'Looked at a job'), ('instructions.viewed', 'Read instructions'), ('qualification.started', 'Began training'), ('qualification.finished', 'Ended training'), ('payout.viewed', 'Looked at payouts'), ('payout.requested', 'Asked for a payout'), ('payout.paid', 'Paid out'), ('price.changed', 'Price raised'), ('job.paused', 'Paused'), ('job.resumed', 'Resumed'), ('job.closed', 'Closed'), ('items.added', 'Items added'), ('pilot.started', 'Pilot started'), ('pilot.ended', 'Rest published'), ('data.erased', 'Data erased'), ('outage.started', 'Site out of order'), ('outage.ended', 'Site in order again'), ('floor.changed', 'Wage floor changed')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='workevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['presence.started', 'presence.stopped', 'list.viewed', 'payout.viewed', 'payout.requested', 'payout.paid', 'data.erased', 'outage.started', 'outage.ended', 'floor.changed']), django.db.models.lookups.IsNull(models.F('job_number'), True)), models.Q(django.db.models.lookups.Exact(web.conditions.OneOf('type', ['presence.started', 'presence.stopped', 'list.viewed', 'payout.viewed', 'payout.requested', 'payout.paid', 'data.erased', 'outage.started', 'outage.ended', 'floor.changed', 'price.changed', 'job.paused', 'job.resumed', 'job.closed', 'items.added', 'pilot.started', 'pilot.ended', 'topup.granted', 'task.previewed', 'instructions.viewed', 'qualification.started', 'qualification.finished']), django.db.models.lookups.IsNull(models.F('assignment_number'), True)), ('type', 'task.bonus'), _connector='OR')), name='transparency_an_event_is_about_what_its_type_says'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 1), ('last_id__gte', models.F('first_id'))), name='transparency_a_block_holds_something'),
        ),
        migrations.AddConstraint(
            model_name='leaf',
            constraint=models.UniqueConstraint(fields=('source', 'event_id'), name='transparency_a_row_is_sealed_once'),
        ),
        migrations.AddConstraint(
            model_name='leaf',
            constraint=models.UniqueConstraint(fields=('stream', 'seq'), name='transparency_a_stream_counts_each_row_once'),
        ),
        migrations.AddIndex(
            model_name='logcheck',
            index=models.Index(fields=['-started_at'], name='transparency_checks_of_the_log'),
        ),
        migrations.AddConstraint(
            model_name='logcheck',
            constraint=models.UniqueConstraint(django.db.models.lookups.IsNull(models.F('finished_at'), True), condition=models.Q(('finished_at__isnull', True)), name='transparency_one_check_of_the_log_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='stream',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('kept_salt__isnull', False), ('salt__isnull', False)), models.Q(('erased_at__isnull', False), ('salt__isnull', True)), _connector='OR'), name='transparency_only_erased_streams_lack_a_salt'),
        ),
        migrations.AddConstraint(
            model_name='stream',
            constraint=models.CheckConstraint(condition=models.Q(('kept_salt__isnull', True), ('person_number__isnull', False), _connector='OR'), name='transparency_what_is_kept_is_somebodys'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
