"""What makes the log tamper-evident: the keys that sign."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull


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
