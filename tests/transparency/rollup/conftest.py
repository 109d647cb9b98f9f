"""A transaction that stays open while others go on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connections, transaction


@pytest.fixture
def hold_open() -> Callable[[Callable[[], object]], AbstractContextManager[None]]:
    """`with hold_open(call):` runs `call` in a transaction of its own, which is committed when the block ends."""

    @contextmanager
    def hold(call: Callable[[], object]) -> Iterator[None]:
        called, may_end = threading.Event(), threading.Event()

        def run() -> None:
            try:
                with transaction.atomic():
                    call()
                    called.set()
                    may_end.wait(30)
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        assert called.wait(30)
        try:
            yield
        finally:
            may_end.set()
            thread.join()

    return hold
