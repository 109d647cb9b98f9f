"""A statement as a file: its context, its name and the site's signature over its canonical bytes (RFC 8785)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from transparency.domain.sealing import keys, statements
from transparency.domain.statement.document import NAMESPACE
from transparency.domain.statement.shape import Statement

TYPE = "lab:LabourStatement"


def as_document(statement: Statement, *, public_id: str) -> dict[str, Any]:
    """The whole JSON-LD document, signed where the site has a key. `public_id` is of the archive it travels in."""
    document: dict[str, Any] = {
        "@context": {"lab": f"{settings.SITE_ADDRESS}{NAMESPACE}"},
        "@type": TYPE,
        "@id": f"{settings.SITE_ADDRESS}/transparency/datasets/{public_id}/",
        **statement.model_dump(by_alias=True, mode="json"),
    }
    return statements.with_signature(document) if keys.is_open() else {**document, "signature": None}


def as_text(document: dict[str, Any]) -> str:
    """The document for people's eyes as well: indented, its names in the order of the schema."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
