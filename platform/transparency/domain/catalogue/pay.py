"""What work pays. T is the length of the union of one person's stretches of time: a second counts once."""

from django.utils.translation import gettext_lazy as _

from transparency.domain.catalogue.metric import (
    ALL,
    EVERYBODY,
    FAIRWORK,
    HARA,
    HOURLY,
    MONEY,
    OURS,
    SHARE,
    Audience,
    Metric,
)  # fmt: skip

_OWN_AND_ALL = (Audience.WORKER, *ALL)
_LABOUR = "domain.rollup.reading:Labour"

METRICS = (
    Metric(
        "M11", _("Price of an answer"), MONEY,
        _("what one approved answer pays; over many: a tenth, a half, nine tenths"),
        OURS, ALL, "domain.spread:quantile",
    ),
    Metric(
        "M12", _("Implied hourly pay"), HOURLY,
        _("price × 3600 ÷ expected seconds, which the requester estimates or which were measured; pages say which"),
        FAIRWORK, ALL, "domain.rollup.rates:hourly_micros",
    ),
    Metric(
        "M13", _("Hourly pay, paid work only"), HOURLY,
        _("pay, with what lifted it to the floor, ÷ T(paid work)"), HARA, _OWN_AND_ALL,
        f"{_LABOUR}.paid_only_hourly_micros",
    ),
    Metric(
        "M13b", _("Hourly pay, all work on tasks"), HOURLY,
        _("pay ÷ T(paid, returned, expired and rejected work)"), HARA, _OWN_AND_ALL,
        f"{_LABOUR}.all_tasks_hourly_micros",
    ),
    Metric(
        "M13c", _("Hourly pay, all time at work"), HOURLY,
        _("pay ÷ T(all time at work), without the time of answers that nobody has decided on"), HARA, _OWN_AND_ALL,
        f"{_LABOUR}.presence_hourly_micros",
    ),
    Metric(
        "M13d", _("Cluster curve of hourly pay"), HOURLY,
        _(
            "pay ÷ length of the clusters of work, gaps of D minutes or less included, for D from 0 to 12; D = 0 "
            "is M13b"
        ),
        HARA, _OWN_AND_ALL, f"{_LABOUR}.cluster_hourly_micros",
    ),
    Metric(
        "M19", _("Workers at or above the floor"), SHARE,
        _(
            "workers whose M13c reaches the floor ÷ workers with one hour or more at work in the month; of a job "
            "by M13b"
        ),
        FAIRWORK, ALL, "domain.spread:at_or_above_floor",
    ),
    Metric(
        "M24", _("Rejected value that is not paid"), MONEY,
        _("sum of the prices of answers that stay rejected; those that an appeal overturned are told beside it"),
        HARA, (Audience.WORKER, Audience.REQUESTER, *EVERYBODY), "domain.spread:withheld_micros",
    ),
    Metric(
        "M29", _("Concentration"), SHARE,
        _("Gini’s coefficient of pay and of paid hours, and what the tenth with most has of the whole"),
        _("Gini 1912"), EVERYBODY, "domain.spread:gini",
    ),
    Metric(
        "M34", _("Fee share"), SHARE, _("fee of the platform ÷ (pay + fee)"), OURS, ALL, "domain.conduct:fee_share",
    ),
    Metric(
        "M35", _("Pay up to the floor"), MONEY,
        _("sum of what lifted pay to the floor; answers that it was paid for ÷ paid answers"),
        FAIRWORK, _OWN_AND_ALL, "domain.conduct:lifted_pay",
    ),
)  # fmt: skip
