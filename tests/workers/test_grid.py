"""The pages of a desk with many pictures on one screen, without scripts and with."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tasks.domain import grid, jobs
from tasks.models import Answer, Assignment, Draft, Job
from tests.fixtures import CAT, make_draft, states
from tests.tasks.test_grid import GRID
from tests.workers.conftest import address
from tests.workers.test_find import text_of


@pytest.fixture
def job(requester) -> Job:
    """Fourteen pictures: one screen of twelve, and one of two."""
    texts = [f"picture {number}" for number in range(14)]
    made = make_draft(requester, texts=texts, kind="image_classification", settings=GRID)
    jobs.publish(job=made, at=now())
    return made


def form_of(response, **chosen: str) -> dict[str, object]:
    """What the page's form sends: "cat" for every picture, `chosen` ("picture_3") for some, "" for no choice."""
    cells = [cell["assignment"].public_id for cell in response.context["cells"]]
    labels = {f"{cell}-label": chosen.get(f"picture_{number}", "cat") for number, cell in enumerate(cells, start=1)}
    return {"key": response.context["key"], "cell": cells} | {name: label for name, label in labels.items() if label}


def test_start_fills_a_screen_in_which_each_picture_has_a_group_of_its_own(browser, job):
    response = browser.post(address("start", job), follow=True)

    page = response.content.decode()
    assert response.templates[0].name == "workers/grid.html"
    assert re.findall(r"Picture (\d+) of 12", page) == [str(number) for number in range(1, 13)]
    assert len(set(re.findall(r'name="(\w+-label)"', page))) == 12
    assert not re.search(r"\s(style|on\w+)=", page)
    assert states(job) == ["claimed"] * 12 + ["open"] * 2


def test_a_screen_is_sent_without_scripts_and_the_last_one_has_what_is_left(browser, job):
    first = browser.post(address("start", job), follow=True)

    second = browser.post(address("submit-screen", job), form_of(first), follow=True)
    end = browser.post(address("submit-screen", job), form_of(second, picture_2="(cant_tell)"), follow=True)

    assert len(second.context["cells"]) == 2
    assert end.redirect_chain == [(address("done", job), 303)]
    assert states(job) == ["submitted"] * 14
    assert [answer.content for answer in Answer.objects.order_by("pk")][-2:] == [CAT, {"cant_tell": True}]


def test_a_request_that_comes_twice_doubles_nothing(browser, job):
    form = form_of(browser.post(address("start", job), follow=True))

    browser.post(address("submit-screen", job), form)
    again = browser.post(address("submit-screen", job), form, follow=True)

    assert len(again.context["cells"]) == 2
    assert states(job) == ["claimed"] * 2 + ["submitted"] * 12


def test_pictures_without_an_answer_are_named_and_nothing_is_lost(browser, job):
    form = form_of(browser.post(address("start", job), follow=True), picture_3="", picture_7="", picture_9="dog")

    refused = browser.post(address("submit-screen", job), form)

    page, said = refused.content.decode(), text_of(refused)
    assert refused.templates[0].name == "workers/grid.html"
    assert "Nothing is sent yet. Without an answer: Picture 3 , Picture 7" in said
    assert page.count(" checked>") == 10
    assert refused.context["key"] == form["key"]
    assert states(job) == ["claimed"] * 12 + ["open"] * 2


def test_giving_one_back_keeps_what_was_chosen_for_the_others(browser, job):
    form = form_of(browser.post(address("start", job), follow=True), picture_2="dog", picture_3="")
    gone = form["cell"][0]

    after = browser.post(address("submit-screen", job), {**form, "return": gone}, follow=True)

    assert "1 given back. It costs you nothing" in text_of(after)
    assert [cell["draft"] for cell in after.context["cells"]] == [{"label": "dog"}, {}, *[CAT] * 9]
    assert Assignment.objects.get(state="returned").public_id == gone
    assert Draft.objects.count() == 10


def test_all_can_be_given_back_at_once(browser, job):
    form = form_of(browser.post(address("start", job), follow=True))

    after = browser.post(address("submit-screen", job), {**form, "return": "all"}, follow=True)

    assert "12 given back. They cost you nothing" in text_of(after)
    assert after.templates[0].name == "workers/start.html"
    assert states(job) == ["open"] * 14 + ["returned"] * 12


def test_nobody_begins_by_sending_a_screen_of_somebody_elses(browser, job, other_worker):
    grid.fill(job=job, worker=other_worker, at=now())
    theirs = grid.on_screen(job=job, worker=other_worker)[0].public_id

    response = browser.post(address("submit-screen", job), {"cell": theirs, f"{theirs}-label": "cat"}, follow=True)

    assert response.templates[0].name == "workers/start.html"
    assert states(job) == ["claimed"] * 12 + ["open"] * 2


def test_what_a_job_warns_of_is_hidden_picture_by_picture(browser, worker, job):
    Job.objects.filter(pk=job.pk).update(content_warnings=["violence"])

    page = browser.post(address("start", job), {"read": "1"}, follow=True).content.decode()

    assert page.count("grid-picture veil-image") == 12
    assert 'data-veil-switch aria-keyshortcuts="Alt+V"' in page


def test_the_requester_sees_the_screen_beforehand(client, requester, job):
    client.force_login(requester)

    first = client.get(reverse("jobs:preview", args=[job.public_id]))
    second = client.get(reverse("jobs:preview", args=[job.public_id]), {"number": "2"})

    assert "Picture 12 of 12" in text_of(first)
    assert "Picture 2 of 2" in text_of(second)
    assert "your answers are looked at, and nothing of them is kept" in text_of(second)


def test_the_requester_sees_what_would_become_of_the_answers_of_a_screen(client, requester, job):
    client.force_login(requester)
    preview = reverse("jobs:preview", args=[job.public_id])
    names = [micro_task.public_id for micro_task in job.micro_tasks.order_by("position")[:12]]
    entered = {f"{name}-label": "cat" for name in names}

    kept = client.post(preview, entered, headers={"HX-Request": "true"}).content.decode()
    refused = client.post(preview, {**entered, f"{names[2]}-label": ""})

    assert ("These answers would be kept:" in kept, kept.count(">cat</li>"), "<html" in kept) == (True, 12, False)
    assert "These answers would be refused, and the others not sent yet: Picture 3 :" in text_of(refused)
    assert refused.content.decode().count(" checked>") == 11
    assert states(job) == ["open"] * 14
