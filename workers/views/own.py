"""What belongs to whoever asks."""

from django.http import Http404

from accounts.doors import PersonRequest
from tasks.domain import submitting
from tasks.models import Assignment


def own_assignment(request: PersonRequest, public_id: str) -> Assignment:
    """The worker's own assignment; anybody else's is not found."""
    try:
        return submitting.find_for(public_id=public_id, worker=request.user)
    except Assignment.DoesNotExist:
        raise Http404 from None
