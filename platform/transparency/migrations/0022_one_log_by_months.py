"""One table for the whole log, a partition for each month of it (UTC), and one for whatever no month was made for.

Triggers on rows, checks and indexes of the log hold in every month, also in those that are made later. Not so a trigger
on TRUNCATE: each month has its own. Going back forgets the events of kinds that the table knew nothing of.
"""

from django.db import migrations

# Makes a month's table beside the log and then attaches it, which lets everybody write meanwhile. What waited for the
# month in the table for the rest moves into it: that is taken off for a moment, and then nobody writes.
MONTHS = """
CREATE FUNCTION transparency_guard_month(month_table text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER transparency_log_is_never_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT'
        ' WHEN (current_setting(''visible_hands.may_forget'', true) IS DISTINCT FROM ''on'')'
        ' EXECUTE FUNCTION transparency_refuse_change()', month_table);
END $$;

CREATE FUNCTION transparency_make_month(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    first timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
    after timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
    month_table text := 'transparency_workevent_' || to_char(month, 'YYYY_MM');
    has_waited boolean;
BEGIN
    IF to_regclass(month_table) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE transparency_workevent INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', month_table);
    has_waited := EXISTS (SELECT 1 FROM transparency_workevent_rest WHERE at >= first AND at < after);
    IF has_waited THEN
        ALTER TABLE transparency_workevent DETACH PARTITION transparency_workevent_rest;
        EXECUTE format(
            'WITH moved AS (DELETE FROM transparency_workevent_rest WHERE at >= %L AND at < %L RETURNING *)'
            ' INSERT INTO %I SELECT * FROM moved', first, after, month_table);
        ALTER TABLE transparency_workevent ATTACH PARTITION transparency_workevent_rest DEFAULT;
    END IF;
    EXECUTE format(
        'ALTER TABLE transparency_workevent ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        month_table, first, after);
    PERFORM transparency_guard_month(month_table);
    RETURN true;
END $$;
"""

FORWARD = (
    MONTHS
    + """
INSERT INTO transparency_workevent (at, type, requester_number, job_number, micros, note, before_micros, count)
    SELECT at, type, requester_number, job_number, micros, '', nullif(before_micros, 0), count
    FROM transparency_jobevent ORDER BY id;

ALTER TABLE transparency_workevent RENAME TO transparency_workevent_plain;
CREATE TABLE transparency_workevent
    (LIKE transparency_workevent_plain INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY)
    PARTITION BY RANGE (at);
CREATE TABLE transparency_workevent_rest PARTITION OF transparency_workevent DEFAULT;
SELECT transparency_guard_month('transparency_workevent_rest');
SELECT transparency_make_month(month::date) FROM (
    SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') AS month FROM transparency_workevent_plain
    UNION SELECT generate_series(date_trunc('month', now() AT TIME ZONE 'UTC'),
        now() AT TIME ZONE 'UTC' + interval '3 months', interval '1 month')
) needed ORDER BY month;
INSERT INTO transparency_workevent OVERRIDING SYSTEM VALUE SELECT * FROM transparency_workevent_plain;
SELECT setval(pg_get_serial_sequence('transparency_workevent', 'id'),
    nextval(pg_get_serial_sequence('transparency_workevent_plain', 'id')), false);
DROP TABLE transparency_workevent_plain;
ALTER SEQUENCE transparency_workevent_id_seq1 RENAME TO transparency_workevent_id_seq;

ALTER TABLE transparency_workevent ADD CONSTRAINT transparency_workevent_pkey PRIMARY KEY (id, at);
CREATE INDEX transparency_event_of_job ON transparency_workevent (job_number, type);
CREATE INDEX transparency_event_of_worker ON transparency_workevent (worker_number, at);
CREATE INDEX transparency_event_of_answer ON transparency_workevent (assignment_number)
    WHERE assignment_number IS NOT NULL;
CREATE INDEX transparency_done_to_a_job ON transparency_workevent (job_number, at DESC) WHERE worker_number IS NULL;

CREATE TRIGGER transparency_log_never_changes BEFORE UPDATE OR DELETE ON transparency_workevent
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_change();
CREATE TRIGGER transparency_log_is_never_emptied BEFORE TRUNCATE ON transparency_workevent
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_change();
CREATE TRIGGER transparency_pay_month_is_closed BEFORE INSERT ON transparency_workevent
    FOR EACH ROW WHEN (NEW.micros > 0 AND NEW.worker_number IS NOT NULL)
    EXECUTE FUNCTION transparency_refuse_closed_month();
"""
)

BACKWARD = """
INSERT INTO transparency_jobevent (at, type, requester_number, job_number, micros, before_micros, count)
    SELECT at, type, requester_number, job_number, micros, coalesce(before_micros, 0), coalesce(count, 0)
    FROM transparency_workevent WHERE worker_number IS NULL AND job_number IS NOT NULL ORDER BY id;
CREATE TRIGGER transparency_job_log_never_changes BEFORE UPDATE OR DELETE ON transparency_jobevent
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_change();
CREATE TRIGGER transparency_job_log_is_never_emptied BEFORE TRUNCATE ON transparency_jobevent
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_change();

ALTER TABLE transparency_workevent RENAME TO transparency_workevent_months;
CREATE TABLE transparency_workevent
    (LIKE transparency_workevent_months INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY);
INSERT INTO transparency_workevent OVERRIDING SYSTEM VALUE SELECT * FROM transparency_workevent_months
    WHERE worker_number IS NOT NULL AND type <> ALL ('{list.viewed,task.previewed,instructions.viewed,
        qualification.started,qualification.finished,payout.viewed,payout.requested,payout.paid}'::text[]);
SELECT setval(pg_get_serial_sequence('transparency_workevent', 'id'),
    nextval(pg_get_serial_sequence('transparency_workevent_months', 'id')), false);
DROP TABLE transparency_workevent_months;
ALTER SEQUENCE transparency_workevent_id_seq1 RENAME TO transparency_workevent_id_seq;
DROP FUNCTION transparency_make_month(date);
DROP FUNCTION transparency_guard_month(text);

ALTER TABLE transparency_workevent ADD CONSTRAINT transparency_workevent_pkey PRIMARY KEY (id);
CREATE INDEX transparency_event_of_job ON transparency_workevent (job_number, type);
CREATE INDEX transparency_event_of_worker ON transparency_workevent (worker_number, at);
CREATE INDEX transparency_event_of_answer ON transparency_workevent (assignment_number)
    WHERE assignment_number IS NOT NULL;
CREATE INDEX transparency_done_to_a_job ON transparency_workevent (job_number, at DESC) WHERE worker_number IS NULL;
CREATE TRIGGER transparency_log_never_changes BEFORE UPDATE OR DELETE ON transparency_workevent
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_change();
CREATE TRIGGER transparency_log_is_never_emptied BEFORE TRUNCATE ON transparency_workevent
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_change();
CREATE TRIGGER transparency_pay_month_is_closed BEFORE INSERT ON transparency_workevent
    FOR EACH ROW WHEN (NEW.micros > 0) EXECUTE FUNCTION transparency_refuse_closed_month();
"""


class Migration(migrations.Migration):
    dependencies = [("transparency", "0021_the_log_tells_more")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.DeleteModel(name="JobEvent"),
        migrations.CreateModel(
            name="JobEvent",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("transparency.workevent",),
        ),
    ]
