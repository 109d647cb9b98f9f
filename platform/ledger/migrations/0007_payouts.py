"""Paying out: where workers want their money, payouts, and batches for the bank."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0006_bank_transfers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='account',
            name='kind',
            field=models.CharField(choices=[('outside', 'Outside the platform'), ('funds', 'A requester’s money'), ('escrow', 'Set aside for a job'), ('earnings', 'A worker’s earnings'), ('payouts', 'On its way to workers’ banks'), ('fees', 'Platform fees'), ('reserve', 'Platform reserve')], max_length=16),
        ),
        migrations.AlterField(
            model_name='bankentry',
            name='state',
            field=models.CharField(choices=[('open', 'To be matched'), ('booked', 'Booked'), ('set_aside', 'Set aside'), ('outgoing', 'Left the account'), ('payout', 'A payout')], max_length=10),
        ),
        migrations.AlterField(
            model_name='transfer',
            name='reason',
            field=models.CharField(choices=[('top_up', 'Money added'), ('escrow', 'Set aside for a job'), ('replacement', 'Set aside for a replacement answer'), ('raise', 'Set aside for a higher price'), ('added', 'Set aside for added items'), ('pay', 'Pay'), ('late_pay', 'Pay for work that came after its lease'), ('fee', 'Platform fee'), ('rest', 'Rest of a job given back'), ('payout', 'Sent to the bank'), ('settled', 'Arrived at the bank'), ('sent_back', 'Sent back by the bank')], max_length=16),
        ),
        migrations.CreateModel(
            name='Payee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=70)),
                ('sealed_iban', models.BinaryField()),
                ('iban_end', models.CharField(max_length=4)),
                ('stated_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PayoutBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('amount_micros', models.BigIntegerField()),
                ('payout_count', models.PositiveIntegerField()),
                ('needs_confirmation', models.BooleanField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('sealed_file', models.BinaryField()),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_micros', models.BigIntegerField()),
                ('reference', models.CharField(max_length=25, unique=True)),
                ('state', models.CharField(choices=[('asked', 'Waiting for the next batch'), ('made', 'In a batch'), ('sent', 'Sent to the bank'), ('settled', 'Paid out'), ('returned', 'Came back'), ('cancelled', 'Cancelled')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='ledger.payee')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='ledger.payoutbatch')),
            ],
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('worker',), name='ledger_one_payee_a_worker_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('amount_micros__gt', 0)), name='ledger_batch_pays_something'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('made_by')), _negated=True), _connector='OR'), name='ledger_batch_has_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('needs_confirmation', False), ('confirmed_by__isnull', False), _connector='OR'), name='ledger_unconfirmed_batch_is_not_sent'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['worker', '-asked_at'], name='ledger_payout_of'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('amount_micros__gt', 0)), name='ledger_payout_pays_something'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'cancelled']), ('batch__isnull', False), _connector='XOR'), name='ledger_payout_leaves_in_a_batch'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['settled', 'returned', 'cancelled']), ('ended_at__isnull', True), _connector='XOR'), name='ledger_ended_payout_says_when'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('worker',), name='ledger_one_payout_waits_a_worker'),
        ),
    ]
