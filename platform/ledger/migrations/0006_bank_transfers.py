"""Money from a bank: announced by requesters, brought by statements."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_reasons_of_a_running_job'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('place', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=255)),
                ('number', models.CharField(max_length=70)),
                ('opening_micros', models.BigIntegerField(null=True)),
                ('closing_micros', models.BigIntegerField(null=True)),
                ('imported_at', models.DateTimeField()),
                ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TopUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=25, unique=True)),
                ('amount_micros', models.BigIntegerField()),
                ('state', models.CharField(choices=[('asked', 'Waiting for the transfer'), ('paid', 'Arrived'), ('cancelled', 'Cancelled')], default='asked', max_length=10)),
                ('client_key', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='BankEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('position', models.PositiveIntegerField()),
                ('amount_micros', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('booked_on', models.DateField()),
                ('name', models.CharField(blank=True, default='', max_length=140)),
                ('iban', models.CharField(blank=True, default='', max_length=34)),
                ('words', models.CharField(blank=True, default='', max_length=500)),
                ('state', models.CharField(choices=[('open', 'To be matched'), ('booked', 'Booked'), ('set_aside', 'Set aside'), ('outgoing', 'Left the account')], max_length=10)),
                ('trouble', models.CharField(blank=True, default='', max_length=20)),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('requester', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.bankstatement')),
                ('top_up', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.topup')),
            ],
        ),
        migrations.AddConstraint(
            model_name='bankstatement',
            constraint=models.UniqueConstraint(fields=('digest', 'place'), name='ledger_a_bank_file_is_imported_once'),
        ),
        migrations.AddIndex(
            model_name='topup',
            index=models.Index(fields=['requester', '-asked_at'], name='ledger_top_up_of'),
        ),
        migrations.AddConstraint(
            model_name='topup',
            constraint=models.UniqueConstraint(fields=('requester', 'client_key'), name='ledger_top_up_is_asked_once_a_form'),
        ),
        migrations.AddConstraint(
            model_name='topup',
            constraint=models.CheckConstraint(condition=models.Q(('amount_micros__gt', 0)), name='ledger_top_up_asks_for_something'),
        ),
        migrations.AddConstraint(
            model_name='topup',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'asked'), ('ended_at__isnull', False), _connector='XOR'), name='ledger_ended_top_up_says_when'),
        ),
        migrations.AddIndex(
            model_name='bankentry',
            index=models.Index(fields=['-booked_on', '-id'], name='ledger_bank_entry_newest'),
        ),
        migrations.AddIndex(
            model_name='bankentry',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['-booked_on', '-id'], name='ledger_bank_entry_open'),
        ),
        migrations.AddConstraint(
            model_name='bankentry',
            constraint=models.CheckConstraint(condition=models.Q(('amount_micros__gt', 0)), name='ledger_bank_entry_moved_something'),
        ),
        migrations.AddConstraint(
            model_name='bankentry',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'booked'), ('requester__isnull', True), _connector='XOR'), name='ledger_booked_entry_has_a_requester'),
        ),
        migrations.AddConstraint(
            model_name='bankentry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'outgoing']), ('decided_at__isnull', False), _connector='XOR'), name='ledger_decided_bank_entry_says_when'),
        ),
        migrations.AddConstraint(
            model_name='bankentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='ledger_set_aside_entry_says_why'),
        ),
    ]
