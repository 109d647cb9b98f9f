"""What the addresses of jobs take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings as django_settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tasks.api.fields import ItemsField, PriceField, SettingsField, WarningsField
from tasks.api.prices import PriceSent, price_of
from tasks.domain import additions, pricing, progress, standing
from tasks.domain.floor_policy import floor_hourly_micros, set_aside_up_to_micros
from tasks.domain.terms import Terms
from tasks.forms import MOST_SECONDS
from tasks.kinds import KINDS, kind_named
from tasks.kinds.base import Json
from tasks.kinds.languages import LANGUAGE_CODES
from tasks.models import Addition, Job, Refusal
from tasks.models.job import DAY
from web.moments import RowSerializer

TERMS = (
    "wanted_answers",
    "price_micros",
    "hour_price_micros",
    "expected_seconds",
    "auto_approval_seconds",
    "guarantees_floor",
)
WORDS = ("title", "purpose", "instructions")


class JobChanges(PriceSent):
    """What of a draft may still change."""

    title = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=1000, help_text="What the answers are used for; workers read it.")
    instructions = serializers.CharField(max_length=20_000, help_text="Markdown.")
    language = serializers.ChoiceField(
        choices=LANGUAGE_CODES,
        required=False,
        allow_blank=True,
        help_text="What workers must know to do it. Where the settings have a language, that one counts.",
    )
    content_warnings = WarningsField(
        required=False, help_text="What people may not want to see; [] for nothing. Needed before publication."
    )
    content_warning_words = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="What `other` means; needed with it."
    )
    settings = SettingsField(required=False, help_text="Labels and other choices of the kind.")
    wanted_answers = serializers.IntegerField(min_value=1, max_value=9, default=1)
    expected_seconds = serializers.IntegerField(min_value=1, max_value=MOST_SECONDS)
    auto_approval_seconds = serializers.IntegerField(
        min_value=60, max_value=7 * DAY, default=3 * DAY, help_text="After so long an answer approves itself."
    )

    guarantees_floor = serializers.BooleanField(
        required=False,
        help_text="Whether workers get the wage floor by the time that the job really takes. True where you don’t say.",
    )

    def validate(self, attrs: Json) -> Json:
        attrs |= price_of(attrs, is_needed=not self.partial)
        if "other" in attrs.get("content_warnings", ()) and not attrs.get("content_warning_words", "").strip():
            raise serializers.ValidationError({"content_warning_words": [_("Say in a few words what it is.")]})
        if "settings" in attrs or not self.partial:
            attrs["settings"] = self._checked_settings(attrs)
        return attrs

    def _checked_settings(self, attrs: Json) -> Json:
        """The settings in the normal form of their kind, by the same form that the pages show."""
        kind = kind_named(attrs["kind"] if self.instance is None else self.instance.kind)
        form = kind.settings_form(data=attrs.get("settings", {}))
        if not form.is_valid():
            faults = {name: [str(fault) for fault in found] for name, found in form.errors.items()}
            raise serializers.ValidationError({"settings": faults})
        return form.settings()

    def terms(self, job: Job) -> Terms:
        """The terms that were sent, and the job's own for what was not."""
        return Terms(**{name: self.validated_data.get(name, getattr(job, name)) for name in TERMS})

    def words(self, job: Job) -> dict[str, str]:
        """The words that were sent, and the job's own for what was not."""
        return {name: self.validated_data.get(name, getattr(job, name)) for name in WORDS}


class JobToPost(JobChanges):
    """A new job."""

    kind = serializers.ChoiceField(choices=sorted(KINDS))
    items = ItemsField(required=False)
    client_key = serializers.CharField(
        max_length=64, required=False, help_text="Repeated with it, one job is made. Or send `Idempotency-Key`."
    )


class ItemsToAdd(serializers.Serializer[Any]):
    """More lines of text or addresses for a draft."""

    items = ItemsField()


class FilesToAdd(serializers.Serializer[Any]):
    """More files for a draft: pictures, recordings, archives, lists."""

    files = serializers.ListField(child=serializers.FileField())


class JobWithFiles(JobToPost):
    """A new job, as a form with files. `settings` and `items` are JSON in text."""

    files = serializers.ListField(child=serializers.FileField(), required=False)


class Publication(serializers.Serializer[Any]):
    """What the requester agrees to."""

    agreed_micros = serializers.IntegerField(
        required=False, help_text="The total cost that you saw. If it has changed since, nothing is published."
    )


class RefusalShown(RowSerializer[Refusal]):
    """One thing that could not be used, and why."""

    sentence = serializers.CharField()

    class Meta:
        model = Refusal
        fields = ["name", "code", "sentence"]


class AnsweringShown(serializers.Serializer[progress.Answering]):
    """How many answers are in which state."""

    wanted = serializers.IntegerField()
    open = serializers.IntegerField()
    claimed = serializers.IntegerField()
    submitted = serializers.IntegerField()
    approved = serializers.IntegerField()
    rejected = serializers.IntegerField()
    returned = serializers.IntegerField()
    expired = serializers.IntegerField()
    withdrawn = serializers.IntegerField(help_text="To reported micro-tasks: nobody can claim them.")


class CuttingShown(serializers.Serializer[progress.Splitting]):
    """How much of the uploads is cut. `planned_count` grows while uploads are still being looked over."""

    uploads = serializers.IntegerField()
    waiting_uploads = serializers.IntegerField()
    planned_count = serializers.IntegerField()
    cut_count = serializers.IntegerField()
    micro_task_count = serializers.IntegerField()
    parked_count = serializers.IntegerField()
    refused_count = serializers.IntegerField()
    percent = serializers.IntegerField()
    is_done = serializers.BooleanField()


class CostShown(serializers.Serializer[pricing.Cost]):
    """The greatest the job can cost."""

    answer_count = serializers.IntegerField()
    pay_micros = serializers.IntegerField()
    fee_micros = serializers.IntegerField()
    floor_micros = serializers.IntegerField(help_text="For the guaranteed floor; most of it comes back at the end.")
    total_micros = serializers.IntegerField()


class MoneyShown(serializers.Serializer[progress.Money]):
    """Where the job's money stands."""

    escrow_micros = serializers.IntegerField()
    paid_micros = serializers.IntegerField()


class FloorShown(serializers.Serializer[standing.JobMoney]):
    """What the guaranteed floor costs: set aside for it, paid to workers by it, and owed while no money is there."""

    set_aside_micros = serializers.IntegerField(source="floor_left_micros")
    paid_micros = serializers.IntegerField(source="floor_paid_micros")
    owed_micros = serializers.IntegerField(source="floor_owed_micros")


class AdditionShown(serializers.Serializer[Addition]):
    """What is being added to a running job: it costs nothing and reaches nobody until it is published."""

    cutting = serializers.SerializerMethodField()
    cost = serializers.SerializerMethodField(help_text="What publishing it sets aside, with what is cut by now.")

    @extend_schema_field(CuttingShown)
    def get_cutting(self, addition: Addition) -> Json:
        return CuttingShown(progress.splitting_of(job=addition.job, addition=addition)).data

    @extend_schema_field(CostShown)
    def get_cost(self, addition: Addition) -> Json:
        return CostShown(additions.cost_of(addition=addition)).data


class JobInList(RowSerializer[Job]):
    """A job in the list of its requester."""

    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(choices=sorted(KINDS))
    price = PriceField(source="price_micros")
    hour_price_micros = serializers.IntegerField(
        allow_null=True, help_text="What an hour shall pay, where the price follows from it; else null."
    )
    hourly_micros = serializers.IntegerField(
        source="implied_hourly_micros", help_text="What an hour at the expected speed pays."
    )

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "title",
            "state",
            "wanted_answers",
            "price_micros",
            "price",
            "hour_price_micros",
            "expected_seconds",
            "expected_from",
            "is_pilot",
            "hourly_micros",
            "created_at",
            "published_at",
            "paused_at",
            "closed_at",
        ]


class JobWithWords(JobInList):
    """A job with everything that its requester chose."""

    settings = serializers.DictField()
    content_warnings = WarningsField(allow_null=True, help_text="Null in a draft that doesn’t say yet.")

    class Meta(JobInList.Meta):
        fields = [
            *JobInList.Meta.fields,
            "purpose",
            "instructions",
            "language",
            "content_warnings",
            "content_warning_words",
            "settings",
            "auto_approval_seconds",
            "guarantees_floor",
        ]


class JobInFull(JobWithWords):
    """A job and where it stands now. `in_full` writes it."""

    floor_hourly_micros = serializers.IntegerField(help_text="The wage floor of today; 0 when none is known.")
    cutting = CuttingShown()
    answering = AnsweringShown()
    cost = CostShown()
    money = MoneyShown()
    floor = FloorShown()
    addition = AdditionShown(allow_null=True, help_text="Null while nothing is being added.")

    class Meta(JobWithWords.Meta):
        fields = [
            *JobWithWords.Meta.fields,
            "floor_hourly_micros",
            "cutting",
            "answering",
            "cost",
            "money",
            "floor",
            "addition",
        ]


def in_full(job: Job, *, at: datetime) -> Json:
    """A job and where it stands, counted now."""
    answering, addition = progress.answering_of(job=job), additions.waiting(job=job)
    return {
        **JobWithWords(job).data,
        "floor_hourly_micros": floor_hourly_micros(at=at),
        "cutting": CuttingShown(progress.splitting_of(job=job)).data,
        "answering": AnsweringShown(answering).data,
        "cost": CostShown(_cost_of(job, at)).data,
        "money": MoneyShown(progress.money_of(job=job, answering=answering)).data,
        "floor": FloorShown(standing.money_of(job=job)).data,
        "addition": AdditionShown(addition).data if addition else None,
    }


def _cost_of(job: Job, at: datetime) -> pricing.Cost:
    each = set_aside_up_to_micros(job=job, at=at)
    return pricing.cost_of(job=job, fee_permille=django_settings.FEE_PERMILLE, floor_each_micros=each)


class FilesTaken(serializers.Serializer[Any]):
    """What became of the files and items that were sent."""

    uploads = serializers.ListField(child=serializers.CharField(), help_text="One id for each that was taken.")
    refused_files = RefusalShown(many=True, help_text="Files of no use, and why; the others were taken.")


class JobPosted(JobInFull):
    """A new job, and what became of what was sent with it."""

    uploads = serializers.ListField(child=serializers.CharField(), help_text="One id for each that was taken.")
    refused_files = RefusalShown(many=True, help_text="Files of no use, and why; the others were taken.")

    class Meta(JobInFull.Meta):
        fields = [*JobInFull.Meta.fields, "uploads", "refused_files"]
