"""Examples right and wrong: what they show, who may change them, and when they hinder publication."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from tasks.domain import examples, jobs
from tasks.domain.media.refusals import MediaRefused
from tasks.kinds.base import AnswerRefused
from tasks.models import Example, Job, MicroTask
from tests.fixtures import CAT, DOG, NOON, make_draft

WHY = "It has whiskers."


@pytest.fixture
def draft(requester: User) -> Job:
    return make_draft(requester, texts=["a tabby", "a spaniel"])


def first_task(job: Job) -> MicroTask:
    return MicroTask.objects.select_related("item").filter(job=job).order_by("position")[0]


def photograph() -> io.BytesIO:
    """A JPEG that knows where it was taken."""
    picture, file = Image.new("RGB", (40, 30), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 0.0)}
    picture.save(file, "JPEG", exif=exif)
    file.seek(0)
    return file


def whys(job: Job) -> list[str]:
    return [case.example.why for case in examples.shown(job=job, at=NOON)]


def test_an_item_is_shown_with_its_answer_after_it_was_checked(draft: Job) -> None:
    examples.add_item(job=draft, micro_task=first_task(draft), answer=CAT, is_right=True, why=WHY)

    (case,) = examples.shown(job=draft, at=NOON)
    assert (case.example.payload, case.answer, case.is_outdated) == ({"text": "a tabby"}, CAT, False)


def test_an_answer_that_the_job_would_refuse_makes_no_example(draft: Job) -> None:
    with pytest.raises(AnswerRefused):
        examples.add_item(job=draft, micro_task=first_task(draft), answer={"label": "cow"}, is_right=False, why=WHY)

    assert not Example.objects.exists()


def test_a_picture_is_written_anew_without_what_it_knew_of_the_place(draft: Job, media_folder) -> None:
    examples.add_case(job=draft, words="", picture=photograph(), name="a.jpg", is_right=True, why=WHY)

    case = examples.shown(job=draft, at=NOON)[0]
    stored = (media_folder / case.example.media_key).read_bytes()
    assert case.example.payload == {"width": 40, "height": 30}
    assert Image.open(io.BytesIO(stored)).format == "WEBP"
    assert not Image.open(io.BytesIO(stored)).getexif()


def test_what_is_no_picture_is_refused_and_nothing_is_kept(draft: Job) -> None:
    with pytest.raises(MediaRefused):
        examples.add_case(job=draft, words="w", picture=io.BytesIO(b"%PDF"), name="a.jpg", is_right=True, why=WHY)

    assert not Example.objects.exists()


def test_a_thirteenth_example_is_one_too_many(draft: Job) -> None:
    for number in range(examples.MOST_EXAMPLES):
        examples.add_case(job=draft, words=f"{number}", is_right=True, why=WHY)

    with pytest.raises(examples.TooManyExamples):
        examples.add_case(job=draft, words="more", is_right=True, why=WHY)

    assert Example.objects.count() == 12


def test_examples_move_up_and_down_and_go(draft: Job) -> None:
    made = [examples.add_case(job=draft, words="w", is_right=True, why=why) for why in "abc"]

    examples.move(job=draft, example=made[2], places=-1)
    examples.move(job=draft, example=made[0], places=9)
    moved = whys(draft)
    examples.remove(job=draft, example=made[1])

    assert (moved, whys(draft)) == (["c", "b", "a"], ["c", "a"])


def test_a_published_job_keeps_its_examples(draft: Job) -> None:
    example = examples.add_case(job=draft, words="w", is_right=True, why=WHY)
    jobs.publish(job=draft, at=NOON)

    for change in (
        lambda: examples.remove(job=draft, example=example),
        lambda: examples.move(job=draft, example=example, places=1),
        lambda: examples.add_case(job=draft, words="more", is_right=True, why=WHY),
    ):
        with pytest.raises(jobs.NotADraft):
            change()
    assert whys(draft) == [WHY]


def test_an_answer_that_no_longer_fits_the_labels_stands_in_the_way_of_publication(draft: Job) -> None:
    examples.add_item(job=draft, micro_task=first_task(draft), answer=DOG, is_right=False, why=WHY)
    jobs.choose_settings(job=draft, settings_of_kind={"labels": ["cat", "cow"], "multiple": False})

    with pytest.raises(jobs.Incomplete) as refused:
        jobs.publish(job=draft, at=NOON)

    assert refused.value.fields == ["examples"]
    assert examples.shown(job=draft, at=NOON)[0].is_outdated


def test_the_wizard_adds_an_answered_item_and_a_case_in_words(at_desk: Client, draft: Job) -> None:
    page = reverse("jobs:examples", args=[draft.public_id])
    desk = reverse("jobs:example-of", args=[draft.public_id, first_task(draft).public_id])

    answered = at_desk.post(desk, {"label": "dog", "is_right": "wrong", "why": WHY}, follow=True)
    at_desk.post(page, {"words": "A **kitten**", "is_right": "right", "why": "Small cats count."})

    assert answered.redirect_chain == [(page, 303)]
    first, second = Example.objects.order_by("position")
    assert (first.answer, first.is_right, second.words, second.is_right) == (DOG, False, "A **kitten**", True)
    assert "<strong>kitten</strong>" in at_desk.get(page).content.decode()


def test_the_wizard_says_what_lacks_and_keeps_what_was_entered(at_desk: Client, draft: Job) -> None:
    desk = reverse("jobs:example-of", args=[draft.public_id, first_task(draft).public_id])

    unmarked = at_desk.post(desk, {"label": "dog", "why": WHY}).content.decode()
    empty = at_desk.post(reverse("jobs:examples", args=[draft.public_id]), {"is_right": "right", "why": WHY})

    assert "Say whether it is right or wrong." in unmarked
    assert 'value="dog" checked' in unmarked
    assert "Describe the case in words, or choose a picture." in empty.content.decode()
    assert not Example.objects.exists()


def test_examples_stand_before_the_start_beside_the_work_and_in_the_preview(
    client: Client, worker: User, requester: User, draft: Job
) -> None:
    examples.add_item(job=draft, micro_task=first_task(draft), answer=DOG, is_right=False, why=WHY)
    jobs.publish(job=draft, at=NOON)
    desk = reverse("work:desk", args=[draft.public_id])
    client.force_login(worker)

    start = client.get(desk).content.decode()
    beside = client.post(reverse("work:start", args=[draft.public_id]), follow=True).content.decode()
    client.force_login(requester)
    preview = client.get(reverse("jobs:preview", args=[draft.public_id])).content.decode()

    for page in (start, beside, preview):
        assert 'class="example is-wrong"' in page
        assert WHY in page
