"""The three people's whole ways by keyboard alone: no mouse, no touch, no focus set by a script of the test."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from django.utils.timezone import now
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from tasks.domain import exports, splitting
from tasks.models import Assignment, Export, Job
from tests.e2e.desks import is_ready, make_scene, shows_another
from tests.fixtures import CAT, DOG, states
from tests.tasks.answering import answer
from transparency.domain.statement import writing
from web.domain import processes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a calm long password"
# What the focused element says of itself: whether it is the wanted one, and whether a ring or frame shows where it is.
_IS_FOCUSED = "control => control === document.activeElement"
_SHOWS_FOCUS = """control => {
    const rings = (part, of) => getComputedStyle(part, of).outlineStyle !== "none";
    const ring = part => part.matches(":focus-visible, :focus-within") && (rings(part) || rings(part, "::after"));
    return ring(control) || ring(control.closest("label, .upload-drop, .field-box") ?? control);
}"""


def tab_to(page: Page, role: str, name: str | re.Pattern[str], *, most: int = 80) -> None:
    """Press Tab until the focus stands on a control, where it must be seen."""
    wanted = page.get_by_role(role, name=name, exact=isinstance(name, str)).first  # type: ignore[arg-type]
    wanted.wait_for()
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate(_IS_FOCUSED):
            assert wanted.evaluate(_SHOWS_FOCUS), f"nothing shows that the focus stands on {name}"
            return
    raise AssertionError(f"Tab never reached {name}")


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    tab_to(page, role, name)
    page.keyboard.press("Enter")


def enter(page: Page, name: str | re.Pattern[str], text: str, role: str = "textbox") -> None:
    """Go to a field and write over what stands in it."""
    tab_to(page, role, name)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def sign_in(page: Page, person: User) -> None:
    page.goto("/account/login/")
    enter(page, "E-mail address", person.email)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login/" not in address)


def test_a_worker_signs_up_finds_answers_gives_back_and_sees_the_pay(
    open_browser: Callable[..., Page], requester: User
) -> None:
    job = make_scene(requester, "one label")
    page = open_browser()
    page.goto("/account/signup/")
    tab_to(page, "checkbox", re.compile("^I work"))
    page.keyboard.press("Space")
    enter(page, "E-mail address", "nora@example.org")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("three quiet words here")
    page.keyboard.press("Enter")
    press(page, "link", "Cat or dog")
    press(page, "button", "Start")
    is_ready(page)
    number = page.locator("#answer").get_attribute("data-assignment")

    page.keyboard.press("2")
    page.keyboard.press("Enter")
    shows_another(page, number)
    is_ready(page)
    assert page.evaluate("document.activeElement !== document.body"), "the swap lost the focus"
    press(page, "button", re.compile("^Give back"))
    expect(page.get_by_text("Given back. It costs you nothing")).to_be_visible()
    press(page, "link", "My work")

    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    expect(page.locator("main")).to_contain_text("€0.004")
    assert states(job) == ["open", "returned", "submitted"]


def photograph(name: str, colour: str) -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def describe(page: Page) -> None:
    page.goto("/jobs/new/")
    tab_to(page, "radio", re.compile("^Image classification"))
    page.keyboard.press("Space")
    press(page, "button", "Go on")
    enter(page, "Title", "Is it a cat?")
    enter(page, re.compile("What are the answers used for"), "A test set.")
    enter(page, re.compile("^Labels"), "cat\ndog")
    enter(page, re.compile("^Instructions"), "Look closely.")
    tab_to(page, "checkbox", "Nothing of the kind")
    page.keyboard.press("Space")
    press(page, "button", "Save and go on")


def bring_a_file(page: Page) -> None:
    picker = page.locator("#files")
    picker.wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        if picker.evaluate(_IS_FOCUSED):
            break
    assert picker.evaluate(_SHOWS_FOCUS)
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Enter")
    chosen.value.set_files([photograph("one.png", "teal"), photograph("two.png", "olive")])  # type: ignore[list-item]  # a plain dict
    expect(page.locator("[data-finished]")).to_have_text("All files were sent.")
    processes.saw(name=processes.BACKGROUND, at=now())
    while splitting.split_next(job=Job.objects.get(), at=now()):
        pass
    expect(page.get_by_text("Everything is cut.")).to_be_visible()
    press(page, "link", "Go on")


def publish(page: Page) -> None:
    enter(page, re.compile("^Price of an answer"), "0.004")
    enter(page, re.compile("^Seconds one takes"), "3", role="spinbutton")
    press(page, "button", "Save and go on")
    press(page, "button", "Publish")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    tab_to(page, "button", "Cancel", most=4)
    page.keyboard.press("Enter")
    assert page.locator("button:text-is('Publish')").first.evaluate(_IS_FOCUSED), "the dialog did not return the focus"
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null || !document.hasFocus()"), "no trap"
        if dialog.get_by_role("button", name="Publish").evaluate(_IS_FOCUSED):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/jobs/[a-z0-9]{16}/$"))


def reject(page: Page, words: str) -> None:
    items = page.locator(".review-item")
    for _ in range(60):
        page.keyboard.press("Tab")
        if items.nth(1).locator("summary").evaluate(_IS_FOCUSED):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(items.nth(1)).to_contain_text("Rejected")


def test_a_requester_posts_reviews_and_takes_away(
    open_browser: Callable[..., Page], requester: User, worker: User
) -> None:
    page = open_browser()
    # From the beginning, so that the browser's own picker never opens in its place.
    page.on("filechooser", lambda _chooser: None)
    sign_in(page, requester)
    describe(page)
    bring_a_file(page)
    publish(page)
    job = Job.objects.get()
    answer(job, worker, [CAT, DOG])

    page.reload()
    press(page, "link", re.compile("^Answers"))
    press(page, "button", "Approve")
    expect(page.locator(".review-item").first).to_contain_text("Approved")
    assert page.evaluate("document.activeElement !== document.body"), "the swap lost the focus"
    reject(page, "It is a cat: look at its ears.")
    press(page, "link", re.compile("^Export"))
    press(page, "button", re.compile("^Write an archive"))
    expect(page.locator("#exports")).to_contain_text("Waits for its turn")
    exports.write_export(export_id=Export.objects.get().pk, statement=writing.statement_files, at=now())
    with page.expect_download() as taken:
        press(page, "link", re.compile("^Download"))

    assert taken.value.suggested_filename.endswith(".zip")
    assert sorted(Assignment.objects.filter(worker=worker).values_list("state", flat=True)) == ["approved", "rejected"]


def test_an_auditor_narrows_the_list_opens_a_job_and_reads_the_books(
    open_browser: Callable[..., Page], auditor: User, open_job: Callable[..., Job]
) -> None:
    for title in ("Cats", "Words"):
        open_job(title=title)
    page = open_browser()
    sign_in(page, auditor)
    enter(page, "Title or requester", "Cats")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Words")).to_have_count(0)

    press(page, "link", "Cats")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cats")
    page.go_back()
    press(page, "link", "Books")

    expect(page.get_by_role("heading", level=1)).to_have_text("The books")
    expect(page.locator("main")).to_contain_text("were added up again and agree")
