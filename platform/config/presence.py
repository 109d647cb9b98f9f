"""The background and the clock say that they are alive, so that pages can say when they are not.

Loaded by Celery in its own processes (`include` of the application), after Django is set up.
"""

import logging
from typing import Any

from celery.signals import after_task_publish, beat_init, task_prerun, worker_ready
from django.db import DatabaseError, InterfaceError, connection
from django.utils.timezone import now

from web.domain.doors import come_in_by
from web.domain.processes import BACKGROUND, CLOCK, saw

PERIOD_SECONDS = 5.0
log = logging.getLogger(__name__)


def note(name: str) -> None:
    """Write it down; a database that is away for a moment must not take this process with it.

    The connection is closed each time: the pool forks from this process, and must not inherit one in use.
    """
    try:
        saw(name=name, at=now())
    except (DatabaseError, InterfaceError) as absence:
        log.warning("The database did not take note of `%s`: %s", name, absence)
    finally:
        connection.close()


@worker_ready.connect
def background_began(sender: Any, **_: object) -> None:
    """From now on, by the timer of the main process: it is free even while the pool is busy."""
    note(BACKGROUND)
    sender.timer.call_repeatedly(PERIOD_SECONDS, note, (BACKGROUND,))


@task_prerun.connect
def background_comes_in(task: Any, **_: object) -> None:
    """What the background does came in by no request. Called in place, as tests do, it is its caller's."""
    if not task.request.is_eager:
        come_in_by(BACKGROUND)


@beat_init.connect
def clock_began(**_: object) -> None:
    note(CLOCK)
    after_task_publish.connect(clock_struck)


def clock_struck(**_: object) -> None:
    """The clock sent something: it does so at every sweep."""
    note(CLOCK)
