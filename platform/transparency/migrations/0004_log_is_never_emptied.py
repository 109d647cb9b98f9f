"""Nor does the database empty the labour log at once: a TRUNCATE asks no trigger of single rows."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER transparency_log_is_never_emptied BEFORE TRUNCATE ON transparency_workevent
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION transparency_refuse_change();
"""
BACKWARD = "DROP TRIGGER transparency_log_is_never_emptied ON transparency_workevent;"


class Migration(migrations.Migration):
    dependencies = [("transparency", "0003_checks_in_few_words")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
