"""What the article says, and where each of it can be seen on this site."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim in our words, what this site does about it, and the page where it shows."""

    says: str
    here: str
    address: str = ""
    anchor: str = ""
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A work that is named on these pages."""

    words: str
    href: str = ""


def claims() -> list[Claim]:
    """The article's claims in the order of its argument."""
    return [*_numbers(), *_lives(), *_work()]


def _numbers() -> list[Claim]:
    return [
        Claim(
            _("About 15,000 people in France do micro-work every week, 52,000 every month, and 260,000 now and then."),
            _("Activity circles by what was really sent in, each with its definition, and never one number alone."),
            "transparency:who", "people", "M01",
        ),
        Claim(
            _("The large circle is a reserve that comes and goes between inactivity and work."),
            _("How many would come, and after how long half of them are gone."),
            "transparency:who", "people", "M07",
        ),
        Claim(
            _("People use several of the 23 platforms that were open to residents of France."),
            _("The questionnaire asks how many others; the answers stand among the published tables."),
            "transparency:who", "answers", "M04",
        ),
        Claim(
            _("On Foule Factory 56.1 % say that they are women; elsewhere the shares differ from country to country."),
            _("Gender as people describe it, with intervals, the answer rate, and these figures as reference lines."),
            "transparency:who", "answers",
        ),
        Claim(
            _("Earlier studies of large platforms hardly saw women."),
            _("Who does not answer is said as well: each share has its answer rate."),
            "transparency:methods", "limits", "M37",
        ),
    ]  # fmt: skip


def _lives() -> list[Claim]:
    return [
        Claim(
            _("Most have a main job besides, for women more often a part-time one, and more children at home."),
            _("Main activity, part time, children and domestic hours by gender, from people’s own answers."),
            "transparency:who", "answers",
        ),
        Claim(
            _("The double working day of job and home becomes a triple one."),
            _("Three shifts by gender for everybody to see, and for each worker their own week, seen by them alone."),
            "transparency:who", "answers", "M30",
        ),
        Claim(
            _("It is done anywhere and at any time, in the gaps of other work, at night."),
            _("The hours of the week, nights and weekends."),
            "transparency:who", "time", "M38",
        ),
        Claim(
            _("It is done to add to an income that is not enough."),
            _("What part of people’s income it is, and why they do it, in their own answers."),
            "transparency:who", "answers", "M20",
        ),
        Claim(
            _("Flexibility is sold as made for women; it may be the only choice that care leaves."),
            _("“It goes together with caring” and “the only way” are two different answers here."),
            "transparency:who", "answers",
        ),
    ]  # fmt: skip


def _work() -> list[Claim]:
    return [
        Claim(
            _("Tasks take seconds or minutes and pay from less than a cent to a few euros."),
            _("How long answers take and what they pay, on axes that show both ends."),
            "transparency:who", "work", "M11",
        ),
        Claim(
            _("Pay is by the piece: nobody says what an hour was worth, and searching is paid by nobody."),
            _("Pay of an hour beside every price, four ways, with unpaid time by its kinds and the wage floor."),
            "transparency:who", "pay", "M13",
        ),
        Claim(
            _("Firms cut work into pieces and hand it to crowds."),
            _("How many pieces a job has, how many people are on it, how much of it is one person’s."),
            "transparency:methods", "M16", "M16",
        ),
        Claim(
            _("The people behind machines that seem to learn stay hidden."),
            _("Every data set leaves with a statement of the labour inside it: hours, pay, rejections, people."),
            "transparency:methods", "rules",
        ),
        Claim(
            _("The work stands outside employment and social protection."),
            _("Statements of one’s own activity to take along, a guaranteed floor, appeals that persons decide."),
            "transparency:fairwork",
        ),
        Claim(
            _("The norm of full-time work in statistics makes such work disappear."),
            _("No least number of hours in any figure of people; they are told by how active somebody is."),
            "transparency:methods", "limits",
        ),
    ]  # fmt: skip


def sources() -> list[Source]:
    """The works that figures on the public pages come from."""
    return [
        Source("A. Casilli, P. Tubaro, « Travailleuses du clic, la double invisibilité », L’Humanité Dimanche, 2019."),
        Source(
            "C. Le Ludec, P. Tubaro, A. Casilli, How many people microwork in France?, 2019.",
            "https://arxiv.org/abs/1901.03889",
        ),
        Source("P. Barraud de Lagerie, J. Gros, L. Sigalo Santos, CREST Working Paper 2019-05 (hal-02190523)."),
        Source("K. Hara, A. Adams, K. Milland, S. Savage, C. Callison-Burch, J. P. Bigham, CHI 2018."),
        Source("C. Toxtli, S. Suri, S. Savage, CSCW 2021."),
        Source("D. Difallah, E. Filatova, P. Ipeirotis, WSDM 2018."),
        Source("N. Stewart et al., 2015."),
        Source("M. Whiting, G. Hugh, M. Bernstein, Fair Work, HCOMP 2019."),
    ]
