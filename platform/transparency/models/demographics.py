"""What workers say of themselves, in tables apart: another schema, no name, no number, no moment of the day.

A row's `subject_key` is an HMAC of the worker's number under a key that the database never holds. Rows carry days and
no moments, and their own keys are random: pay, which the ledger keeps to the microsecond, doesn't lead to them.

Only `transparency.domain.demographics` imports this module, so it isn't handed out by `transparency.models`.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Subject(models.Model):
    """Somebody who opened the questionnaire. Without `salt` their sealed words and published ids are lost for good."""

    subject_key = models.CharField(max_length=64, primary_key=True)
    salt = models.BinaryField(max_length=32)
    confirmed_on = models.DateField(null=True)  # when they last finished it, or said that all is still true
    put_off_on = models.DateField(null=True)  # when they closed the invitation

    class Meta:
        db_table = 'demographics"."subject'

    def __str__(self) -> str:
        return self.subject_key[:8]


class Questionnaire(models.Model):
    """The questions of a version as they were put in one language, word for word."""

    version = models.CharField(max_length=16)
    locale = models.CharField(max_length=8)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = 'demographics"."questionnaire'
        constraints = [
            models.UniqueConstraint(fields=["version", "locale", "sha256"], name="demographics_one_row_a_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.locale}"


class Consent(models.Model):
    """A yes to one purpose, in one version of its words, until it is taken back."""

    class Purpose(models.TextChoices):
        PUBLIC = "public", _("Public figures")
        STATEMENT = "statement", _("Statements of data sets")
        RESEARCH = "research", _("Research files")
        SPECIAL = "special", _("Accessibility needs")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_key = models.CharField(max_length=64)
    purpose = models.CharField(max_length=10, choices=Purpose)
    text_version = models.CharField(max_length=16)
    granted_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        db_table = 'demographics"."consent'
        constraints = [
            models.UniqueConstraint(
                fields=["subject_key", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="demographics_a_purpose_is_agreed_to_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("granted_on")),
                name="demographics_consent_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["subject_key"], name="demographics_consents_of")]

    def __str__(self) -> str:
        return f"{self.purpose} since {self.granted_on}"


class Response(models.Model):
    """One answer. A change adds a row that is valid from a later day; a correction takes the place of one.

    Valid: from `valid_from` until the next answer's. Known: from `recorded_on` until `superseded_on`.
    `sealed_words` is a self-description that only its writer can have read again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_key = models.CharField(max_length=64)
    question = models.CharField(max_length=16)
    codes = ArrayField(models.CharField(max_length=32))
    sealed_words = models.BinaryField(default=b"")
    questionnaire_version = models.CharField(max_length=16)
    valid_from = models.DateField()
    recorded_on = models.DateField()
    superseded_on = models.DateField(null=True)

    class Meta:
        db_table = 'demographics"."response'
        constraints = [
            models.UniqueConstraint(
                fields=["subject_key", "question", "valid_from"],
                condition=Q(superseded_on__isnull=True),
                name="demographics_one_answer_from_a_day_on",
            ),
            models.CheckConstraint(
                condition=Q(superseded_on__isnull=True) | Q(superseded_on__gte=F("recorded_on")),
                name="demographics_answer_is_corrected_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("recorded_on")), name="demographics_answer_is_not_about_the_future"
            ),
            models.CheckConstraint(condition=~Q(codes=[]), name="demographics_answer_says_something"),
        ]
        indexes = [models.Index(fields=["subject_key"], name="demographics_answers_of")]

    def __str__(self) -> str:
        return self.question


class Sitting(models.Model):
    """How far somebody has come with a version of the questionnaire in a year: the steps that they saved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_key = models.CharField(max_length=64)
    questionnaire_version = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    steps = ArrayField(models.CharField(max_length=16), default=list)

    class Meta:
        db_table = 'demographics"."sitting'
        constraints = [
            models.UniqueConstraint(
                fields=["subject_key", "questionnaire_version", "year"],
                name="demographics_one_sitting_a_version_and_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_version} in {self.year}"


class WithdrawalReceipt(models.Model):
    """That a receipt about something erased or withdrawn is ours: its hash, and nothing of whom it is about."""

    digest = models.CharField(max_length=64, primary_key=True)

    class Meta:
        db_table = 'demographics"."withdrawalreceipt'

    def __str__(self) -> str:
        return self.digest[:8]
