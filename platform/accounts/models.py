"""People who sign in, and the tokens of their programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain import again


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address: there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save a person who signs in by `email`; without a password they must reset it first."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An operator: an auditor with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, is_auditor=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """One person. They may be a requester, a worker and an auditor at once."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name shown to you and in your own pages"), max_length=80, blank=True, default="")
    is_requester = models.BooleanField(_("gives work"), default=False)
    is_worker = models.BooleanField(_("works"), default=False)
    is_auditor = models.BooleanField(_("audits pay"), default=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, blank=True, default="")
    joined_at = models.DateTimeField(default=timezone.now)
    # Set while the person may take no new work: the row says who decided that, and why.
    suspension = models.OneToOneField("Suspension", null=True, on_delete=models.PROTECT, related_name="+")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_one_person_an_email"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def is_suspended(self) -> bool:
        """Whether they may take no new work. Everything else stays open to them."""
        return self.suspension_id is not None

    @property
    def sealed_number(self) -> str:
        """Whose page it is, for a form on it that only the same person may send."""
        return again.sealed(person_id=self.pk)


class Suspension(models.Model):
    """A person’s decision that a worker takes no new work, with the reason that the worker reads.

    Lifted once, or never. A trigger forbids any other change, and removal: the rows of a worker are their history.
    """

    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=2000)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_because = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="accounts_suspension_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("worker")), name="accounts_nobody_suspends_themselves"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="accounts_lifted_suspension_says_by_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["worker"], condition=Q(lifted_at__isnull=True), name="accounts_a_worker_is_suspended_once"
            ),
        ]
        indexes = [models.Index(fields=["worker", "-decided_at"], name="accounts_suspension_of")]

    def __str__(self) -> str:
        return f"suspension of {self.worker_id}"


class ApiToken(models.Model):
    """A program's key to act for one person. Only a hash is kept; the text is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what uses it"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField(max_length=8, editable=False)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=models.F("created_at")),
                name="accounts_token_is_revoked_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.name})"
