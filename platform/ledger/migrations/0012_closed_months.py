"""Months are closed one after another, and then the database books nothing in them any more."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

# A transfer holds the lock in its mode until its transaction ends: whoever closes a month waits for all that are under
# way, and those that come later find the month closed. Transfers never wait for each other here.
FORWARD = """
CREATE FUNCTION ledger_refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE ledger_closedmonth IN ROW SHARE MODE;
    IF EXISTS (SELECT 1 FROM ledger_closedmonth WHERE ends_at > (SELECT min(at) FROM booked)) THEN
        RAISE EXCEPTION 'ledger_month_is_closed: nothing is booked any more in a month that is closed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_month_is_closed AFTER INSERT ON ledger_transfer
    REFERENCING NEW TABLE AS booked FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_closed_month();

CREATE FUNCTION ledger_refuse_payout_in_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_closedmonth WHERE TG_OP = 'INSERT' AND ends_at > NEW.asked_at
        OR ends_at > NEW.ended_at AND (TG_OP = 'INSERT' OR OLD.ended_at IS DISTINCT FROM NEW.ended_at)) THEN
        RAISE EXCEPTION 'ledger_month_is_closed: nothing is paid out any more in a month that is closed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_payout_month_is_closed BEFORE INSERT OR UPDATE ON ledger_payout
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_payout_in_closed_month();

CREATE FUNCTION ledger_refuse_opening_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger_closed_months_stay_closed: a closed month is neither changed nor opened again'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_closed_months_stay_closed BEFORE UPDATE OR DELETE ON ledger_closedmonth
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_opening_again();
CREATE TRIGGER ledger_closed_months_are_kept BEFORE TRUNCATE ON ledger_closedmonth
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION ledger_refuse_opening_again();
CREATE TRIGGER ledger_month_balances_stay BEFORE UPDATE OR DELETE ON ledger_monthbalance
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_opening_again();
CREATE TRIGGER ledger_month_balances_are_kept BEFORE TRUNCATE ON ledger_monthbalance
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION ledger_refuse_opening_again();
"""
BACKWARD = """
DROP TRIGGER ledger_month_balances_are_kept ON ledger_monthbalance;
DROP TRIGGER ledger_month_balances_stay ON ledger_monthbalance;
DROP TRIGGER ledger_closed_months_are_kept ON ledger_closedmonth;
DROP TRIGGER ledger_closed_months_stay_closed ON ledger_closedmonth;
DROP FUNCTION ledger_refuse_opening_again();
DROP TRIGGER ledger_payout_month_is_closed ON ledger_payout;
DROP FUNCTION ledger_refuse_payout_in_closed_month();
DROP TRIGGER ledger_month_is_closed ON ledger_transfer;
DROP FUNCTION ledger_refuse_closed_month();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0011_invoices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClosedMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('transfer_count', models.BigIntegerField()),
                ('closed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='MonthBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('outside', 'Outside the platform'), ('funds', 'A requester’s money'), ('escrow', 'Set aside for a job'), ('earnings', 'A worker’s earnings'), ('payouts', 'On its way to workers’ banks'), ('fees', 'Platform fees'), ('reserve', 'Platform reserve')], max_length=16)),
                ('opening_micros', models.BigIntegerField()),
                ('came_micros', models.BigIntegerField()),
                ('went_micros', models.BigIntegerField()),
                ('closing_micros', models.BigIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='ledger_transfer_when'),
        ),
        migrations.AddField(
            model_name='closedmonth',
            name='closed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='monthbalance',
            name='closed_month',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='ledger.closedmonth'),
        ),
        migrations.AddConstraint(
            model_name='closedmonth',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='ledger_closed_month_has_days'),
        ),
        migrations.AddConstraint(
            model_name='closedmonth',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__gte', models.F('ends_at'))), name='ledger_only_a_past_month_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='monthbalance',
            constraint=models.UniqueConstraint(fields=('closed_month', 'kind'), name='ledger_one_balance_a_month_and_kind'),
        ),
        migrations.AddConstraint(
            model_name='monthbalance',
            constraint=models.CheckConstraint(condition=models.Q(('closing_micros', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('opening_micros'), '+', models.F('came_micros')), '-', models.F('went_micros')))), name='ledger_balance_of_a_month_adds_up'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
