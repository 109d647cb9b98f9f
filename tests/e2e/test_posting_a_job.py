"""A requester's way from nothing to a published job, in a real browser with real files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from accounts.models import User
from ledger.domain import accounts as books
from tasks.domain import drafts, jobs, splitting, uploading
from tasks.models import Job, MicroTask, Upload
from tests.fixtures import NOON
from web.domain import processes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = b"url,name\nhttps://pictures.example/heron.jpg,heron\nhttps://pictures.example/coot.jpg,coot\n"


def picture(name: str, colour: str) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def table(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


@pytest.fixture
def open_signed_in(open_browser: Callable[..., Page], requester: User, live_server: Any) -> Callable[..., Page]:
    """Opens the requester's own browser, signed in already."""

    def make(**options: Any) -> Page:
        page = open_browser(**options)
        sign_in(page, requester, str(live_server))
        return page

    return make


def sign_in(page: Page, person: User, address: str) -> None:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def draft_of(requester: User) -> Job:
    chosen = {"labels": ["heron", "coot"]}
    return jobs.create_draft(requester=requester, kind="image_boxes", settings_of_kind=chosen, at=NOON)


def cut_all(job: Job) -> None:
    """What the background does, here in the test's own process."""
    processes.saw(name=processes.BACKGROUND, at=now())
    while splitting.split_next(job=job, at=now()):
        pass


def widest(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_a_requester_posts_a_job_from_nothing(open_signed_in: Callable[..., Page], requester: User) -> None:
    page = open_signed_in(width=1280)
    page.goto(reverse("jobs:new"))
    page.get_by_label("Boxes on images").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title").fill("Which birds are on the water?")
    page.get_by_label("What are the answers used for?").fill("Counting water birds.")
    page.get_by_label("Labels").fill("heron\ncoot")
    page.get_by_label("Nothing of the kind").check()
    page.get_by_label("Instructions").fill("Draw a box around **each** bird.")
    expect(page.locator("#reading strong")).to_have_text("each")
    page.get_by_role("button", name="Save and go on").click()
    job = upload_and_cut(page)
    page.get_by_role("link", name="Go on").click()
    set_the_price(page)
    page.get_by_role("button", name="Save and go on").click()
    publish(page, job)

    job.refresh_from_db()
    assert (job.state, job.micro_task_count, job.price_micros) == ("open", 5, 400)
    # Pay and fee, and for each answer what it lacks to the floor should one take a fifth longer than expected.
    assert books.escrow(job_number=job.pk).balance_micros == 5 * 3 * (400 + 11_620) + 600


def upload_and_cut(page: Page) -> Job:
    page.locator("[data-files]").set_input_files(
        [picture("one.jpg", "red"), picture("two.jpg", "green"), picture("three.jpg", "blue"), table("list.csv", LIST)]
    )
    expect(page.locator("[data-total]")).to_have_text("4 of 4 files have arrived")
    job = Job.objects.get()
    cut_all(job)
    expect(page.get_by_text("Everything is cut.")).to_be_visible()
    expect(page.locator("#summary dt:text-is('Micro-tasks') + dd")).to_have_text("5")
    return job


def set_the_price(page: Page) -> None:
    page.get_by_label("Price of an answer").fill("0.0004")
    page.get_by_label("Answers wanted for each micro-task").fill("3")
    page.get_by_label("Seconds one takes").fill("3")
    line = page.locator("#line")
    expect(line).to_contain_text("5 micro-tasks × €0.0004 × 3 = €0.006 + fee €0.0006; at 3 s each that is €0.48")
    expect(line).to_contain_text("€0.0101 an answer would meet it")
    expect(page.locator("#summary")).to_contain_text("it isn’t saved yet")


def publish(page: Page, job: Job) -> None:
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("€0.1809 moves from your funds to its escrow")
    dialog.get_by_role("button", name="Publish").click()
    page.wait_for_url(f"**{reverse('jobs:job', args=[job.public_id])}")


def test_the_last_step_looks_again_until_everything_is_cut(
    open_signed_in: Callable[..., Page], requester: User
) -> None:
    job = draft_of(requester)
    jobs.describe(job=job, title="Birds", purpose="A count.", instructions="Draw.")
    drafts.warn(job=job, warnings=[])
    Job.objects.filter(pk=job.pk).update(price_micros=400)
    photograph = picture("one.jpg", "red")["buffer"]
    uploading.receive(job=job, stream=io.BytesIO(photograph), name="one.jpg", size=len(photograph), at=now())
    page = open_signed_in()
    page.goto(reverse("jobs:summary", args=[job.public_id]))
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()

    cut_all(job)

    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    expect(page.locator("#summary dt:text-is('Micro-tasks') + dd")).to_have_text("1")


def test_files_arrive_on_a_telephone_one_by_one(open_signed_in: Callable[..., Page], requester: User) -> None:
    job = draft_of(requester)
    page = open_signed_in(width=360, height=740)
    page.goto(reverse("jobs:upload", args=[job.public_id]))
    half = picture("half.jpg", "red")
    half["buffer"] = half["buffer"][:1200]
    svg = {"name": "drawing.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}

    page.locator("[data-files]").set_input_files([picture("heron.jpg", "red"), svg, half, table("list.csv", LIST)])
    expect(page.locator("[data-total]")).to_have_text("4 of 4 files have arrived")
    expect(page.locator("[data-total-refused]")).to_contain_text("1 of them refused")
    cut_all(job)

    expect(page.get_by_text("Everything is cut.")).to_be_visible()
    expect(page.locator(".cutting-count")).to_have_text("3 micro-tasks")
    expect(page.get_by_text("This is an SVG drawing.")).to_be_visible()
    expect(page.get_by_text("This image is damaged or incomplete.")).to_be_visible()
    assert widest(page) == 360


def test_an_upload_is_removed_without_leaving_the_page(open_signed_in: Callable[..., Page], requester: User) -> None:
    job = draft_of(requester)
    page = open_signed_in()
    page.goto(reverse("jobs:upload", args=[job.public_id]))
    page.locator("[data-files]").set_input_files([picture("keep.jpg", "red"), picture("drop.jpg", "blue")])
    cut_when_arrived(page, job, 2)

    page.get_by_role("button", name="Remove drop.jpg").click()

    expect(page.locator(".cutting-count")).to_have_text("1 micro-task")
    assert list(MicroTask.objects.values_list("item__name", flat=True)) == ["keep.jpg"]
    expect(page.locator("[data-board]")).to_be_visible()


def cut_when_arrived(page: Page, job: Job, count: int) -> None:
    expect(page.locator("[data-total]")).to_have_text(f"{count} of {count} files have arrived")
    cut_all(job)
    expect(page.get_by_text("Everything is cut.")).to_be_visible()


@pytest.fixture
def tolerant_page(chromium: Browser, requester: User, live_server: Any) -> Iterator[Page]:
    """A page whose console may speak of the connection that the test takes away."""
    context = chromium.new_context(base_url=str(live_server), locale="en-GB")
    page = context.new_page()
    sign_in(page, requester, str(live_server))
    yield page
    context.close()


def test_a_lost_connection_is_tried_again_and_the_file_arrives_once(tolerant_page: Page, requester: User) -> None:
    job, page = draft_of(requester), tolerant_page
    tries: list[bytes] = []

    def take_and_lose(route: Route) -> None:
        tries.append((route.request.post_data_buffer or b"").split(b"client_key", 1)[1][:60])
        if len(tries) > 1:
            route.continue_()
            return
        route.fetch()  # the server has the file, and its answer gets lost
        route.abort()

    page.goto(reverse("jobs:upload", args=[job.public_id]))
    page.route(f"**{reverse('jobs:receive', args=[job.public_id])}", take_and_lose)
    page.locator("[data-files]").set_input_files([picture("heron.jpg", "red")])

    expect(page.locator("[data-total]")).to_have_text("1 of 1 files have arrived")
    assert (len(tries), tries[0]) == (2, tries[1])
    assert Upload.objects.count() == 1


def test_five_thousand_files_get_thirty_rows_and_exact_counts(
    open_signed_in: Callable[..., Page], requester: User
) -> None:
    job = draft_of(requester)
    page = open_signed_in()
    page.goto(reverse("jobs:upload", args=[job.public_id]))
    page.route(f"**{reverse('jobs:receive', args=[job.public_id])}", lambda route: None)

    page.evaluate(
        """() => {
          const files = new DataTransfer();
          for (let n = 0; n < 5000; n += 1) files.items.add(new File(["x"], `${n}.jpg`));
          const input = document.querySelector("[data-files]");
          input.files = files.files;
          input.dispatchEvent(new Event("change"));
        }"""
    )

    expect(page.locator("[data-total]")).to_have_text("0 of 5,000 files have arrived")
    expect(page.locator("[data-more]")).to_have_text("and 4,970 more wait")
    expect(page.locator("[data-list] > li")).to_have_count(30)
    page.locator("[data-list] [data-cancel]").first.click()
    expect(page.locator("[data-total]")).to_have_text("0 of 4,999 files have arrived")


def test_the_tools_of_the_desk_can_be_tried_in_the_preview(
    open_signed_in: Callable[..., Page], requester: User
) -> None:
    job = draft_of(requester)
    jobs.describe(job=job, title="Birds", purpose="Counting.", instructions="Draw **boxes**.")
    page = open_signed_in()
    page.goto(reverse("jobs:upload", args=[job.public_id]))
    page.locator("[data-files]").set_input_files([picture("keep.jpg", "red")])
    cut_when_arrived(page, job, 1)

    page.goto(reverse("jobs:preview", args=[job.public_id]))
    page.get_by_role("button", name="Add a box in the middle").click()

    expect(page.locator("[data-mark-status]")).to_contain_text("Box 1 of 1, heron")
    page.get_by_role("button", name="Check this answer").click()
    expect(page.get_by_text("This answer would be kept.")).to_be_visible()
    expect(page.get_by_text("nothing of it is kept")).to_be_visible()
    page.get_by_role("button", name="Delete").first.click()
    page.get_by_role("button", name="Check this answer").click()
    expect(page.get_by_text("This answer would be refused:")).to_be_visible()
