"""Sessions that are over."""

from django.core.management import call_command


def clear_expired() -> None:
    """Remove the rows of sessions that have ended. Safe to repeat."""
    call_command("clearsessions")
