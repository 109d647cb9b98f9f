"""What was told of somebody's time only grows: the database refuses less of it, and its removal."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION transparency_refuse_less_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'transparency_attention_never_falls: a second that was counted stays counted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transparency_attention_never_falls BEFORE UPDATE ON transparency_attention
    FOR EACH ROW WHEN (NEW.visible_ms < OLD.visible_ms OR NEW.active_ms < OLD.active_ms OR NEW.media_ms < OLD.media_ms
        OR NEW.started_at <> OLD.started_at OR NEW.worker_number <> OLD.worker_number
        OR NEW.assignment_number <> OLD.assignment_number)
    EXECUTE FUNCTION transparency_refuse_less_time();
CREATE TRIGGER transparency_attention_stays BEFORE DELETE ON transparency_attention
    FOR EACH ROW EXECUTE FUNCTION transparency_refuse_less_time();
"""
BACKWARD = """
DROP TRIGGER transparency_attention_stays ON transparency_attention;
DROP TRIGGER transparency_attention_never_falls ON transparency_attention;
DROP FUNCTION transparency_refuse_less_time();
"""


class Migration(migrations.Migration):
    dependencies = [("transparency", "0009_time_at_work")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
