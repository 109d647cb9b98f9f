"""The list of a desk's keys: what it shows is what the hints on the screen show and what the keys do."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desks import make_scene, open_desk

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]


def dialog(page: Page):
    return page.get_by_role("dialog", name="Keys of this desk")


def test_the_list_of_keys_opens_by_key_and_by_button_and_gives_the_focus_back(requester, open_desk):
    page = open_desk(make_scene(requester, "boxes"))
    stage = page.get_by_role("group", name="The picture. Its boxes are listed beside it.")
    stage.focus()

    page.keyboard.press("?")
    expect(dialog(page)).to_contain_text("Move the chosen box by 1 pixel, with Shift by 10")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(stage).to_be_focused()

    button = page.get_by_role("button", name="Keys")
    button.click()
    dialog(page).get_by_role("button", name="Close").click()
    expect(button).to_be_focused()
    expect(page.locator("[data-desk-word]")).to_be_hidden()


def test_whoever_types_a_question_mark_gets_one_and_opens_the_list_with_control(requester, open_desk):
    page = open_desk(make_scene(requester, "written"))
    field = page.get_by_role("textbox")

    field.press("?")
    expect(dialog(page)).to_be_hidden()
    field.press("Control+/")

    expect(dialog(page)).to_be_visible()
    expect(field).to_have_value("?")


@pytest.mark.parametrize("name", ["many labels", "boxes", "points", "written", "spoken"])
def test_every_hint_on_the_screen_is_in_the_list(requester, open_desk, name):
    page = open_desk(make_scene(requester, name))

    hints = page.locator("#answer .kind-key:visible").all_text_contents()
    listed = page.locator("#desk-keys .keys-name").all_text_contents()

    numbers = {str(number) for number in range(1, 10)} if "1 to 9" in listed else set()
    assert len(hints) >= 3
    assert set(hints) <= {*listed, *numbers}
