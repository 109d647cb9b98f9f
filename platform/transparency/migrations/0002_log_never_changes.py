"""The labour log only grows: the database refuses to change or remove an event."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION transparency_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'transparency_log_never_changes: a mistake is repaired by a second event, never edited'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transparency_log_never_changes BEFORE UPDATE OR DELETE ON transparency_workevent
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_change();
"""
BACKWARD = """
DROP TRIGGER transparency_log_never_changes ON transparency_workevent;
DROP FUNCTION transparency_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_labour_log")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
