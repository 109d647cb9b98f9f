"""How requesters and the platform treat people."""

from django.utils.translation import gettext_lazy as _

from transparency.domain.catalogue.metric import (
    ALL,
    DIRECTIVE,
    EVERYBODY,
    FAIRWORK,
    HOURS,
    OURS,
    SECONDS,
    SHARE,
    Audience,
    Metric,
)  # fmt: skip

METRICS = (
    Metric(
        "M25", _("Time to pay"), HOURS, _("paid − submitted: half, 95 of 100 and all were paid within"),
        FAIRWORK, ALL, "domain.spread:quantile",
    ),
    Metric(
        "M26", _("Qualification debt"), HOURS,
        _("unpaid time of qualifying, beside the paid hours it was spent for"),
        OURS, (Audience.WORKER, *EVERYBODY), "domain.conduct:qualification_debt",
    ),
    Metric(
        "M27", _("Rejection rate; overturn rate"), SHARE,
        _(
            "rejected ÷ decided answers; overturned ÷ decided appeals; with Wilson’s interval. What an appeal "
            "overturned stays a rejection"
        ),
        FAIRWORK, ALL, "domain.appealing:of_jobs",
    ),
    Metric(
        "M28", _("Time to decide an appeal"), HOURS, _("decided − filed, of decided appeals; the limit is 14 days"),
        DIRECTIVE, ALL, "domain.appealing:of_jobs",
    ),
    Metric(
        "M33", _("Record of a requester"), _("several"),
        _(
            "M13b over all their jobs and over 90 days, a ratio of sums with its number of people; approvals, "
            "appeals, time to decide, pay up to the floor"
        ),
        "Turkopticon", ALL, "domain.requester_measures:measure",
    ),
    Metric(
        "M36", _("Honesty of the estimate"), _("ratio"),
        _("median credited seconds of an answer ÷ announced seconds; beyond 1.2 auditors are told"),
        OURS, ALL, "domain.conduct:estimate_honesty",
    ),
    Metric(
        "M40", _("Integrity of the log"), SECONDS,
        _("time since the last block was sealed, and whether all blocks hold"),
        OURS, EVERYBODY, "domain.conduct:seal_age_seconds",
    ),
)  # fmt: skip
