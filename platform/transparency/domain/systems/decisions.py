"""What programs decide about work and its pay, without a person in between."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from transparency.domain.systems.card import Parameter, Sort, SystemCard, Unit

SINCE = date(2026, 11, 24)

DECISIONS = (
    SystemCard(
        id="handing-out",
        sort=Sort.DECISION,
        title=_("Who gets the next micro-task"),
        what=_(
            "Whoever asks gets the first free place of the job that they have not answered yet. Nothing else is "
            "looked at."
        ),
        data=_("The order of the places, and which ones you answered, gave back or reported."),
        effect=_("Who somebody is, how fast they are and how they were judged plays no part."),
        recourse=_("Give a micro-task back at any time: it counts for nothing against you."),
        human=_("None."),
        since=SINCE,
        parameters=(Parameter(_("held ahead for you while you work"), Unit.SECONDS, name="ahead_seconds"),),
    ),
    SystemCard(
        id="lease",
        sort=Sort.DECISION,
        title=_("The end of a lease"),
        what=_(
            "A micro-task is yours for some minutes, and longer while its page is open. When the time is over, "
            "its place opens to others."
        ),
        data=_("When you claimed it and when its page was last open."),
        effect=_("The attempt ends as “expired”. It harms no record; its minutes count as unpaid time in the figures."),
        recourse=_("Send your answer all the same: it is kept and paid, see “Late answers”."),
        human=_("None."),
        since=SINCE,
        parameters=(Parameter(_("length where a job says nothing else"), Unit.SECONDS, setting="LEASE_SECONDS"),),
    ),
    SystemCard(
        id="late-answers",
        sort=Sort.DECISION,
        title=_("Late answers"),
        what=_(
            "An answer after the end of the lease takes its old place where nobody else has; else it is kept beside."
        ),
        data=_("Whether somebody else holds the place by then."),
        effect=_("It is paid either way: from the job, or from the platform’s own money."),
        recourse=_("The same appeal as for any answer."),
        human=_("None."),
        since=SINCE,
    ),
    SystemCard(
        id="silent-approval",
        sort=Sort.DECISION,
        title=_("Approval by silence"),
        what=_(
            "An answer that its requester has not decided on in time approves itself and is paid. Each job says "
            "how long that is, a week at most."
        ),
        data=_("When the answer came, and the job’s own delay."),
        effect=_("You are paid without anybody doing anything."),
        recourse=_("None is needed: it is always in the worker’s favour."),
        human=_("The requester can decide earlier; only a person can reject."),
        since=SINCE,
        parameters=(Parameter(_("time where a job says nothing else"), Unit.SECONDS, name="usual_delay"),),
    ),
    SystemCard(
        id="approving-many",
        sort=Sort.DECISION,
        title=_("Approving many answers"),
        what=_(
            "A requester approves all that wait with one click; a program then goes through them, answer by answer."
        ),
        data=_("The answers that waited when the requester clicked."),
        effect=_("Each is approved and paid. Nothing is rejected that way."),
        recourse=_("None is needed: it is always in the worker’s favour."),
        human=_("The requester starts it and can stop it."),
        since=SINCE,
    ),
    SystemCard(
        id="floor",
        sort=Sort.DECISION,
        title=_("Lifting pay to the floor"),
        what=_(
            "Each night a job with the guarantee is measured, and its workers get what the price of their answers "
            "lacks to the wage floor."
        ),
        data=_("The median time of the job, the same for everybody, and the floor of the day of the answer."),
        effect=_("Pay is added. It never falls afterwards, and your own speed changes nothing."),
        recourse=_("Report the time that your answers took: it counts in the median."),
        human=_("None; the auditor sees what is owed and was paid."),
        since=SINCE,
        parameters=(
            Parameter(_("people whose time makes a measure, at least"), name="least_workers"),
            Parameter(_("the floor is that of"), Unit.WORDS, setting="PAY_FLOOR_COUNTRY"),
            Parameter(_("what this site does about pay below it"), Unit.WORDS, setting="PAY_FLOOR_POLICY"),
        ),
    ),
    SystemCard(
        id="floor-changes",
        sort=Sort.DECISION,
        title=_("A new wage floor"),
        what=_("When a new floor comes into force, prices are held against it from that day, and the log says so."),
        data=_("The published floors. No data about people."),
        effect=_("Warnings and top-ups follow the new floor from its first day on."),
        recourse=_("The floors and their sources are public; a wrong one can be reported to the auditor."),
        human=_("A person writes the floors down, with their source."),
        since=SINCE,
    ),
    SystemCard(
        id="reported-time",
        sort=Sort.DECISION,
        title=_("Reported time"),
        what=_(
            "What you say an answer took counts as you say it. Only where it is far beyond what nine in ten "
            "needed, somebody looks at it first."
        ),
        data=_("Your report, and the time of the job’s other answers."),
        effect=_("It is never refused by a program: meanwhile a part is credited, the rest when somebody has looked."),
        recourse=_("Write why it took long; correct the report until the answer is decided on."),
        human=_("An auditor looks and decides."),
        since=SINCE,
        parameters=(
            Parameter(_("times what nine in ten needed, before somebody looks"), name="look_beyond"),
            Parameter(_("times that amount credited meanwhile"), name="credited_meanwhile"),
        ),
    ),
    SystemCard(
        id="finding-order",
        sort=Sort.DECISION,
        title=_("The order under “Find work”"),
        what=_(
            "Everybody sees the same open jobs, sorted by pay of an hour: the measured one, else the one that its "
            "requester expects. Equal ones by date, the newest first."
        ),
        data=_("The price, the expected seconds and the measures of each job. Nothing about you."),
        effect=_("What pays more an hour stands higher. Nobody can buy a place."),
        recourse=_("Choose another order or filter; your choice stands in the address."),
        human=_("None."),
        since=SINCE,
        parameters=(Parameter(_("orders to choose from"), name="orders"),),
    ),
    SystemCard(
        id="price-warnings",
        sort=Sort.DECISION,
        title=_("Warnings about a price"),
        what=_(
            "A new job’s price is held against the wage floor at the expected time. Below it the form warns; on "
            "some sites the job is not published."
        ),
        data=_("Price, expected seconds (of the requester, a pilot or jobs like it), the floor."),
        effect=_("It concerns requesters: they raise the price, or promise the floor."),
        recourse=_("Run a paid pilot, and let its real time decide."),
        human=_("The requester sets the price; a program never does."),
        since=SINCE,
        parameters=(Parameter(_("what this site does about pay below it"), Unit.WORDS, setting="PAY_FLOOR_POLICY"),),
    ),
    SystemCard(
        id="rejection-quota",
        sort=Sort.DECISION,
        title=_("How much a requester may reject alone"),
        what=_("Beyond a share of the answers that came, one more rejection needs an auditor’s consent."),
        data=_("How many answers a job got, and how many were rejected."),
        effect=_("It concerns requesters. The answer stays undecided meanwhile and may approve itself."),
        recourse=_(
            "The requester asks for consent, with a reason. The worker of a rejected answer does it again or appeals."
        ),
        human=_("Rejections, consents and appeals are all decided by persons."),
        since=SINCE,
        parameters=(
            Parameter(
                _("share of answers that may be rejected without consent"),
                Unit.PERCENT,
                setting="REJECTION_CONSENT_PERCENT",
            ),
            Parameter(_("rejections without consent in any case"), setting="REJECTIONS_WITHOUT_CONSENT"),
        ),
    ),
    SystemCard(
        id="training",
        sort=Sort.DECISION,
        title=_("Training"),
        what=_(
            "A training answer is compared with the right one and you are told at once. Whoever did all tasks may "
            "work, whatever they answered."
        ),
        data=_("Your training answers and the right ones."),
        effect=_("Training is paid, right or wrong. Nobody fails."),
        recourse=_("Give a task back; questions go to the requester."),
        human=_("The requester wrote the right answers."),
        since=SINCE,
    ),
    SystemCard(
        id="reports",
        sort=Sort.DECISION,
        title=_("Withdrawing reported micro-tasks"),
        what=_(
            "When several workers report the same micro-task, nobody gets it any more until its requester has looked."
        ),
        data=_("How many people reported it."),
        effect=_("Its open places close. Whoever holds it may still answer and is paid."),
        recourse=_("The requester puts it back or drops it."),
        human=_("The requester decides, after the withdrawal."),
        since=SINCE,
        parameters=(
            Parameter(_("reports that withdraw a micro-task"), name="most_reports"),
            Parameter(_("reports that one person can send in an hour"), name="most_an_hour"),
        ),
    ),
    SystemCard(
        id="closing-jobs",
        sort=Sort.DECISION,
        title=_("Closing finished jobs"),
        what=_(
            "A job whose answers are all decided on closes itself, and what nobody can earn any more goes back to "
            "its requester."
        ),
        data=_("The state of its answers, the time to appeal, the money set aside."),
        effect=_("No pay is touched: what rejections hold back stays until the time to appeal is over."),
        recourse=_("Appeal within the time that is shown: the money is still there."),
        human=_("None."),
        since=SINCE,
        parameters=(
            Parameter(_("time to appeal"), Unit.SECONDS, setting="APPEAL_TIME"),
            Parameter(_("time to do a rejected answer again"), Unit.SECONDS, setting="REDO_TIME"),
        ),
    ),
)
