"""What stands around the decisions on answers: rejections that need an auditor's consent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import GreaterThan, IsNull
from django.utils.translation import gettext_lazy as _

from tasks.models.assignment import Assignment
from tasks.models.public_id import new_public_id
from web.conditions import has_value, same


class RejectionRequest(models.Model):
    """A rejection that a requester asks an auditor's consent for, once an answer.

    The answer waits meanwhile, and approves itself at its time as if nobody had asked: then the request has lapsed.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="rejection_request")
    code = models.CharField(max_length=12, choices=Assignment.RejectCode)
    words = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    is_granted = models.BooleanField(_("granted"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    decision_words = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(GreaterThan(F("code"), Value(""))) & Q(GreaterThan(F("words"), Value(""))),
                name="tasks_rejection_request_has_a_code_and_words",
            ),
            models.CheckConstraint(
                condition=Q(same(has_value("is_granted"), has_value("decided_at")))
                & Q(same(has_value("is_granted"), has_value("decided_by")))
                & Q(same(IsNull(F("is_granted"), False), GreaterThan(F("decision_words"), Value("")))),
                name="tasks_consent_is_decided_by_a_person_with_words",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="tasks_nobody_consents_to_their_own_rejection",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(decided_at__isnull=True), name="tasks_consent_waits"),
        ]

    def __str__(self) -> str:
        return f"request to reject {self.assignment_id}"
