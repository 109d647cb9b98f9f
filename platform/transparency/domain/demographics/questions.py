"""The questionnaire, version 1.0.0: each question may be left out, and each offers not to say.

Not asked: origin, religion, union, orientation, birth date, address, name of an employer, political views.
Changing a question, a choice or its English words needs a new version: `docs/demographics.md` says how.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import rfc8785
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from transparency.domain.demographics.asking import Question, Step, choices, countries, languages
from transparency.domain.demographics.platforms import PLATFORMS

VERSION = "1.0.0"
_HOURS_OF_CARE = (
    ("0-4", _("0 to 4 hours")),
    ("5-9", _("5 to 9 hours")),
    ("10-19", _("10 to 19 hours")),
    ("20-29", _("20 to 29 hours")),
    ("30-39", _("30 to 39 hours")),
    ("40+", _("40 hours or more")),
)
# The bands of the tracker of Mechanical Turk’s population.
_HOURS_OF_TASKS = (
    ("<1", _("Less than 1 hour")),
    ("1-2", _("1 to 2 hours")),
    ("2-4", _("2 to 4 hours")),
    ("4-8", _("4 to 8 hours")),
    ("8-20", _("8 to 20 hours")),
    ("20-40", _("20 to 40 hours")),
    ("40+", _("40 hours or more")),
)
_DIFFICULTIES = choices(
    ("no_difficulty", _("No difficulty")),
    ("some", _("Some difficulty")),
    ("a_lot", _("A lot of difficulty")),
    ("cannot", _("I cannot do it at all")),
)

STEPS = (
    Step("you", _("You"), (
        Question("Q1", _("How do you describe your gender?"), choices(
            ("woman", _("Woman")),
            ("man", _("Man")),
            ("non_binary", _("Non-binary")),
            ("self_describe", _("In my own words")),
        ), most=4, help=_("Tick all that fit.")),
        Question("Q2", _("How old are you?"), choices(
            ("18-24", _("18 to 24 years")),
            ("25-34", _("25 to 34 years")),
            ("35-44", _("35 to 44 years")),
            ("45-54", _("45 to 54 years")),
            ("55-64", _("55 to 64 years")),
            ("65+", _("65 years or more")),
        ), help=_("We don’t ask for a date of birth.")),
        Question("Q3", _("In which country do you live?"), countries(), is_long=True),
    )),
    Step("learning", _("Education and languages"), (
        Question("Q4", _("What is the highest level of education you have completed?"), choices(
            ("0-2", _("Primary or lower secondary school (such as the French brevet), or none")),
            ("3-4", _("Upper secondary school or vocational training (CAP, BEP, baccalauréat)")),
            ("5", _("Two years after upper secondary (BTS, DUT, DEUG)")),
            ("6", _("Bachelor’s degree (licence, BUT)")),
            ("7", _("Master’s degree (master, engineering diploma)")),
            ("8", _("Doctorate")),
        ), help=_("Levels of the international classification ISCED 2011.")),
        Question("Q5", _("In which languages do you work here?"), languages(), most=40, help=_("Tick all that fit."),
                 is_long=True),
    )),
    Step("home", _("Your household"), (
        Question("Q6", _("How many people live in your household, you included?"), choices(
            ("1", _("I live alone")), ("2", "2"), ("3", "3"), ("4", "4"), ("5+", _("5 or more")),
        )),
        Question("Q7", _("Who do you live with?"), choices(
            ("alone", _("Alone")),
            ("couple", _("With a partner, without children")),
            ("couple_children", _("With a partner and children")),
            ("single_parent", _("With children, without a partner")),
            ("with_parents", _("With my parents")),
            ("shared", _("In a shared home")),
            ("other", pgettext_lazy("household", "Otherwise")),
        )),
        Question("Q8a", _("How many children under 15 live with you?"), choices(
            ("0", pgettext_lazy("children", "None")), ("1", "1"), ("2", "2"), ("3+", _("3 or more")),
        )),
        Question("Q8b", _("How many of them are under 6?"), choices(
            ("0", pgettext_lazy("children", "None")), ("1", "1"), ("2+", _("2 or more")),
        )),
    )),
    Step("care", _("Work at home"), (
        Question("Q9", _("In a usual week, how many hours go into domestic and care work?"), choices(*_HOURS_OF_CARE),
                 help=_("Cooking, cleaning, shopping, looking after children or relatives.")),
        Question("Q9b", _("Who does most of it in your home?"), choices(
            ("mostly_me", _("Mostly me")),
            ("shared", _("It is shared")),
            ("mostly_other", _("Mostly somebody else who lives there")),
            ("paid_help", _("Somebody who is paid for it")),
            ("alone", _("I live alone")),
        )),
    )),
    Step("occupation", _("Your other work"), (
        Question("Q10", _("What is your main activity?"), choices(
            ("employed", _("Employed")),
            ("self_employed", _("Self-employed")),
            ("unemployed", _("Looking for a job")),
            ("student", _("Pupil, student, in training")),
            ("retired", _("Retired")),
            ("at_home", _("At home")),
            ("disabled_unable", _("Unable to work for long-lasting reasons of health")),
            ("other", pgettext_lazy("activity", "Something else")),
        )),
        Question("Q11", _("How many hours a week do you usually work in your main job?"), choices(
            ("<10", _("Less than 10 hours")),
            ("10-19", _("10 to 19 hours")),
            ("20-29", _("20 to 29 hours")),
            ("30-34", _("30 to 34 hours")),
            ("35-39", _("35 to 39 hours")),
            ("40+", _("40 hours or more")),
            ("none", _("I have no other job")),
        )),
        Question("Q12", _("Is that job full-time or part-time, and why?"), choices(
            ("full", _("Full-time")),
            ("part_chosen", _("Part-time, by choice")),
            ("part_no_full_time", _("Part-time, because I found no full-time job")),
            ("part_care", _("Part-time, to look after children or relatives")),
            ("part_health_study", _("Part-time, for reasons of health or study")),
            ("none", _("I have no other job")),
        )),
        Question("Q13", _("What are you covered for by another job or status?"), choices(
            ("health", _("Health insurance")),
            ("pension", _("Pension")),
            ("sick_leave", _("Paid sick leave")),
            ("paid_leave", _("Paid leave")),
            ("none", _("None of these")),
            ("dont_know", _("I don’t know")),
            alone=("none", "dont_know"),
        ), most=4, help=_("Tick all that fit.")),
    )),
    Step("microwork", _("Your micro-work"), (
        Question("Q14", _("For how long have you done micro-work, on any platform?"), choices(
            ("<3m", _("Less than 3 months")),
            ("3-12m", _("3 to 12 months")),
            ("1-3y", _("1 to 3 years")),
            ("3-5y", _("3 to 5 years")),
            (">5y", _("More than 5 years")),
        )),
        Question("Q15", _("Why do you do it?"), choices(
            ("complement_income", _("To complement my income")),
            ("only_income", _("It is my only income")),
            ("home_only_option", _("I can only work from home")),
            ("care_flexibility", _("It fits around looking after others")),
            ("dead_time", _("To make use of idle time")),
            ("enjoyment", _("I enjoy it")),
            ("learn_skills", _("To learn something")),
            ("waiting_for_job", _("While I look for a job")),
            ("other", pgettext_lazy("reason", "Another reason")),
        ), most=3, help=_("Three reasons at most.")),
        Question("Q16", _("What share of your personal income last month came from micro-work, on all platforms?"),
                 choices(
            ("0-9", _("Less than 10%")),
            ("10-24", _("10 to 24%")),
            ("25-49", _("25 to 49%")),
            ("50-74", _("50 to 74%")),
            ("75-100", _("75% or more")),
        )),
        Question("Q16b", _("Is it your household’s main income?"), choices(("yes", _("Yes")), ("no", _("No")))),
    )),
    Step("hours", _("Your hours on platforms"), (
        Question("Q17a", _("In your last working week on platforms, how many hours did you spend doing tasks?"),
                 choices(*_HOURS_OF_TASKS), help=_("On all platforms together.")),
        Question("Q17b", _("And how many hours searching or waiting for tasks?"), choices(*_HOURS_OF_TASKS)),
        Question("Q18a", _("How many other platforms of micro-work did you use in the last 30 days?"), choices(
            ("0", pgettext_lazy("platforms", "None")),
            ("1", "1"),
            ("2", "2"),
            ("3-4", _("3 or 4")),
            ("5+", _("5 or more")),
        )),
        Question("Q18b", _("Which ones?"), choices(*PLATFORMS, ("other", pgettext_lazy("platform", "Another one"))),
                 most=len(PLATFORMS) + 1, help=_("Tick all that fit."), is_long=True),
    )),
    Step("place", _("Where and how you work"), (
        Question("Q19a", _("Which device do you mostly use?"), choices(
            ("desktop", _("Desktop computer")),
            ("laptop", _("Laptop")),
            ("tablet", _("Tablet")),
            ("phone", _("Phone")),
        )),
        Question("Q19b", _("How are you connected?"), choices(
            ("fixed", _("Fixed line")),
            ("mobile", _("Mobile network")),
            ("both", pgettext_lazy("connection", "Both")),
        )),
        Question("Q20", _("Where do you mostly work?"), choices(
            ("home_own_space", _("At home, in a space of my own")),
            ("home_shared_space", _("At home, in a space I share")),
            ("workplace", _("At another job’s workplace")),
            ("public", _("In public places or on the move")),
            ("other", pgettext_lazy("place", "Somewhere else")),
        )),
        Question("Q21", _("Considering your household’s income, how do you make ends meet?"), choices(
            ("very_easy", _("Very easily")),
            ("easy", _("Easily")),
            ("fairly_easy", _("Fairly easily")),
            ("fairly_difficult", _("With some difficulty")),
            ("difficult", _("With difficulty")),
            ("very_difficult", _("With great difficulty")),
        )),
    )),
    Step("access", _("Accessibility"), (
        Question("QA_see", _("Do you have difficulty seeing, even with glasses?"), _DIFFICULTIES, is_special=True),
        Question("QA_hear", _("Do you have difficulty hearing, even with a hearing aid?"), _DIFFICULTIES,
                 is_special=True),
        Question("QA_walk", _("Do you have difficulty walking or climbing steps?"), _DIFFICULTIES, is_special=True),
        Question("QA_remember", _("Do you have difficulty remembering or concentrating?"), _DIFFICULTIES,
                 is_special=True),
        Question("QA_self_care", _("Do you have difficulty washing or dressing?"), _DIFFICULTIES, is_special=True),
        Question("QA_communicate", _("Do you have difficulty understanding others or being understood?"),
                 _DIFFICULTIES, is_special=True),
    )),
)  # fmt: skip
QUESTIONS = {question.id: question for step in STEPS for question in step.questions}


def content() -> dict[str, Any]:
    """The questionnaire in the reader's language, as it is kept beside what was answered to it."""
    return {
        "version": VERSION,
        "questions": [
            {
                "id": question.id,
                "text": str(question.text),
                "help": str(question.help),
                "most": question.most,
                "choices": [{"code": choice.code, "label": str(choice.label)} for choice in question.choices],
            }
            for question in QUESTIONS.values()
        ],
    }


def digest(of: dict[str, Any]) -> str:
    """SHA-256 of a questionnaire in canonical JSON (RFC 8785), in hex."""
    return hashlib.sha256(rfc8785.dumps(of)).hexdigest()


@lru_cache(maxsize=1)
def english_digest() -> str:
    """The hash that stands for this version, whatever the reader's language."""
    with translation.override("en"):
        return digest(content())
