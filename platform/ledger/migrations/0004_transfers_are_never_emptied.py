"""Nor does the database empty the table of transfers at once: a TRUNCATE asks no trigger of single rows."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER ledger_transfers_are_never_emptied BEFORE TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION ledger_refuse_change();
"""
BACKWARD = "DROP TRIGGER ledger_transfers_are_never_emptied ON ledger_transfer;"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_french_minimum_wage")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
