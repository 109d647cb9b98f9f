"""Which measures may be shown: none that could be traced to a person."""

from transparency.domain.metrics import HourlyPay

# Below so many workers a figure could be traced to a person.
LEAST_WORKERS = 11


def publishable(pay: HourlyPay | None) -> HourlyPay | None:
    """A measure that tells of nobody in particular: of eleven workers or more, on decided work. Else None."""
    if pay is None or pay.worker_count < LEAST_WORKERS or pay.all_tasks_hourly_micros is None:
        return None
    return pay
