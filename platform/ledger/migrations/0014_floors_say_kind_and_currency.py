"""Wage floors say their kind, their currency and what multiplies them; money for the guarantee has its reasons."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0013_more_findings'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='payfloor',
            name='ledger_one_floor_a_country_and_day',
        ),
        migrations.AddField(
            model_name='payfloor',
            name='currency',
            field=models.CharField(default='EUR', max_length=3),
        ),
        migrations.AddField(
            model_name='payfloor',
            name='kind',
            field=models.CharField(choices=[('statutory', 'Statutory minimum wage'), ('living', 'Living wage'), ('deployment', 'Set by this site')], default='statutory', max_length=10),
        ),
        migrations.AddField(
            model_name='payfloor',
            name='multiplier_permille',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='booksfinding',
            name='code',
            field=models.CharField(choices=[('sum', 'All balances together don’t come to nothing'), ('balance', 'Accounts whose balance isn’t what their transfers come to'), ('overdrawn', 'Accounts below zero'), ('unpaid', 'Approved answers without their pay'), ('late_unpaid', 'Late answers without their pay'), ('unearned', 'Pay for answers that weren’t approved'), ('amount', 'Answers paid another amount than their price'), ('person', 'Answers paid to somebody else'), ('overturned', 'Rejections overturned without a won appeal, or won appeals that changed nothing'), ('price', 'Answers at a price that their job never had'), ('untold', 'Payments that the log doesn’t tell of, or tells of twice'), ('told', 'Payments in the log that no transfer made'), ('training', 'Training answers without their pay, once, in full, to their worker and in the log'), ('training_unearned', 'Pay for training that nobody gave'), ('training_told', 'Payments for training in the log that no transfer made'), ('bonus', 'Bonuses that weren’t paid once, in full and to their worker, or payments of none'), ('payout', 'Payouts whose transfers don’t say what their state says'), ('bank', 'Bank lines that weren’t booked once, in full and to their requester'), ('month', 'Closed months whose balances aren’t what their transfers come to'), ('floor', 'Jobs whose pay up to the floor isn’t what was granted, once, to its worker and in the log'), ('fee', 'Jobs whose fee isn’t the fee on what they paid'), ('escrow_short', 'Jobs that set aside less than they may still cost'), ('escrow_over', 'Jobs that hold more than they may still cost'), ('escrow_stray', 'Money set aside for a job that isn’t published')], max_length=20),
        ),
        migrations.AlterField(
            model_name='transfer',
            name='reason',
            field=models.CharField(choices=[('top_up', 'Money added'), ('escrow', 'Set aside for a job'), ('replacement', 'Set aside for a replacement answer'), ('raise', 'Set aside for a higher price'), ('added', 'Set aside for added items'), ('pay', 'Pay'), ('late_pay', 'Pay for work that came after its lease'), ('training', 'Set aside for training'), ('training_pay', 'Pay for training'), ('bonus', 'Bonus'), ('floor_set_aside', 'Set aside for the guaranteed floor'), ('floor_pay', 'Paid up to the floor'), ('floor_back', 'Given back of the guaranteed floor'), ('fee', 'Platform fee'), ('rest', 'Rest of a job given back'), ('payout', 'Sent to the bank'), ('settled', 'Arrived at the bank'), ('sent_back', 'Sent back by the bank')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='payfloor',
            constraint=models.UniqueConstraint(fields=('country', 'kind', 'valid_from'), name='ledger_one_floor_a_country_kind_and_day'),
        ),
        migrations.AddConstraint(
            model_name='payfloor',
            constraint=models.CheckConstraint(condition=models.Q(('multiplier_permille__isnull', True), ('multiplier_permille__gte', 1000), _connector='OR'), name='ledger_floor_is_never_multiplied_down'),
        ),
    ]
