"""How long work takes, what of it is unpaid, and when it is done."""

from django.utils.translation import gettext_lazy as _

from transparency.domain.catalogue.metric import (
    ALL,
    CASILLI,
    EVERYBODY,
    OURS,
    OWN_AND_EVERYBODY,
    SECONDS,
    SHARE,
    TOXTLI,
    Audience,
    Metric,
)  # fmt: skip

_LABOUR = "domain.rollup.reading:Labour"
_OWN_AND_ALL = (Audience.WORKER, *ALL)

METRICS = (
    Metric(
        "M10", _("Time of an answer"), SECONDS,
        _("credited seconds of each answer, min(lease, max(in use, reported)): a tenth, a half, nine tenths lie below"),
        CASILLI, ALL, "domain.spread:quantile", version=2,
    ),
    Metric(
        "M14", _("Hours of the week"), SECONDS, _("time at work in each hour of each day of the week"),
        CASILLI, OWN_AND_EVERYBODY, "domain.rhythm:hours_of_week",
    ),
    Metric(
        "M15", _("Run of the same kind"), _("answers"),
        _("answers of one kind in a row; the median over answers of the run that each stands in"),
        CASILLI, (Audience.WORKER,), "domain.rhythm:median_run",
    ),
    Metric(
        "M16", _("Fragmentation"), _("answers, people, share"),
        _("answers of a job, its workers, and the median share of its answers that one worker gave"),
        CASILLI, ALL, "domain.rhythm:fragments_of_job",
    ),
    Metric(
        "M17", _("Regularity of one’s weeks"), SHARE,
        _(
            "mean, over each two weeks in a row, of the cosine between their 168 hours at work; 1 where all weeks"
            " are alike"
        ),
        OURS, (Audience.WORKER,), "domain.rhythm:regularity",
    ),
    Metric(
        "M18", _("Work available by the hour"), _("jobs for each look"),
        _("M39 for each hour of the day"), OURS, ALL, "domain.rhythm:available_by_hour",
    ),
    Metric(
        "M21", _("Unpaid minutes for each paid hour"), _("minutes"), _("60 × unpaid time ÷ paid time"),
        TOXTLI, _OWN_AND_ALL, f"{_LABOUR}.unpaid_minutes_per_paid_hour",
    ),
    Metric(
        "M22", _("Unpaid share of time"), SHARE, _("unpaid time ÷ (paid + unpaid time)"),
        TOXTLI, _OWN_AND_ALL, f"{_LABOUR}.unpaid_share",
    ),
    Metric(
        "M23", _("Unpaid time by kind"), SECONDS,
        _(
            "a second goes to the first kind that claims it: rejected, returned, expired, qualifying, "
            "instructions, previews, messages, payouts, out of order, search, waiting; looking at a page lasts "
            "until the next act, 60 seconds at most"
        ),
        TOXTLI, _OWN_AND_ALL, f"{_LABOUR}.unpaid",
    ),
    Metric(
        "M38", _("Night and weekend share"), SHARE,
        _("time at work from 22:00 to 06:00, or on Saturday or Sunday ÷ all time at work; in the site’s time zone"),
        CASILLI, OWN_AND_EVERYBODY, "domain.rhythm:night_and_weekend_share",
    ),
    Metric(
        "M39", _("Availability of work"), _("jobs for each look; share, 0 to 1"),
        _("jobs listed ÷ looks at the list; looks that found none ÷ looks"), OURS, EVERYBODY,
        "domain.rhythm:availability",
    ),
)  # fmt: skip
