"""Training at the desk by keyboard alone: the same keys as at the work that follows."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from tasks.domain import jobs, training_tasks
from tasks.models import Assignment, MicroTask, TrainingAnswer
from tests.e2e.desks import is_ready, sign_in
from tests.fixtures import CAT, make_draft

pytestmark = pytest.mark.browser


def test_a_veiled_training_task_is_shown_answered_and_left_for_the_work_by_keys(requester, worker, open_browser):
    job = make_draft(requester, texts=["purrs", "barks"], content_warnings=["hate"])
    first = MicroTask.objects.filter(job=job).earliest("position")
    training_tasks.mark(job=job, micro_task=first, answer=CAT, words="Cats purr.")
    jobs.publish(job=job, at=now())
    page = open_browser()
    sign_in(page, worker)
    page.goto(reverse("work:desk", args=[job.public_id]))
    page.get_by_label("I have read this").press("Space")
    page.get_by_role("button", name="Start the training").press("Enter")
    expect(page.locator("[data-veil-switch]")).to_be_focused()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).not_to_contain_text("Report a problem")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+v")
    expect(page.locator("[data-veil-switch]")).to_be_checked()
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="That is right")).to_be_visible()
    page.keyboard.press("Enter")

    is_ready(page)
    assert TrainingAnswer.objects.get().content == CAT
    assert Assignment.objects.get(shown_at__isnull=False).micro_task != first
