"""Invoices: the database counts their numbers, a year's without a gap, and lets none be changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION ledger_number_an_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_invoiceseries AS series (year, last_number) VALUES (NEW.year, 1)
        ON CONFLICT (year) DO UPDATE SET last_number = series.last_number + 1
        RETURNING last_number INTO NEW.number;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_invoices_are_numbered BEFORE INSERT ON ledger_invoice
    FOR EACH ROW EXECUTE FUNCTION ledger_number_an_invoice();
CREATE FUNCTION ledger_refuse_change_of_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger_invoices_never_change: an invoice is taken back by a credit note, never edited'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_invoices_never_change BEFORE UPDATE OR DELETE ON ledger_invoice
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change_of_invoice();
CREATE TRIGGER ledger_invoices_are_never_emptied BEFORE TRUNCATE ON ledger_invoice
    FOR EACH STATEMENT WHEN (current_setting('visible_hands.may_forget', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION ledger_refuse_change_of_invoice();
"""
BACKWARD = """
DROP TRIGGER ledger_invoices_are_never_emptied ON ledger_invoice;
DROP TRIGGER ledger_invoices_never_change ON ledger_invoice;
DROP FUNCTION ledger_refuse_change_of_invoice();
DROP TRIGGER ledger_invoices_are_numbered ON ledger_invoice;
DROP FUNCTION ledger_number_an_invoice();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_workers_can_be_suspended'),
        ('ledger', '0010_checks_of_the_books'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BillingParty',
            fields=[
                ('requester', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=140)),
                ('address', models.CharField(max_length=400)),
                ('country', models.CharField(max_length=2)),
                ('company_number', models.CharField(blank=True, default='', max_length=40)),
                ('vat_number', models.CharField(blank=True, default='', max_length=20)),
                ('stated_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='InvoiceSeries',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last_number', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invoice', 'Invoice'), ('credit_note', 'Credit note')], max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(default=0)),
                ('period', models.CharField(max_length=7)),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('total_micros', models.BigIntegerField()),
                ('content', models.JSONField()),
                ('issued_at', models.DateTimeField()),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credit_note', to='ledger.invoice')),
                ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['requester', '-issued_at'], name='ledger_invoice_of')],
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='ledger_invoice_numbers_are_given_once'), models.UniqueConstraint(condition=models.Q(('kind', 'invoice')), fields=('requester', 'period', 'revision'), name='ledger_a_month_is_invoiced_once_a_revision'), models.CheckConstraint(condition=models.Q(('kind', 'credit_note'), ('corrects__isnull', True), _connector='XOR'), name='ledger_credit_note_takes_one_back'), models.CheckConstraint(condition=models.Q(('total_micros__gt', 0)), name='ledger_invoice_is_about_something')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
