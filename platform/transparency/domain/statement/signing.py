"""A statement as a file: its context, its name and the site's signature over its canonical bytes (RFC 8785)."""

from __future__ import annotations

import json
from typing import Any

import rfc8785
from django.conf import settings

from transparency.domain.sealing import keys
from transparency.domain.statement.document import NAMESPACE
from transparency.domain.statement.shape import Statement

TYPE = "lab:LabourStatement"
SIGNATURE = "lab:signature"


def as_document(statement: Statement, *, public_id: str) -> dict[str, Any]:
    """The whole JSON-LD document, signed where the site has a key. `public_id` is of the archive it travels in."""
    document = {
        "@context": {"lab": f"{settings.SITE_ADDRESS}{NAMESPACE}"},
        "@type": TYPE,
        "@id": f"{settings.SITE_ADDRESS}/transparency/datasets/{public_id}/",
        **statement.model_dump(by_alias=True, mode="json"),
    }
    return document | {SIGNATURE: _signature(document)}


def _signature(document: dict[str, Any]) -> dict[str, str] | None:
    """Over everything but itself."""
    if not keys.is_open():
        return None
    signed = keys.sign(rfc8785.dumps(document))
    by_id = {key.pk: key for key in keys.public_keys()}
    return {
        "lab:publicKeyId": signed.key_id,
        "lab:publicKey": bytes(by_id[signed.key_id].public_key).hex(),
        "lab:value": signed.value.hex(),
    }


def as_text(document: dict[str, Any]) -> str:
    """The document for people's eyes as well: indented, its names in the order of the schema."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
