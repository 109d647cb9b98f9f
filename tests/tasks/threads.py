"""People who do something at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connections


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each call returns, or raises, when all start together."""
    start, found = threading.Barrier(len(calls)), [object()] * len(calls)

    def run(number: int) -> None:
        start.wait()
        try:
            found[number] = calls[number]()
        except Exception as raised:
            found[number] = type(raised)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
