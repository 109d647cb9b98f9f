"""Find work: the open jobs, what they pay and who gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from accounts.doors import PersonRequest, worker_required
from accounts.models import User
from tasks.domain import claiming, progress, training
from tasks.domain.floor_policy import floor_hourly_micros
from tasks.domain.media import storage
from tasks.kinds import kind_named
from tasks.kinds.base import Kind
from tasks.kinds.languages import language_name
from tasks.models import Job, Training
from transparency.domain import measures
from transparency.models import JobEvent, JobMeasure, RequesterMeasure
from workers.domain import finding, footsteps
from workers.domain.finding import Wanted
from workers.forms import FindForm

JOBS_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Card:
    """One open job as a worker sees it. `measure` is None while nobody has worked on it; see there what it tells."""

    job: Job
    kind: Kind
    language: str
    thumb_url: str
    measure: JobMeasure | None
    record: RequesterMeasure | None
    raised: JobEvent | None
    left: progress.Left
    is_held: bool
    is_own: bool
    training: Training | None
    training_places_left: int

    @property
    def must_train(self) -> bool:
        return self.job.training_places > 0 and not (self.training and self.training.finished_at)

    @property
    def takes_no_new(self) -> bool:
        """Every paid place for training is taken, and the worker has none."""
        return self.must_train and self.training is None and self.training_places_left <= 0

    @property
    def is_claimable(self) -> bool:
        """Whether there is anything in it for the worker at this moment."""
        return self.is_held or not (self.is_own or self.takes_no_new or self.left.count == 0)

    @property
    def hourly_micros(self) -> int:
        """What an hour pays: measured on eleven people or more, else as the requester expects."""
        measured = self.measure.hourly_micros if self.measure else None
        return self.job.implied_hourly_micros if measured is None else measured


@require_GET
@worker_required
def find(request: PersonRequest) -> HttpResponse:
    """The open jobs as cards, filtered and ordered as the address says."""
    at, form = now(), FindForm(request.GET)
    wanted = form.wanted()
    form.offer_languages()
    page = Paginator(finding.open_jobs(wanted=wanted), JOBS_A_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(jobs=list(page.object_list), worker=request.user, at=at)
    # Of the jobs on other pages each counts: only a list that is all on this page can come to none.
    elsewhere = page.paginator.count - len(cards)
    claimable_count = elsewhere + sum(card.is_claimable for card in cards)
    footsteps.looked_for_work(worker=request.user, claimable_count=claimable_count, at=at)
    context = {
        "form": form,
        "is_filtered": replace(wanted, order=finding.Order.HOURLY) != Wanted(),
        "page": page,
        "cards": cards,
        "floor_micros": floor_hourly_micros(at=at),
    }
    response = render(request, "workers/_found.html" if request.htmx else "workers/find.html", context)
    if request.htmx:
        response["HX-Push-Url"] = _address(request)
    return response


def _address(request: PersonRequest) -> str:
    """Where this list is found again, without the fields that were left empty."""
    asked = request.GET.copy()
    for name in list(asked):
        asked.setlist(name, [value for value in asked.getlist(name) if value])
    return f"{request.path}?{asked.urlencode()}" if asked.urlencode() else request.path


def cards_of(*, jobs: Sequence[Job], worker: User, at: datetime) -> list[Card]:
    """Everything that cards say, in a fixed number of queries."""
    found = measures.of_jobs(job_numbers=[job.pk for job in jobs])
    records = measures.of_requesters(requester_numbers=list({job.requester_id for job in jobs}))
    raises = finding.raises_of(jobs=jobs)
    left = progress.left_for(jobs=list(jobs), worker=worker)
    held = finding.held_jobs(worker=worker, jobs=jobs)
    thumbs = finding.first_thumbs(jobs=jobs)
    trainings, places = training.trainings_of(worker=worker, jobs=list(jobs)), training.free_places(jobs=list(jobs))
    return [
        Card(
            job=job,
            kind=kind_named(job.kind),
            language=language_name(job.language),
            # What a job warns of is not on the list of jobs either.
            thumb_url=storage.signed_path(thumbs[job.pk], at) if job.pk in thumbs and not job.warnings else "",
            measure=found.get(job.pk),
            record=records.get(job.requester_id),
            raised=raises.get(job.pk),
            left=left[job.pk],
            is_held=job.pk in held,
            is_own=claiming.is_own(job=job, worker=worker),
            training=trainings.get(job.pk),
            training_places_left=places[job.pk],
        )
        for job in jobs
    ]
