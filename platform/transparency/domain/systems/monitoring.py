"""What is watched: the log, time, presence, and the figures made of them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from transparency.domain.systems.card import Parameter, Sort, SystemCard, Unit

SINCE = date(2026, 11, 24)

MONITORING = (
    SystemCard(
        id="labour-log",
        sort=Sort.MONITORING,
        title=_("The labour log"),
        what=_(
            "Each step of work is written down when it happens: claims, answers, decisions, pay. Nothing is "
            "changed or removed afterwards."
        ),
        data=_(
            "Who, which job and assignment, when, how long, how much. Never what you type, where your mouse is, "
            "or other pages."
        ),
        effect=_("It is the ground of your pay, your statements and all figures here."),
        recourse=_(
            "You read your own log under “My work”, say how long an answer really took, and take everything away "
            "as a file."
        ),
        human=_("An auditor who looks at one person’s rows says why, and that person sees the look."),
        since=SINCE,
        elsewhere=("transparency.domain.log.record",),
    ),
    SystemCard(
        id="time-measuring",
        sort=Sort.MONITORING,
        title=_("Measuring time at the desk"),
        what=_(
            "While a micro-task is in view, the page says every few seconds how long it was in view and in use. A "
            "second counts once, also with several windows."
        ),
        data=_("Seconds in view, seconds in use, seconds of sound played. That there was input, never which."),
        effect=_("The time is credited to you, and as a median of many people it measures what a job really pays."),
        recourse=_("Report your own time where the measure is too short. Press Stop, and nothing more is measured."),
        human=_("Only reports far beyond all others wait for a person; see “Reported time”."),
        since=SINCE,
        parameters=(
            Parameter(_("longest stretch told at once"), Unit.SECONDS, name="longest_stretch"),
            Parameter(_("told later than so is marked as late"), Unit.SECONDS, name="late_after"),
            Parameter(_("told later than so is not counted"), Unit.SECONDS, name="not_after"),
        ),
    ),
    SystemCard(
        id="presence",
        sort=Sort.MONITORING,
        title=_("Whether you are at work"),
        what=_(
            "Time at work begins with Start or with opening a page of work. It ends with Stop, or with the last "
            "sign of life."
        ),
        data=_("Signs of life from pages of work that you have open."),
        effect=_("Searching and waiting count as unpaid time at work, which the figures show."),
        recourse=_("Press Stop. Your times at work stand in your own log."),
        human=_("Nobody watches who is at work now."),
        since=SINCE,
        parameters=(Parameter(_("silence that ends a time at work"), Unit.SECONDS, name="silence"),),
    ),
    SystemCard(
        id="measures",
        sort=Sort.MONITORING,
        title=_("What jobs pay and how requesters decide"),
        what=_(
            "Every minute the real pay of each job and the record of each requester are worked out: hourly pay, "
            "share approved, time to a decision."
        ),
        data=_("The log of all who worked on the job, added up. No figure about fewer than eleven people is shown."),
        effect=_("Cards under “Find work” show it before anybody claims, and jobs can be sorted by it."),
        recourse=_("Every figure links to its formula; a wrong one can be reported to the auditor."),
        human=_("None. It is arithmetic, and its formulas are public."),
        since=SINCE,
        parameters=(Parameter(_("people behind a figure, at least"), name="least_workers"),),
    ),
    SystemCard(
        id="days",
        sort=Sort.MONITORING,
        title=_("Sums of days"),
        what=_(
            "The log is summed up by person and day, and by job, person and day: paid time, unpaid time by kind, pay."
        ),
        data=_("The labour log, and nothing else."),
        effect=_(
            "“My work” shows you your own sums. Requesters see sums of whole jobs, the public sums of at least "
            "eleven people."
        ),
        recourse=_("The sums follow the log: when your reported time changes it, they change too."),
        human=_("None. They can be worked out again from the log at any time, and must come to the same."),
        since=SINCE,
    ),
    SystemCard(
        id="release",
        sort=Sort.MONITORING,
        title=_("Publishing figures"),
        what=_(
            "Once a month fixed tables are worked out. Figures about fewer than eleven people, or that would give "
            "one away, are not shown."
        ),
        data=_("Sums of days; answers to the questionnaire only of people who agreed to that, without their names."),
        effect=_("Nobody can be found in a published figure. No figure is used to decide about anybody."),
        recourse=_("Withdraw your agreement at any time: the next release is made without your answers."),
        human=_("None in the figures; an auditor can stop a release, never change one."),
        since=SINCE,
        elsewhere=("transparency.domain.release.reading.latest_release",),
    ),
    SystemCard(
        id="outages",
        sort=Sort.MONITORING,
        title=_("When the site was out of order"),
        what=_("Once a minute the site notes that it is well. A long silence is written into the log as an outage."),
        data=_("No data about people."),
        effect=_("Time at work during an outage counts as “trouble with the site”, a kind of unpaid time of its own."),
        recourse=_("Report your own time for an answer that an outage lengthened."),
        human=_("None."),
        since=SINCE,
        parameters=(Parameter(_("silence that counts as an outage"), Unit.SECONDS, name="least_outage"),),
    ),
    SystemCard(
        id="alerts",
        sort=Sort.MONITORING,
        title=_("Alerts to the auditor"),
        what=_(
            "Rules with thresholds look at jobs and books, such as pay below the floor or appeals that are late, "
            "and tell the auditor."
        ),
        data=_("Figures of jobs, requesters and books; none about who somebody is."),
        effect=_("An alert changes nothing by itself."),
        recourse=_("None is needed: a person looks first."),
        human=_("The auditor decides what to do."),
        since=SINCE,
    ),
)
