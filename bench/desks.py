"""An open desk of every kind for the measurements in a browser, and who sits at it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from tasks.domain import grid
from tasks.kinds import KINDS
from tasks.models import Job
from workers.demo import materials, scenes
from workers.demo.jobs import DemoJob, make_job

# The picture of most detail that the demonstration has, as large as a telephone's camera makes them.
GRID = "grid"
CAMERA = ("hubble_deep_field.jpg", (4000, 3488))


def make_desks(*, requester: User, worker: User, at: datetime) -> dict[str, str]:
    """A published job of every kind with what one screen shows in the worker's hands: its desk's path by the kind.

    Besides, that of many pictures on one screen, as "grid".
    """
    paths = {}
    for name, wanted in _one_of_each().items():
        # Neither training nor examples: they are of the demonstration's own files.
        wanted = replace(
            wanted, key=f"bench-{name}", files=_files_of(wanted), days_ago=0, price_micros=40_000,
            examples=(), training={}, training_places=0,
        )  # fmt: skip
        job = make_job(wanted=wanted, people={wanted.requester: requester}, at=at)
        grid.fill(job=job, worker=worker, at=at)
        paths[name] = reverse("work:desk", args=[job.public_id])
    return paths


def page_paths(*, requester: User) -> dict[str, tuple[str, str]]:
    """Who looks, and where, for each of the main pages."""
    job = Job.objects.filter(requester=requester, state=Job.State.OPEN).order_by("-pk")[0].public_id
    return {
        "front": ("", reverse("home")),
        "sign_in": ("", reverse("account_login")),
        "find_work": ("worker", reverse("work:find")),
        "my_work": ("worker", reverse("work:mine")),
        "jobs": ("requester", reverse("jobs:list")),
        "job": ("requester", reverse("jobs:job", args=[job])),
        "answers": ("requester", reverse("jobs:answers", args=[job])),
        "audit": ("auditor", reverse("audit:jobs")),
    }


def session_of(person: User) -> dict[str, str]:
    """The cookie of somebody who is signed in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or ""}


def _one_of_each() -> dict[str, DemoJob]:
    every = scenes.demo_jobs()
    wanted = {job.kind: job for job in reversed(every)}
    return {slug: wanted[slug] for slug in KINDS} | {GRID: next(job for job in every if job.settings.get("grid"))}


def _files_of(wanted: DemoJob) -> list[materials.File]:
    """The job's own files, few of them; a picture as a camera makes it where pictures are shown."""
    if wanted.kind == "image_transcription" or wanted.settings.get("grid"):
        # A page and the list of its lines: neither is anything without the other. And a screen is full of pictures.
        return list(wanted.files)
    if KINDS[wanted.kind].media[0] != "image":
        return list(wanted.files)[:1]
    name, size = CAMERA
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(materials.photograph(name))).convert("RGB")
    picture.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=90)
    return [(name, out.getvalue())]
