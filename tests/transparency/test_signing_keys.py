"""The keys that sign the log: one at a time, public halves written down, changed without losing what they signed."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, connection, transaction

from transparency.domain.sealing import keys
from transparency.models import SigningKey

pytestmark = pytest.mark.django_db


def test_what_the_site_signs_its_public_key_proves():
    signature = keys.sign(b"a message")

    key = keys.public_key()
    assert signature.key_id == key.key_id == keys.key_id_of(bytes(key.public_key))
    assert keys.is_signed(message=b"a message", signature=signature.value, public_key=bytes(key.public_key))
    assert not keys.is_signed(message=b"another one", signature=signature.value, public_key=bytes(key.public_key))


def test_a_new_key_ends_the_one_before_whose_signatures_stay_valid(settings):
    old = keys.sign(b"a message")
    settings.LOG_SIGNING_KEY = Ed25519PrivateKey.generate()

    new = keys.sign(b"a message")

    known = {key.pk: key for key in keys.public_keys()}
    assert known[old.key_id].ended_at == known[new.key_id].since
    assert known[new.key_id].ended_at is None
    assert keys.is_signed(message=b"a message", signature=old.value, public_key=bytes(known[old.key_id].public_key))


def test_a_process_that_still_has_an_ended_key_signs_nothing(settings):
    before = settings.LOG_SIGNING_KEY
    keys.sign(b"a message")
    settings.LOG_SIGNING_KEY = Ed25519PrivateKey.generate()
    keys.sign(b"a message")
    settings.LOG_SIGNING_KEY = before

    with pytest.raises(keys.KeyWasReplaced):
        keys.sign(b"a message")


def test_without_a_key_nothing_is_signed(settings):
    settings.LOG_SIGNING_KEY = None

    with pytest.raises(keys.NoSigningKey):
        keys.sign(b"a message")

    assert not keys.is_open()
    assert keys.public_keys() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE transparency_signingkey SET public_key = '\\x00'",
        "UPDATE transparency_signingkey SET since = since - interval '1 day'",
        "DELETE FROM transparency_signingkey",
    ],
)
def test_a_key_that_signed_is_neither_changed_nor_removed(change):
    keys.sign(b"a message")

    with (
        pytest.raises(IntegrityError, match="transparency_keys_never_change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert SigningKey.objects.count() == 1
