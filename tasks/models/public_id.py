"""Names of rows that strangers see: opaque, the same in capitals, without look-alikes of order or number."""

import base64
import secrets

LENGTH = 16


def new_public_id() -> str:
    """80 random bits as 16 characters of base32 in small letters; an API client may send them in capitals."""
    return base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()
