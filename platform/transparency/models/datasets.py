"""Data sets whose requester shows everybody what work is in them."""

from django.db import models


class ReleasedDataset(models.Model):
    """The statement of one archive, public since `released_at`. `document` is the signed file in it, to the sign.

    Withdrawn, its page says so and shows nothing; the archives that were given away keep their statement.
    """

    public_id = models.CharField(max_length=16, primary_key=True)
    job_number = models.BigIntegerField()
    requester_number = models.BigIntegerField()
    document = models.TextField()
    released_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-released_at"], name="transparency_datasets_by_time")]

    def __str__(self) -> str:
        return self.public_id
