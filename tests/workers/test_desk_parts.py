"""What the desk's scripts ask for: an answer kept, the next one held ahead, the last one taken back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tasks.domain import ahead, claiming
from tasks.models import Answer, Assignment
from tests.fixtures import CAT, states
from tests.workers.conftest import address, held


def test_an_answer_sent_twice_is_kept_once(browser, worker, open_job):
    job = open_job(micro_tasks=2)
    first = held(job, worker)

    one = browser.post(address("send", first), {"label": "cat", "key": "a"}).json()
    two = browser.post(address("send", first), {"label": "cat", "key": "a"}).json()

    assert (one["code"], one["shown"]) == (two["code"], two["shown"])
    assert Answer.objects.count() == 1
    assert states(job) == ["claimed", "submitted"]


def test_an_answer_brings_the_next_in_the_same_round_trip(browser, worker, open_job):
    job = open_job(micro_tasks=2)
    first = held(job, worker)

    standing = browser.post(address("send", first), {"label": "cat", "key": "a"}).json()

    shown = Assignment.objects.get(state="claimed")
    assert (standing["code"], standing["shown"], list(standing["parts"])) == (
        "kept",
        shown.public_id,
        [shown.public_id],
    )
    assert f'data-assignment="{shown.public_id}"' in standing["parts"][shown.public_id]
    assert "€0.004" in standing["today"]
    assert Answer.objects.get().content == CAT


def test_the_next_far_picture_of_another_place_needs_a_page_of_its_own(browser, worker, open_job):
    job = open_job(micro_tasks=2, kind="image_classification")
    first, second = job.micro_tasks.order_by("position")
    job.micro_tasks.filter(pk=first.pk).update(payload={"url": "https://one.example.org/a.png"})
    job.micro_tasks.filter(pk=second.pk).update(payload={"url": "https://two.example.org/b.png"})
    mine, here = held(job, worker), {"origin": "https://one.example.org"}

    before = browser.post(address("ahead", job), here).json()
    after = browser.post(address("send", mine), {"label": "cat", "key": "a", **here}).json()

    assert (before["shown"], before["ahead"], list(before["parts"])) == (mine.public_id, [], [mine.public_id])
    assert (after["page"], after["parts"]) == (address("desk", job), {})


def test_the_desk_gets_the_next_one_ahead_once(browser, worker, open_job):
    job = open_job(micro_tasks=3)
    mine = held(job, worker)

    first = browser.post(address("ahead", job), {"has": mine.public_id}).json()
    (number,) = first["ahead"]
    second = browser.post(address("ahead", job), {"has": f"{mine.public_id} {number}"}).json()

    assert 'data-seconds-left="600"' in first["parts"][number]
    assert (second["ahead"], second["parts"]) == ([number], {})
    assert states(job) == ["claimed", "claimed", "open"]


def test_a_desk_with_nothing_on_screen_holds_nothing_ahead(browser, worker, open_job):
    job = open_job(micro_tasks=2)

    standing = browser.post(address("ahead", job)).json()

    assert (standing["shown"], standing["ahead"]) == ("", [])
    assert states(job) == ["open", "open"]


def test_an_answer_says_how_long_it_waited_and_was_worked_on(browser, worker, open_job):
    job = open_job(micro_tasks=2)
    at = now()
    mine = claiming.claim_next(job=job, worker=worker, at=at - timedelta(seconds=60))
    (ahead_of_it,) = ahead.claim_ahead(job=job, worker=worker, at=at - timedelta(seconds=60))
    posted = {"label": "cat", "key": "a", "waited_ms": "20000", "worked_ms": "5000", "next": "shown"}

    browser.post(address("send", mine), posted)

    mine.refresh_from_db()
    following = Assignment.objects.get(pk=ahead_of_it.assignment_id)
    assert mine.last_seen_at == following.shown_at
    assert 15 < (now() - following.shown_at).total_seconds() < 40


@pytest.mark.parametrize("odd", ["-1", "1.5", "many", "9" * 30, "²"])
def test_times_that_are_none_are_passed_over(browser, worker, open_job, odd):
    mine = held(open_job(micro_tasks=1), worker)

    response = browser.post(address("send", mine), {"label": "cat", "key": "a", "waited_ms": odd, "worked_ms": odd})

    assert (response.status_code, Answer.objects.count()) == (200, 1)


def test_the_last_answer_is_taken_back_with_what_was_entered(browser, worker, open_job):
    job = open_job(micro_tasks=2)
    mine = held(job, worker)
    following = browser.post(address("send", mine), {"label": "dog", "key": "a"}).json()["shown"]

    standing = browser.post(address("undo", mine)).json()

    assert (standing["code"], standing["shown"], standing["ahead"]) == ("undone", mine.public_id, [following])
    assert 'value="dog" checked' in standing["parts"][mine.public_id]
    assert not Answer.objects.exists()


def test_an_answer_that_stands_is_not_taken_back_and_says_so(browser, worker, open_job):
    mine = held(open_job(micro_tasks=2), worker)
    browser.post(address("send", mine), {"label": "dog", "key": "a"})
    Assignment.objects.filter(pk=mine.pk).update(submitted_at=now() - timedelta(minutes=1))

    standing = browser.post(address("undo", mine)).json()

    assert (standing["code"], "10 seconds" in standing["sentence"]) == ("too_late", True)
    assert Answer.objects.count() == 1


def test_an_answer_and_the_next_cost_a_fixed_number_of_queries(browser, worker, open_job, django_assert_num_queries):
    job = open_job(micro_tasks=5)
    browser.post(address("send", held(job, worker)), {"label": "cat", "key": "a"})
    second = Assignment.objects.get(state="claimed", shown_at__isnull=False)

    with django_assert_num_queries(12):
        browser.post(address("send", second), {"label": "cat", "key": "b"})


def test_as_many_boxes_as_one_may_draw_arrive(browser, worker, open_job):
    job = open_job(kind="image_boxes", settings={"labels": ["cat"]})
    job.micro_tasks.update(payload={"width": 400, "height": 200})
    boxes = [{"label": "cat", "x": number, "y": 0, "w": 1, "h": 1} for number in range(200)]
    fields = {f"box-{number}-{part}": value for number, box in enumerate(boxes) for part, value in box.items()}

    answer = browser.post(address("send", held(job, worker)), {**fields, "key": "a", "revision": "0"})

    assert answer.status_code == 200
    assert Answer.objects.get().content == {"boxes": boxes}
