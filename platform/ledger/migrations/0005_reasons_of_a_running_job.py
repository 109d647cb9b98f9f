"""Money is set aside for more reasons once a running job can change."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_transfers_are_never_emptied'),
    ]

    operations = [
        migrations.AlterField(
            model_name='transfer',
            name='reason',
            field=models.CharField(choices=[('top_up', 'Money added'), ('escrow', 'Set aside for a job'), ('replacement', 'Set aside for a replacement answer'), ('raise', 'Set aside for a higher price'), ('added', 'Set aside for added items'), ('pay', 'Pay'), ('late_pay', 'Pay for work that came after its lease'), ('fee', 'Platform fee'), ('rest', 'Rest of a job given back')], max_length=16),
        ),
    ]
