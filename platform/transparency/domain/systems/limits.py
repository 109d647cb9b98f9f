"""Limits that programs hold, and letters that they send by themselves."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from transparency.domain.systems.card import Parameter, Sort, SystemCard, Unit

SINCE = date(2026, 11, 24)

LIMITS = (
    SystemCard(
        id="questions",
        sort=Sort.DECISION,
        title=_("How many questions one person can ask"),
        what=_(
            "So many questions about work an hour and a day; then one more waits. E-mail addresses and telephone "
            "numbers in them are masked."
        ),
        data=_("How many you asked lately, and the words of a question."),
        effect=_("A question beyond the limit is not sent, and the page says when it can be."),
        recourse=_("Wait, or give the micro-task back."),
        human=_("Requesters answer; an auditor can hide a question, with a reason."),
        since=SINCE,
        parameters=(
            Parameter(_("questions in an hour"), name="most_an_hour"),
            Parameter(_("questions in a day"), name="most_a_day"),
        ),
    ),
    SystemCard(
        id="yearly-limit",
        sort=Sort.DECISION,
        title=_("The yearly limit"),
        what=_(
            "Where the operator set one, whoever isn’t registered as a business gets no new work beyond so much "
            "pay in a year."
        ),
        data=_("What you were paid this year, and whether you gave a business number."),
        effect=_("No new work; what you hold you may finish. You are told long before."),
        recourse=_("Give your business number; write to the auditor."),
        human=_("The operator sets the limit."),
        since=SINCE,
        parameters=(Parameter(_("pay in a year; none where it is 0"), Unit.MONEY, setting="YEARLY_LIMIT_MICROS"),),
        elsewhere=("ledger.domain.earned.standing",),
    ),
    SystemCard(
        id="payouts",
        sort=Sort.DECISION,
        title=_("Paying out"),
        what=_(
            "You ask for a payout from a least sum on. Whole cents leave, the rest stays yours; many payouts "
            "leave together."
        ),
        data=_("Your balance and your account number, which is kept sealed."),
        effect=_("A payout waits for the next batch. Nobody is left out of one."),
        recourse=_("Cancel it until it leaves; what the bank sends back is yours again."),
        human=_("An auditor makes each batch; a large one needs two."),
        since=SINCE,
        parameters=(
            Parameter(_("least payout"), Unit.MONEY, setting="PAYOUT_THRESHOLD_MICROS"),
            Parameter(_("a batch beyond so much needs two auditors"), Unit.MONEY, setting="FOUR_EYES_MICROS"),
        ),
        elsewhere=("ledger.domain.payouts.ask", "ledger.domain.payouts.make_batch"),
    ),
    SystemCard(
        id="letters",
        sort=Sort.DECISION,
        title=_("Letters by e-mail"),
        what=_(
            "Programs write when an appeal moves, a suspension is decided, questions wait or money lacks: each "
            "step once."
        ),
        data=_("Your e-mail address and the step. No letter tells when it is opened."),
        effect=_("You are told; nothing is decided by a letter."),
        recourse=_("The page says the same, without e-mail."),
        human=_("What the letters tell of was decided by persons."),
        since=SINCE,
    ),
    SystemCard(
        id="requests",
        sort=Sort.DECISION,
        title=_("Too many requests"),
        what=_("Programs that ask too often, and sign-ins that fail too often, have to wait a moment."),
        data=_("How often an account or an address asked within the last minutes; it is forgotten after that."),
        effect=_("An answer says how long to wait. No account is closed."),
        recourse=_("Wait; ask for a new password."),
        human=_("None."),
        since=SINCE,
        parameters=(
            Parameter(
                _("requests of one person’s programs"),
                Unit.WORDS,
                setting="REST_FRAMEWORK.DEFAULT_THROTTLE_RATES.person",
            ),
        ),
        elsewhere=("web.throttling.PersonThrottle",),
    ),
)
