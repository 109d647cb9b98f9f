"""Money set aside for training, and paid for it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0007_payouts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='transfer',
            name='reason',
            field=models.CharField(choices=[('top_up', 'Money added'), ('escrow', 'Set aside for a job'), ('replacement', 'Set aside for a replacement answer'), ('raise', 'Set aside for a higher price'), ('added', 'Set aside for added items'), ('pay', 'Pay'), ('late_pay', 'Pay for work that came after its lease'), ('training', 'Set aside for training'), ('training_pay', 'Pay for training'), ('fee', 'Platform fee'), ('rest', 'Rest of a job given back'), ('payout', 'Sent to the bank'), ('settled', 'Arrived at the bank'), ('sent_back', 'Sent back by the bank')], max_length=16),
        ),
    ]
