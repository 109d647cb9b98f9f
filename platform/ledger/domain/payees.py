"""Where a worker's money is sent. The number of the account lies sealed in the database; pages show its end."""

from __future__ import annotations

from datetime import datetime

from cryptography.fernet import MultiFernet
from django.conf import settings
from django.db import IntegrityError, transaction
from stdnum import iban as stdnum_iban

from ledger.models import Payee


class NotAnIban(ValueError):
    """No valid IBAN (ISO 13616): its length or its check digits are wrong."""


def is_open() -> bool:
    """Whether this site can pay out: it has an account of its own, and a key to seal workers' numbers with."""
    return bool(settings.BANK_IBAN and settings.PAYOUT_KEYS)


def seal(content: bytes) -> bytes:
    """Encrypt with the newest key (Fernet: AES-128-CBC with HMAC-SHA-256)."""
    return MultiFernet(settings.PAYOUT_KEYS).encrypt(content)


def unseal(content: bytes | memoryview) -> bytes:
    """Decrypt with whichever key it was sealed with. Raises cryptography.fernet.InvalidToken."""
    return MultiFernet(settings.PAYOUT_KEYS).decrypt(bytes(content))


def state(*, worker_id: int, holder: str, iban: str, at: datetime) -> Payee:
    """Keep where the worker wants their money, in place of what they said before. Raises NotAnIban."""
    number = checked(iban)
    try:
        return _state_once(worker_id, holder, number, at)
    except IntegrityError:
        # Another tab stated one in this very moment: ours ends it.
        return _state_once(worker_id, holder, number, at)


def checked(iban: str) -> str:
    """The number without spaces, in capitals. Raises NotAnIban."""
    number: str = stdnum_iban.compact(iban)
    if not stdnum_iban.is_valid(number, check_country=False):
        raise NotAnIban
    return number


@transaction.atomic
def _state_once(worker_id: int, holder: str, number: str, at: datetime) -> Payee:
    Payee.objects.filter(worker_id=worker_id, ended_at__isnull=True).update(ended_at=at)
    return Payee.objects.create(
        worker_id=worker_id, holder=holder, sealed_iban=seal(number.encode()), iban_end=number[-4:], stated_at=at
    )


def of(*, worker_id: int) -> Payee | None:
    """Where the worker's money goes now; None when they haven't said."""
    return Payee.objects.filter(worker_id=worker_id, ended_at__isnull=True).first()


def iban_of(payee: Payee) -> str:
    """The whole number, for the file to the bank."""
    return unseal(payee.sealed_iban).decode()
