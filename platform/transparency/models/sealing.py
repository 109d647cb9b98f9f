"""What makes the log tamper-evident: streams, leaves and blocks, the keys that sign, and what checks came to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

HASH_BYTES = 32


class SigningKey(models.Model):
    """The public half of one key that this site signs with (Ed25519). One at most is in use; all stay valid.

    A trigger forbids change and removal, but that a key ends once.
    """

    key_id = models.CharField(max_length=16, primary_key=True)  # the first half of the SHA-256 of the key, as hex
    public_key = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                IsNull(F("ended_at"), True),
                condition=Q(ended_at__isnull=True),
                name="transparency_one_key_signs_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("since")), name="transparency_a_key_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.key_id


class Source(models.IntegerChoices):
    """Which table a sealed row is of."""

    EVENT = 1, _("Event")
    ATTENTION = 2, _("Attention")


class Stream(models.Model):
    """One person's line of sealed rows, under a random name. `person_number` 0 is the site itself.

    Whoever loses the salts can no more tell what a commitment hides: `salt` is of what goes when a person leaves,
    `kept_salt` of pay and the work behind it, which the law keeps longer.
    """

    pseudonym = models.UUIDField(primary_key=True)
    person_number = models.BigIntegerField(null=True, unique=True)
    salt = models.BinaryField(max_length=HASH_BYTES, null=True)
    kept_salt = models.BinaryField(max_length=HASH_BYTES, null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, salt__isnull=False, kept_salt__isnull=False)
                | Q(erased_at__isnull=False, salt__isnull=True),
                name="transparency_only_erased_streams_lack_a_salt",
            ),
            models.CheckConstraint(
                condition=Q(kept_salt__isnull=True) | Q(person_number__isnull=False),
                name="transparency_what_is_kept_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pseudonym)


class Leaf(models.Model):
    """One sealed row of the log: what of it is never erased, and a commitment to the rest. Triggers forbid change."""

    pk = models.CompositePrimaryKey("height", "index")
    height = models.PositiveIntegerField()
    index = models.PositiveIntegerField()
    source = models.PositiveSmallIntegerField(choices=Source)
    event_id = models.BigIntegerField()
    type = models.CharField(max_length=24)
    at = models.DateTimeField()
    stream = models.UUIDField()
    seq = models.PositiveBigIntegerField()  # from 1, without a gap, in each stream
    commitment = models.BinaryField(max_length=HASH_BYTES)
    schema_version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="transparency_a_row_is_sealed_once"),
            models.UniqueConstraint(fields=["stream", "seq"], name="transparency_a_stream_counts_each_row_once"),
        ]

    def __str__(self) -> str:
        return f"leaf {self.index} of block {self.height}"


class Block(models.Model):
    """Some leaves of one table, sealed together: the root of their tree, chained to the block before and signed.

    The chain begins at height 0. Triggers forbid change and removal.
    """

    height = models.PositiveIntegerField(primary_key=True)
    source = models.PositiveSmallIntegerField(choices=Source)
    previous = models.BinaryField(max_length=HASH_BYTES)  # the hash of the header before; zeros at height 0
    root = models.BinaryField(max_length=HASH_BYTES)
    count = models.PositiveIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, last_id__gte=F("first_id")), name="transparency_a_block_holds_something"
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.height}"


class SealMark(models.Model):
    """How far a table is sealed: no row up to `settled_id` is missing, nor can one come any more.

    A transaction that began early may add a row with a low number late. `writers` are those that were writing when
    the greatest number was `reached_id`; once they have ended, no lower number can come.
    """

    source = models.PositiveSmallIntegerField(choices=Source, primary_key=True)
    settled_id = models.BigIntegerField(default=0)
    reached_id = models.BigIntegerField(default=0)
    writers = models.JSONField(default=list)
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_source_display()} up to {self.settled_id}"


class LogCheck(models.Model):
    """One round of checking the whole chain against the rows, a part at a time. `findings` are sentences."""

    started_at = models.DateTimeField()
    next_height = models.PositiveIntegerField(default=0)
    block_count = models.PositiveIntegerField(default=0)
    leaf_count = models.PositiveBigIntegerField(default=0)
    finding_count = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                IsNull(F("finished_at"), True),
                condition=Q(finished_at__isnull=True),
                name="transparency_one_check_of_the_log_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="transparency_checks_of_the_log")]

    def __str__(self) -> str:
        return f"check of {self.started_at}"

    @property
    def is_whole(self) -> bool:
        """Whether it went through everything and found nothing."""
        return self.finished_at is not None and not self.finding_count
