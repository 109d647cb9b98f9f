"""Every metric M01 to M40 as data: pages link to it, and each names the function that computes it."""

from __future__ import annotations

from transparency.domain.catalogue import conduct, pay, people, time
from transparency.domain.catalogue.metric import Audience, Metric

__all__ = ["METRICS", "Audience", "Metric", "metric"]

METRICS: dict[str, Metric] = {
    one.id: one
    for one in sorted((*people.METRICS, *pay.METRICS, *time.METRICS, *conduct.METRICS), key=lambda one: one.id)
}


def metric(id: str) -> Metric:
    """The metric of this name, such as `M13b`. Raises KeyError for none."""
    return METRICS[id]
