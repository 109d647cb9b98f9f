"""Nor does the log tell of pay in a month whose books are closed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION transparency_refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_closedmonth WHERE ends_at > NEW.at) THEN
        RAISE EXCEPTION 'ledger_month_is_closed: nobody is paid any more in a month that is closed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transparency_pay_month_is_closed BEFORE INSERT ON transparency_workevent
    FOR EACH ROW WHEN (NEW.micros > 0) EXECUTE FUNCTION transparency_refuse_closed_month();
"""
BACKWARD = """
DROP TRIGGER transparency_pay_month_is_closed ON transparency_workevent;
DROP FUNCTION transparency_refuse_closed_month();
"""


class Migration(migrations.Migration):
    dependencies = [("transparency", "0014_appeals_are_logged"), ("ledger", "0012_closed_months")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
