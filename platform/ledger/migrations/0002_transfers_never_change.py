"""History is added, never edited: the database refuses to change or remove a transfer."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger_transfers_never_change: a transfer is repaired by a second one, never edited'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_transfers_never_change BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
"""
BACKWARD = """
DROP TRIGGER ledger_transfers_never_change ON ledger_transfer;
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_accounts_transfers_floors")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
