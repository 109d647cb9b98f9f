"""What a working desk tells of time: listed counters to its own server, and after Stop nothing at all."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Request, expect

from tasks.models import Assignment
from tests.e2e.desks import answers, desk_of, is_ready, make_scene, open_desk, submit
from transparency.models import Attention, Presence, WorkEvent

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]
BEAT = {"assignment", "seq", "began_ms", "visible_ms", "active_ms", "media_ms"}
HEARTBEAT = re.compile("/work/heartbeats/")
# A clock of the test's own: steps of the page's clock, and timers that follow it.
MINUTE = 60_000


def listen(page: Page) -> list[Request]:
    asked: list[Request] = []
    page.context.on("request", lambda request: asked.append(request))
    return asked


def beats_of(asked: list[Request]) -> list[dict[str, object]]:
    told = [json.loads(request.post_data or "") for request in asked if HEARTBEAT.search(request.url)]
    assert all(set(one) == {"tab", "beats"} for one in told)
    return [beat for one in told for beat in one["beats"]]


def pass_time(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * 1000)


@pytest.fixture
def desk(requester, open_desk):
    """A desk whose clock stands until the test moves it."""

    def opened(scene: str) -> Page:
        page = open_desk(make_scene(requester, scene))
        page.clock.install()
        page.reload()
        is_ready(page)
        return page

    return opened


def test_heartbeats_carry_the_listed_counters_and_go_nowhere_else(desk):
    page = desk("written")
    asked = listen(page)
    page.get_by_label("What is written here?").press_sequentially("Dear Sir")

    with page.expect_response(HEARTBEAT):
        pass_time(page, 16)

    beats = beats_of(asked)
    assert beats
    assert all(set(beat) == BEAT for beat in beats)
    assert {urlsplit(request.url).netloc for request in asked} == {urlsplit(page.url).netloc}
    assert 14_000 <= beats[-1]["active_ms"] <= beats[-1]["visible_ms"] <= 17_000
    assert Assignment.objects.get(state="claimed", shown_at__isnull=False).active_ms > 0


def test_a_page_that_nobody_uses_falls_silent_after_the_grace(desk):
    page = desk("one label")
    page.mouse.move(300, 300)
    # By the page's clock the server has seconds to answer: its time stands still until it has.
    with page.expect_response(HEARTBEAT):
        pass_time(page, 16)
    pass_time(page, 114)
    asked = listen(page)

    pass_time(page, 900)
    silent = beats_of(asked)
    page.mouse.move(310, 310)
    with page.expect_response(HEARTBEAT):
        pass_time(page, 20)

    assert silent == []
    assert len({beat["seq"] for beat in beats_of(asked)}) == 2


def test_the_counters_are_told_when_the_page_goes_out_of_sight(desk):
    page = desk("one label")
    asked = listen(page)
    pass_time(page, 5)

    with page.expect_response(HEARTBEAT):
        page.evaluate(
            "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )

    (beat,) = beats_of(asked)
    assert 5000 <= beat["visible_ms"] < 6500
    assert Attention.objects.get().visible_ms <= beat["visible_ms"]


def test_after_stop_nothing_is_sent_until_start(requester, open_desk):
    job = make_scene(requester, "written")
    page = open_desk(job)
    page.get_by_label("What is written here?").fill("Dear Sir")
    page.clock.install()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="You have stopped")).to_be_visible()
    asked = listen(page)

    page.mouse.move(200, 200)
    page.keyboard.press("Control+Enter")
    pass_time(page, 600)

    assert asked == []
    assert Presence.objects.get().ending == "stop"
    assert Assignment.objects.filter(state="claimed").exists()
    page.get_by_role("button", name="Start").click()
    is_ready(page)
    expect(page.get_by_label("What is written here?")).to_have_value("Dear Sir")
    submit(page)
    assert answers() == [{"unreadable": False, "text": "Dear Sir"}]
    types = WorkEvent.objects.filter(type__startswith="presence").order_by("pk").values_list("type", flat=True)
    assert list(types) == ["presence.started", "presence.stopped", "presence.started"]


def test_stop_stops_every_tab_of_the_browser(requester, open_desk):
    page = open_desk(make_scene(requester, "one label"))
    other = page.context.new_page()
    other.goto(desk_of(make_scene(requester, "text")))
    other.get_by_role("button", name="Start").click()
    is_ready(other)

    page.get_by_role("button", name="Stop").click()

    expect(other.get_by_role("heading", name="You have stopped")).to_be_visible()


def test_stop_and_start_work_without_scripts(requester, open_desk):
    job = make_scene(requester, "one label")
    page = open_desk(job, java_script_enabled=False)

    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("You have stopped.")).to_be_visible()
    page.goto(desk_of(job))
    page.get_by_role("button", name="Start").click()

    expect(page.get_by_role("button", name="Submit")).to_be_visible()
    assert list(Presence.objects.order_by("pk").values_list("ending", flat=True)) == ["stop", ""]


def test_the_desk_may_speak_to_its_own_server_alone(client, worker):
    client.force_login(worker, backend="allauth.account.auth_backends.AuthenticationBackend")

    policy = client.get(reverse("work:find")).headers["Content-Security-Policy"]

    assert "connect-src 'self';" in policy
