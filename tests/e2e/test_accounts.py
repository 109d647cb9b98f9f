"""Accounts in a real browser, by keyboard, on a screen as narrow as a telephone's."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from accounts.models import ApiToken, User
from tests.accounts.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "three quiet words here"


def tab_to(page: Page, name: str, role: str) -> None:
    """Press Tab until the focus stands on the control called `name`."""
    wanted = page.get_by_role(role, name=name, exact=True).last
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("control => control === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {name}")


def sign_in(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_worker_signs_up_out_and_in_by_keyboard_alone(open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=360, height=740)
    page.goto("/")
    tab_to(page, "I work Choose jobs by what they really pay, and keep your own log of time and money", "link")
    page.keyboard.press("Enter")
    expect(page.get_by_label("I work: find tasks and be paid for them")).to_be_checked()
    tab_to(page, "E-mail address", "textbox")
    page.keyboard.type("nora@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/work/$"))

    page.locator("summary.menu-button").focus()
    page.keyboard.press("Enter")
    tab_to(page, "Sign out", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are signed out.")).to_be_visible()

    tab_to(page, "Sign in", "link")
    page.keyboard.press("Enter")
    tab_to(page, "E-mail address", "textbox")
    page.keyboard.type("nora@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/work/$"))
    assert User.objects.get(email="nora@example.org").is_worker


def test_a_token_is_made_copied_and_revoked(open_browser: Callable[..., Page], worker: User) -> None:
    page = open_browser(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, worker.email)
    page.goto("/account/tokens/")
    page.get_by_label("What will use this token?").fill("my script")
    page.get_by_role("button", name="Make it").click()
    text = page.locator("#new-token").inner_text()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text

    page.get_by_role("button", name="Revoke the token of my script").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert ApiToken.objects.get().revoked_at is None
    page.get_by_role("button", name="Revoke the token of my script").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The token is revoked.")).to_be_visible()
    assert ApiToken.objects.get().revoked_at is not None


def test_the_second_factors_square_is_drawn(open_browser: Callable[..., Page], worker: User) -> None:
    EmailAddress.objects.create(user=worker, email=worker.email, verified=True, primary=True)
    page = open_browser(width=360)
    sign_in(page, worker.email)
    page.goto("/account/2fa/totp/activate/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on", exact=True).click()
    square = page.locator("img.qr")

    expect(square).to_be_visible()
    assert square.evaluate("image => image.complete && image.naturalWidth > 0")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "address", ["/", "/account/", "/account/email/", "/account/tokens/", "/account/2fa/", "/audit/", "/audit/money/"]
)
def test_nothing_is_wider_than_a_telephone(
    open_browser: Callable[..., Page], auditor: User, requester: User, address: str
) -> None:
    page = open_browser(width=360)
    sign_in(page, auditor.email)

    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
