"""What the pages know of the machine room: when each process was last seen."""

from django.db import models


class ProcessSeen(models.Model):
    """The last moment at which a process (`background`, `clock`) said that it was alive."""

    name = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
