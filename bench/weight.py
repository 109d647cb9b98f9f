"""What pages weigh on their way, and how soon the first picture is seen on a slow line: a real Chromium and server."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.timezone import now
from playwright.sync_api import Browser, BrowserContext, Response, sync_playwright

from accounts.models import User
from bench import desks, scene, server

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
SCRIPTS_AND_PAGES = ("text/html", "text/css", "javascript")
# Lighthouse's "slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SCREENS = {
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "desk": {"viewport": {"width": 1280, "height": 800}},
}
TURNS = 5
Session = dict[str, str] | None
# When the last and largest piece of content was painted, and which: the picture of the desk.
_PAINTED = """() => new Promise(found => new PerformanceObserver(list => {
    const pictures = list.getEntries().filter(entry => entry.url.includes("/media/"));
    if (pictures.length) found(pictures.at(-1).startTime);
}).observe({type: "largest-contentful-paint", buffered: true}))"""


def weights(*, requester: User) -> dict[str, float]:
    """Kilobytes (1000 bytes, compressed, HTML + CSS + JS without media) of every desk and of the main pages; and the
    milliseconds until a desk's first picture is painted on a slow line, with nothing kept from before.
    """
    ((worker, _token),) = scene.make_workers(1, at=now())
    auditor = User.objects.create_user(f"auditor-{worker.pk}@example.org", is_auditor=True)
    people = {"worker": worker, "requester": requester, "auditor": auditor}
    # Made before the browser starts: beside Playwright's loop Django refuses the database.
    sessions = {role: desks.session_of(person) for role, person in people.items()}
    paths = desks.make_desks(requester=requester, worker=worker, at=now())
    pages = desks.page_paths(requester=requester)
    figures: dict[str, float] = {}
    with server.processes("web") as port, chromium() as browser:
        site = f"http://127.0.0.1:{port}"
        for slug, path in paths.items():
            figures[f"desk_kb_{slug}"] = _kilobytes(browser, site, path, sessions["worker"])
        for name, (role, path) in pages.items():
            figures[f"page_kb_{name}"] = _kilobytes(browser, site, path, sessions.get(role))
        pictures = {
            screen: _first_picture_ms(browser, site, paths["image_classification"], sessions["worker"], screen)
            for screen in SCREENS
        }
    return figures | {"desk_first_picture_slow4g_ms": max(pictures.values())}


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


def _kilobytes(browser: Browser, site: str, path: str, session: Session) -> float:
    """What a browser that knows nothing yet receives for one page, until the line is quiet."""
    answers: list[Response] = []
    with _opened(browser, site, session) as context:
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"{site}{path}", wait_until="networkidle")
        counted = [each for each in answers if any(kind in _type_of(each) for kind in SCRIPTS_AND_PAGES)]
        return round(sum(each.request.sizes()["responseBodySize"] for each in counted) / 1000, 1)


def _first_picture_ms(browser: Browser, site: str, path: str, session: Session, screen: str) -> float:
    moments = []
    for _turn in range(TURNS):
        with _opened(browser, site, session, screen) as context:
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", SLOW_4G)
            page.goto(f"{site}{path}", wait_until="load")
            moments.append(float(page.evaluate(_PAINTED)))
    return round(statistics.median(moments))


@contextmanager
def _opened(browser: Browser, site: str, session: Session, screen: str = "desk") -> Iterator[BrowserContext]:
    context = browser.new_context(**SCREENS[screen])  # type: ignore[arg-type]  # options by name
    if session:
        context.add_cookies([{**session, "url": site}])  # type: ignore[typeddict-item]  # names by a spread
    yield context
    context.close()


def _type_of(answer: Response) -> str:
    return answer.headers.get("content-type", "")
