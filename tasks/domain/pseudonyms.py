"""What a requester calls a worker: the same name in all of that requester's jobs, another one elsewhere."""

import base64

from django.utils.crypto import salted_hmac


def worker_code(*, requester_id: int, worker_id: int) -> str:
    """Eight letters that stand for a worker towards one requester. Two requesters can't join their lists by it."""
    digest = salted_hmac("tasks.pseudonyms", f"{requester_id}:{worker_id}", algorithm="sha256").digest()
    return "w-" + base64.b32encode(digest[:5]).decode("ascii").lower()
