"""Answers of many workers at once, as if each had given theirs: for the demonstration and for trials of the release."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from transparency.domain.demographics import questionnaires, subjects
from transparency.domain.demographics.answers import checked
from transparency.domain.demographics.consents import TEXT_VERSION
from transparency.domain.demographics.questions import VERSION
from transparency.models.demographics import Consent, Response, Subject


@transaction.atomic
def bring_in(
    *, said: Mapping[int, Mapping[str, Sequence[str]]], purposes: Collection[Consent.Purpose], at: datetime
) -> None:
    """Keep what workers (by number) said by question, and their yes to each of `purposes`, all of the day of `at`.

    For workers who never opened the questionnaire. Raises NotAnAnswer and Closed; then nothing is kept.
    """
    today = subjects.day_of(at)
    keys = {number: subjects.key_of(worker_number=number) for number in said}
    Subject.objects.bulk_create(
        Subject(subject_key=key, salt=secrets.token_bytes(subjects.SALT_BYTES)) for key in keys.values()
    )
    Consent.objects.bulk_create(
        Consent(subject_key=key, purpose=purpose, text_version=TEXT_VERSION, granted_on=today)
        for key in keys.values()
        for purpose in purposes
    )
    Response.objects.bulk_create(
        Response(
            subject_key=keys[number],
            question=question,
            codes=checked(question=question, codes=codes),
            questionnaire_version=VERSION,
            valid_from=today,
            recorded_on=today,
        )
        for number, answers in said.items()
        for question, codes in answers.items()
    )
    questionnaires.remember()
