"""Who works here, how often and how long, and what they say of themselves."""

from django.utils.translation import gettext_lazy as _

from transparency.domain.catalogue.metric import (
    CASILLI,
    DIFALLAH,
    EIGE,
    EVERYBODY,
    OURS,
    OWN_AND_EVERYBODY,
    PEOPLE,
    SHARE,
    Audience,
    Metric,
)  # fmt: skip

METRICS = (
    Metric(
        "M01", _("Activity class"), PEOPLE,
        _(
            "very active: an answer in each of the last 4 complete ISO weeks; regular: in 1 to 3 of them; "
            "occasional: in none, but within 365 days; dormant: all others who are registered"
        ),
        CASILLI, EVERYBODY, "domain.crowd:activity_of_workers",
    ),
    Metric(
        "M02", _("Dormant workers"), PEOPLE, _("registered − very active − regular − occasional"),
        CASILLI, EVERYBODY, "domain.crowd:dormant_count",
    ),
    Metric(
        "M03", _("Reactivation"), SHARE,
        _("dormant at the beginning and with an answer before the end ÷ dormant at the beginning"),
        CASILLI, EVERYBODY, "domain.crowd:reactivation",
    ),
    Metric(
        "M04", _("Platforms for each worker"), _("platforms"),
        _("1 + mean of the other platforms that people say they used in the last 30 days (Q18)"),
        CASILLI, EVERYBODY, "domain.crowd:mean_platforms",
    ),
    Metric(
        "M05", _("Workers by country"), PEOPLE, _("people by the country where they say they live (Q3)"),
        OURS, EVERYBODY, "domain.crowd:by_country",
    ),
    Metric(
        "M06", _("Full-time equivalents"), _("full-time equivalents"),
        _("hours at work ÷ 1,607 hours, this site’s convention for a full-time year, in proportion to the days"),
        OURS, EVERYBODY, "domain.crowd:full_time_equivalents",
    ),
    Metric(
        "M07", _("Live pool"), PEOPLE,
        _(
            "at least S + f₁² ÷ 2f₂: S people seen, f₁ of them on one day, f₂ on two (Chao 1984), with its log-"
            "normal interval at 95 %"
        ),
        DIFALLAH, EVERYBODY, "domain.crowd:live_pool",
    ),
    Metric(
        "M08", _("Half-life"), _("months"),
        _("ln 2 ÷ λ, with m₀ · exp(−λt) fitted to how many of those at the beginning came again t months later"),
        DIFALLAH, EVERYBODY, "domain.crowd:months_to_half",
    ),
    Metric(
        "M20", _("Share of personal income"), _("band of percent"),
        _("people in each band of the share of last month’s income that came from such platforms (Q16)"),
        EIGE, EVERYBODY, "domain.crowd:income_shares",
    ),
    Metric(
        "M30", _("Three shifts"), _("hours a week"),
        _("hours of the main job (Q11), of domestic and care work (Q9), and at work here, paid and unpaid"),
        CASILLI, OWN_AND_EVERYBODY, "domain.crowd:three_shifts",
    ),
    Metric(
        "M31", _("Pay gap, unadjusted"), _("percent"),
        _(
            "(mean of men − mean of women) ÷ mean of men, and the same with medians; both with intervals, for 30 "
            "people or more a group"
        ),
        _("Eurostat’s form"), (Audience.AUDITOR,), "domain.auditing.gaps:raw_gap",
    ),
    Metric(
        "M32", _("Pay gap, adjusted, and its parts"), _("percent"),
        _(
            "1 − exp(b) of the logarithm of hourly pay on gender, experience, kind, country and device; the parts"
            " after Oaxaca and Blinder"
        ),
        _("Oaxaca and Blinder, both 1973"), (Audience.AUDITOR,), "domain.auditing.gaps:adjusted_gap",
    ),
    Metric(
        "M37", _("Answer rate of the questionnaire"), SHARE,
        _("people who answered a question ÷ active people, with Wilson’s interval"),
        OURS, EVERYBODY, "domain.crowd:answer_rate",
    ),
)  # fmt: skip
