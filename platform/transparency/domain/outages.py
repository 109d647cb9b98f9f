"""Times when the site was out of order, as far as the site itself can know.

The clock asks once a minute whether all is well. That takes the clock, the broker, the background and the database:
when much time has passed since it last asked, one of them was away. The log then tells when that began and ended.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from transparency.domain import log
from transparency.domain.systems import automated_decision
from web.domain.processes import last_seen, saw
from web.models import ProcessSeen

WATCH = "watch"
# Messages wait for one that takes long: a few minutes are no outage.
LEAST = timedelta(minutes=5)


@automated_decision("outages", least_outage=LEAST)
@transaction.atomic
def watch(*, at: datetime) -> bool:
    """All is well now. True when it wasn't since the last time, which the log now tells. Safe to repeat."""
    last = last_seen(WATCH)
    if last is None:
        saw(name=WATCH, at=at)
        return False
    # Of two who ask at once one finds that the other has asked.
    is_first = ProcessSeen.objects.filter(name=WATCH, at=last, at__lt=at).update(at=at)
    if not is_first or at - last < LEAST:
        return False
    log.record(
        [
            log.Event(type=log.Type.OUTAGE_STARTED, at=last),
            log.Event(type=log.Type.OUTAGE_ENDED, at=at, started_at=last, ended_at=at),
        ]
    )
    return True
