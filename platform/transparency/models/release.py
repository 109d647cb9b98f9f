"""Published figures: written by the release job alone, read by everybody. Nothing here tells of a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Release(models.Model):
    """The figures of one month, made once. The same month is never made with other rows.

    `month` is its first day. `done_count` of `table_count` tables are worked out. `is_demonstration` says that people
    of the demonstration are behind the figures.
    """

    class State(models.TextChoices):
        MAKING = "making", pgettext_lazy("release", "Being made")
        MADE = "made", pgettext_lazy("release", "Made")
        CANCELLED = "cancelled", pgettext_lazy("release", "Cancelled")

    month = models.DateField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.MAKING)
    method_version = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    table_count = models.PositiveSmallIntegerField(default=0)
    done_count = models.PositiveSmallIntegerField(default=0)
    floor_hourly_micros = models.BigIntegerField(null=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="made") & Q(made_at__isnull=False)) | (~Q(state="made") & Q(made_at__isnull=True)),
                name="transparency_only_made_releases_have_a_moment",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="transparency_release_is_of_a_whole_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class PublishedTable(models.Model):
    """One of the fixed tables in one release. Its rows and columns are those of `transparency.domain.release.tables`.

    `title`, `unit` and `dimensions` are the definition's own words in English, so that a table can be read without it.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="tables")
    table_id = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    unit = models.CharField(max_length=40)
    dimensions = models.JSONField(default=list)
    metrics = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "table_id"], name="transparency_table_once_a_release"),
        ]
        indexes = [models.Index(fields=["table_id", "release"], name="transparency_table_by_name")]

    def __str__(self) -> str:
        return f"{self.table_id} of {self.release_id}"


class PublishedCell(models.Model):
    """One figure, or the word that there is none.

    `n` counts people, rounded to 5. `values` are named figures (share, low, high, median …) in the table's unit.
    `as_of` is the month that the figure is of: an earlier one where too few people changed to show a new figure.
    """

    class Status(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("figure", "Published")
        SUPPRESSED = "suppressed", pgettext_lazy("figure", "Not shown")
        NOT_UPDATED = "not_updated", pgettext_lazy("figure", "Not updated")

    class Reason(models.TextChoices):
        FEW = "k", _("Fewer than 11 people, or hidden so that no such group can be worked out")
        DOMINANCE = "dominance", _("One person makes up most of it")
        COMPLEMENTARY = "complementary", _("Hidden so that another figure can’t be worked out")
        NO_CONSENT = "no_consent", _("Too few people agreed to be counted")

    table = models.ForeignKey(PublishedTable, on_delete=models.CASCADE, related_name="cells")
    position = models.PositiveIntegerField()
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=40, blank=True, default="")
    n = models.PositiveIntegerField(null=True)
    values = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=Status)
    reason = models.CharField(max_length=14, choices=Reason, blank=True, default="")
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "row", "column"], name="transparency_figure_once_a_table"),
            models.CheckConstraint(
                condition=(Q(status="suppressed") & ~Q(reason="") & Q(n__isnull=True) & Q(values={}))
                | (~Q(status="suppressed") & Q(reason="")),
                name="transparency_hidden_figures_hold_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.column}".strip()


class ResearchRequest(models.Model):
    """Somebody's application for a research file, and what was decided. A file is made for an agreed one alone."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("research", "Asked for")
        AGREED = "agreed", pgettext_lazy("research", "Agreed to")
        REFUSED = "refused", pgettext_lazy("research", "Refused")

    name = models.CharField(max_length=120)
    institution = models.CharField(max_length=120)
    purpose = models.TextField()
    agreement_version = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="asked") & Q(decided_by__isnull=True) & Q(decided_at__isnull=True))
                | (~Q(state="asked") & Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="transparency_a_person_decides_on_research",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.institution}"
