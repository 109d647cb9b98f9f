"""What the worker's addresses take and give, for the schema; the busiest of them write it by hand."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tasks.models import Assignment


class SavedDraft(serializers.Serializer[Any]):
    """An unfinished answer as it was last saved."""

    answer = serializers.DictField()
    revision = serializers.IntegerField(help_text="Send it back with the next save.")


class AssignmentInHand(serializers.Serializer[Any]):
    """One assignment and what is to be worked on."""

    id = serializers.CharField()
    job = serializers.CharField()
    kind = serializers.CharField()
    micro_task = serializers.CharField()
    state = serializers.ChoiceField(choices=Assignment.State.choices)
    payload = serializers.DictField(help_text="What is worked on: its text, its size, its seconds.")
    media_url = serializers.CharField(
        allow_null=True, help_text="Where the picture or the sound lies, for some minutes; null for lines of text."
    )
    thumb_url = serializers.CharField(allow_null=True)
    settings = serializers.DictField(help_text="The job’s labels and other choices.")
    price_micros = serializers.IntegerField(help_text="What an approved answer pays: 1 000 000 micros are 1 euro.")
    due_at = serializers.DateTimeField(help_text="When the lease ends unless a heartbeat renews it.")
    draft = SavedDraft(allow_null=True)


class ExampleBeside(serializers.Serializer[Any]):
    """One case beside the instructions."""

    id = serializers.CharField()
    right = serializers.BooleanField(help_text="Whether to do it like this, or not to.")
    why = serializers.CharField()
    words = serializers.CharField(help_text="Markdown.")
    payload = serializers.DictField(help_text="What is shown; empty for words alone.")
    media_url = serializers.CharField(allow_null=True)
    thumb_url = serializers.CharField(allow_null=True)
    answer = serializers.DictField(allow_null=True, help_text="The answer that is right or wrong.")


class AssignmentInFull(AssignmentInHand):
    """An assignment with everything that its worker must know."""

    title = serializers.CharField()
    purpose = serializers.CharField()
    instructions = serializers.CharField(help_text="Markdown.")
    examples = ExampleBeside(many=True, help_text="Cases right and wrong, at most twelve.")
    answer_schema = serializers.DictField(help_text="JSON Schema (2020-12) of the answer.")
    submitted_at = serializers.DateTimeField(allow_null=True)


class AnswerToSubmit(serializers.Serializer[Any]):
    """An answer, and the key that names this submission."""

    answer = serializers.DictField(help_text="As the assignment’s `answer_schema` says.")
    key = serializers.CharField(
        max_length=64,
        required=False,
        help_text="Any text of your own; repeated with it, the answer is kept once. Or send `Idempotency-Key`.",
    )
    next = serializers.BooleanField(default=True, help_text="Whether to claim the job’s next assignment as well.")


class Submitted(serializers.Serializer[Any]):
    """What became of an answer, and the next assignment."""

    assignment = serializers.CharField(help_text="The assignment that holds the answer.")
    late = serializers.BooleanField(help_text="Somebody had taken the place: paid at once, from the reserve.")
    repeat = serializers.BooleanField(help_text="This submission had arrived before; nothing changed.")
    next = AssignmentInHand(allow_null=True, help_text="Null when nothing is left, or none was asked for.")


class Returned(serializers.Serializer[Any]):
    """An assignment that was given back."""

    assignment = serializers.CharField()
    repeat = serializers.BooleanField(help_text="It was back already; nothing changed.")


class SignOfLife(serializers.Serializer[Any]):
    """How long the work was visible and in use since the claim; the greatest that arrived counts."""

    visible_ms = serializers.IntegerField(min_value=0)
    active_ms = serializers.IntegerField(min_value=0)


class Renewed(serializers.Serializer[Any]):
    """The lease after a sign of life."""

    due_at = serializers.DateTimeField()


class DraftToSave(serializers.Serializer[Any]):
    """An unfinished answer. It need not fit the schema yet."""

    answer = serializers.DictField()
    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 2, help_text="The last one seen; 0 for none.")


class SavedRevision(serializers.Serializer[Any]):
    """What the draft counts as now."""

    revision = serializers.IntegerField()


class TimeToReport(serializers.Serializer[Any]):
    """What an assignment took in all, the time away from the screen included."""

    seconds = serializers.IntegerField(min_value=0, max_value=86_400)


class OwnTime(serializers.Serializer[Any]):
    """The time of one assignment, and what counts of it."""

    visible_seconds = serializers.FloatField(help_text="Measured: in view.")
    active_seconds = serializers.FloatField(help_text="Measured: in use.")
    reported_seconds = serializers.IntegerField(allow_null=True, help_text="What you say it took, in all.")
    credited_seconds = serializers.FloatField(help_text="What counts.")
    estimated = serializers.BooleanField(help_text="Nothing was measured, and nothing was said.")
    waits_for_look = serializers.BooleanField(help_text="Far beyond others: a person looks; a part counts meanwhile.")


class AtWork(serializers.Serializer[Any]):
    """Whether you are at work: between Start and Stop."""

    is_on = serializers.BooleanField()


class WorkSession(AtWork):
    """The same, and since when."""

    started_at = serializers.DateTimeField(allow_null=True)
