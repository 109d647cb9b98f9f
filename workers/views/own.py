"""What belongs to whoever asks."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, resolve_url

from accounts.doors import PersonRequest
from tasks.domain import submitting
from tasks.models import Assignment, Job
from workers.domain import finding


def own_assignment(request: PersonRequest, public_id: str) -> Assignment:
    """The worker's own assignment; anybody else's is not found."""
    try:
        return submitting.find_for(public_id=public_id, worker=request.user)
    except Assignment.DoesNotExist:
        raise Http404 from None


def published_job(public_id: str) -> Job:
    """An open or closed job; a draft is not found."""
    return get_object_or_404(finding.published_jobs(), public_id=public_id.lower())


def see_other(name: str, public_id: str) -> HttpResponse:
    """Go to another page by GET, whatever the method was."""
    response = HttpResponseRedirect(resolve_url(name, public_id))
    response.status_code = 303
    return response
