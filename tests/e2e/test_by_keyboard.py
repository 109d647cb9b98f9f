"""The three people's whole ways by keyboard alone: no mouse, no touch, no focus set by a script of the test."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tasks.models import Job
from tests.e2e.desks import is_ready, make_scene, shows_another
from tests.fixtures import states

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
