"""What the people of the demonstration say of themselves: invented, like they are, and the same in every run."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from accounts.models import User
from transparency.domain.demographics import answers, consents, sittings
from transparency.domain.demographics.consents import Purpose
from transparency.domain.demographics.questions import QUESTIONS

SAID_BEFORE = timedelta(days=28)
ALL_COUNTS = [Purpose.PUBLIC, Purpose.STATEMENT, Purpose.RESEARCH]
# Who goes through it all: gender, age, country, who they live with, main activity, and to what they agree.
PEOPLE: dict[str, tuple[str, str, str, str, str, Sequence[Purpose]]] = {
    "lea": ("woman", "35-44", "FR", "couple_children", "employed", ALL_COUNTS),
    "crowd1": ("woman", "25-34", "FR", "single_parent", "at_home", ALL_COUNTS),
    "crowd2": ("man", "35-44", "IT", "couple", "employed", ALL_COUNTS),
    "crowd3": ("woman", "25-34", "FR", "alone", "student", ALL_COUNTS),
    "crowd4": ("woman", "35-44", "SN", "couple_children", "self_employed", ALL_COUNTS),
    "crowd5": ("man", "45-54", "RO", "couple_children", "employed", ALL_COUNTS),
    "crowd6": ("woman", "25-34", "FR", "couple_children", "employed", ALL_COUNTS),
    "crowd7": ("man", "18-24", "MG", "with_parents", "student", ALL_COUNTS),
    "crowd8": ("woman", "35-44", "IN", "couple_children", "at_home", ALL_COUNTS),
    "crowd9": ("man", "25-34", "FR", "shared", "unemployed", [Purpose.PUBLIC]),
    "crowd10": ("woman", "45-54", "FR", "couple", "employed", [Purpose.PUBLIC]),
    "crowd11": ("woman", "55-64", "FR", "alone", "retired", [Purpose.PUBLIC]),
    "crowd12": ("PNS", "25-34", "KE", "couple", "self_employed", []),
}
# The others are drawn from what is plausible for people with children at home, and without.
CARE_WITH_CHILDREN, CARE_WITHOUT = ("10-19", "20-29", "30-39"), ("0-4", "5-9")


def fill(*, people: Mapping[str, User], at: datetime) -> None:
    """Most have answered, Inès has begun, Samuel is still invited. Repeated, it adds nothing."""
    for name, (gender, age, country, household, activity, purposes) in PEOPLE.items():
        worker = people[name]
        if answers.own_answers(worker_number=worker.pk):
            continue
        said = _said(random.Random(name), household)  # noqa: S311 (a demonstration, the same each time)
        said |= {"Q1": [gender], "Q2": [age], "Q3": [country], "Q7": [household], "Q10": [activity]}
        _answer(worker, said, purposes, at - SAID_BEFORE)
    lea, ines = people["lea"], people["ines"]
    if answers.own_answers(worker_number=lea.pk)["Q19a"].codes != ("phone",):
        answers.keep(worker_number=lea.pk, answers={"Q19a": ["phone"]}, at=at - timedelta(days=3))
    if not sittings.progress(worker_number=ines.pk, at=at).has_begun:
        _save(ines, {"Q2": ["25-34"], "Q3": ["FR"]}, at - timedelta(days=1), count=2)


def _said(chance: random.Random, household: str) -> dict[str, list[str]]:
    """One answer to each question that asks for one, from what its choices are, never the one not to say."""
    said = {
        question.id: [chance.choice([choice.code for choice in question.choices[:-1]])]
        for question in QUESTIONS.values()
        if not question.is_special and question.id not in ("Q1", "Q18b", "Q12")
    }
    has_children = household in ("couple_children", "single_parent")
    said["Q9"] = [chance.choice(CARE_WITH_CHILDREN if has_children else CARE_WITHOUT)]
    said["Q8a"] = [chance.choice(["1", "2"]) if has_children else "0"]
    said["Q8b"] = [chance.choice(["0", "1"]) if has_children else "0"]
    said["Q6"] = [chance.choice(["3", "4"]) if has_children else "1" if household == "alone" else "2"]
    said["Q9b"] = [chance.choice(["mostly_me", "shared"]) if household != "alone" else "alone"]
    said["Q16"], said["Q16b"] = [chance.choice(["0-9", "10-24"])], ["no"]
    said["Q17a"], said["Q17b"] = [chance.choice(["2-4", "4-8", "8-20"])], [chance.choice(["<1", "1-2", "2-4"])]
    said["Q5"] = ["en", "fr"]
    said["Q15"] = sorted(chance.sample(["complement_income", "dead_time", "care_flexibility", "enjoyment"], 2))
    return said


def _answer(worker: User, said: Mapping[str, Sequence[str]], purposes: Sequence[Purpose], at: datetime) -> None:
    sittings.begin(worker_number=worker.pk, purposes=purposes, shown_at=at - timedelta(seconds=70), at=at)
    _save(worker, said, at)


def _save(worker: User, said: Mapping[str, Sequence[str]], at: datetime, count: int | None = None) -> None:
    """Page after page, each some half a minute after the one before."""
    agreed = consents.of(worker_number=worker.pk)
    for place, step in enumerate(sittings.steps_for(agreed=agreed)[:count], start=1):
        mine = {question.id: said[question.id] for question in step.questions if question.id in said}
        moment = at + timedelta(seconds=35 * place)
        shown_at = moment - timedelta(seconds=33)
        sittings.save(worker_number=worker.pk, step=step, said=mine, shown_at=shown_at, at=moment)
