"""The seal of a labour statement: the site's signature of it, and the block of the log that it was written above."""

from __future__ import annotations

from django.conf import settings

from transparency.domain.sealing import blocks, keys
from transparency.domain.sealing.canonical import Plain, canonical
from transparency.domain.sealing.receipts import signed_block


def audit_root() -> dict[str, Plain] | None:
    """`lab:auditRoot`: the newest block, whole, so that it can be checked by itself; None before the first."""
    block = blocks.latest()
    if block is None:
        return None
    signed = signed_block(block).as_json()
    return {
        "blockHeight": block.height,
        "merkleRoot": bytes(block.root).hex(),
        "publicKeyId": block.key_id,
        "logUrl": f"{settings.SITE_ADDRESS}/transparency/log/",
        **signed,
    }


def with_signature(statement: dict[str, Plain]) -> dict[str, Plain]:
    """`statement` with a `signature` of its canonical bytes. It may hold no fraction: these are written as texts.

    Raises TypeError for a fraction, and NoSigningKey and KeyWasReplaced.
    """
    signed = {name: value for name, value in statement.items() if name != "signature"}
    signature = keys.sign(canonical(signed))
    key = keys.known_key(signature.key_id)
    return {
        **signed,
        "signature": {
            "algorithm": "Ed25519",
            "keyId": signature.key_id,
            "publicKey": bytes(key.public_key).hex(),
            "value": signature.value.hex(),
        },
    }
