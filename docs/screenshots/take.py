"""Take the pictures of README and docs anew from the site that `make run` shows: `make screenshots`.

`make screenshots ARGS="front money labour desks"` takes some of them: by name, all pages of money or of labour, every
desk in each of its looks, or one look of all (`light`, `dark`, `phone`, `french`).

The work they show is the demonstration's. A desk is opened by a claim and given back afterwards.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

HERE = Path(__file__).parent
SITE = os.environ.get("SITE", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
QUALITY = 86
DESK_QUALITY = 74
KINDS = (
    *("image_classification", "grid", "image_boxes", "image_polygons", "image_keypoints", "image_transcription"),
    *("audio_transcription", "audio_classification", "text_classification"),
)
# By which job each of these desks is shown; the others by the first of their kind.
SHOWN_BY = {
    "image_classification": "Say what a photograph shows",
    "grid": "Where does grass grow?",
}
# The demonstration's jobs of these kinds are closed, so that no desk of theirs can be opened.
FINISHED = {"image_transcription": "Type a line of a scanned page"}
DESK_LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"scheme": "dark"},
    "phone": {"width": 360, "height": 740},
    "french": {"language": "fr-FR"},
}


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, how wide, in which light; `steps` lead from the address to what is shown."""

    name: str
    role: str
    address: str
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    language: str = "en-GB"
    steps: tuple[str, ...] = ()
    quality: int = QUALITY


BOXES = "Draw a box around every coin"
PICTURES = [
    Picture("front", "", "/"),
    Picture("front-fr", "", "/", language="fr-FR"),
    Picture("find-work", "worker", "/work/"),
    Picture("my-work", "worker", "/work/mine/"),
    Picture("desk-boxes", "worker", "/work/", steps=(f"link:{BOXES}", "start")),
    Picture("desk-phone", "worker", "/work/", 360, 740, "dark", steps=("link:Say what a photograph shows", "start")),
    Picture("new-job", "requester", "/jobs/", steps=("draft",)),
    Picture("job", "requester", "/jobs/", steps=(f"link:{BOXES}",)),
    Picture("answers", "requester", "/jobs/", steps=(f"link:{BOXES}", "link:Answers")),
    Picture("audit", "auditor", "/audit/"),
]


def desk(kind: str, look: str) -> Picture:
    """The desk of a kind in one of the looks: a worker's, or where nothing is open a requester's preview of it."""
    name, more = f"desks/{kind}-{look}", {"quality": DESK_QUALITY, **DESK_LOOKS[look]}
    if kind in FINISHED:
        return Picture(name, "requester", "/jobs/", steps=(f"link:{FINISHED[kind]}", "preview", "work"), **more)
    if kind in SHOWN_BY:
        return Picture(name, "worker", "/work/", steps=(f"link:{SHOWN_BY[kind]}", "start", "work"), **more)
    return Picture(name, "worker", f"/work/?kind={kind}&ready=on", steps=("first", "start", "work"), **more)


# The pages of money, each of the three people's; docs/money.md shows them.
MONEY = [
    Picture("money/price", "requester", "/jobs/", height=1180, steps=("draft",)),
    Picture("money/top-up", "requester", "/jobs/money/", steps=("link:RF",)),
    Picture(
        "money/bonuses", "requester", "/jobs/", height=1080, steps=("link:Say what a photograph shows", "link:Bonus")
    ),
    Picture("money/mine", "worker", "/work/mine/", height=1180),
    Picture("money/appeal", "worker", "/work/mine/", height=1000, steps=("link:Type a line of a scanned page",)),
    Picture("money/statements", "worker", "/work/statements/"),
    Picture("money/payouts", "worker", "/work/payouts/", 360, 740, "dark", "fr-FR"),
    Picture("money/books", "auditor", "/audit/books/"),
    Picture("money/checks", "auditor", "/audit/books/checks/", steps=("check",)),
    Picture("money/bank", "auditor", "/audit/bank/", height=1100),
    Picture("money/batch", "auditor", "/audit/payouts/", steps=("link:VH-",)),
    Picture("money/decide", "auditor", "/audit/appeals/", height=1250, steps=("link:Type a line of a scanned page",)),
    Picture("money/floors", "auditor", "/audit/floors/", height=1000),
    Picture("money/appeals-fr", "auditor", "/audit/appeals/", 360, 740, "dark", "fr-FR"),
]
# The labour pages of the four audiences; docs/transparency.md shows them, wide and in English, narrow and in French.
LABOUR_PAGES = (
    ("public", "", "/transparency/", ()),
    ("systems", "", "/transparency/systems/", ()),
    ("fairwork", "", "/transparency/fairwork/", ()),
    ("log", "", "/transparency/log/", ()),
    ("dataset", "", "/transparency/datasets/", ("link:What lies on the ground?",)),
    ("worker", "worker", "/work/time/", ()),
    ("worker-log", "worker", "/work/log/", ()),
    ("worker-data", "worker", "/work/data/", ()),
    ("questionnaire", "worker", "/work/questionnaire/", ()),
    ("requester", "requester", "/jobs/", ("link:What lies on the ground?", "link:Real pay")),
    ("auditor", "auditor", "/audit/pay/", ()),
    ("gap", "auditor", "/audit/gap/", ()),
    ("alerts", "auditor", "/audit/alerts/", ()),
)
# A link of a step is found by its English words: such a page is taken in English alone.
LABOUR = [
    picture
    for name, role, address, steps in LABOUR_PAGES
    for picture in (
        Picture(f"labour/{name}", role, address, height=1180, steps=steps),
        *(
            []
            if steps
            else [Picture(f"labour/{name}-fr", role, address, 360, 740, "dark", "fr-FR", quality=DESK_QUALITY)]
        ),
    )
]
DESKS = [desk(kind, look) for kind in KINDS for look in DESK_LOOKS]


def take(browser: Browser, picture: Picture) -> None:
    """Write one picture beside this file."""
    with opened(browser, picture) as page:
        page.goto(picture.address)
        for step in picture.steps:
            follow(page, step)
        # The last pictures of a page come a moment after it; pages that look for news are never idle.
        page.wait_for_timeout(700)
        shot = Image.open(io.BytesIO(page.screenshot()))
        if "start" in picture.steps:
            page.locator("button[form=give-back], button[name=return][value=all]").click()
    (HERE / picture.name).parent.mkdir(exist_ok=True)
    shot.convert("RGB").save(HERE / f"{picture.name}.webp", quality=picture.quality, method=6)


@contextmanager
def opened(browser: Browser, picture: Picture) -> Iterator[Page]:
    context = browser.new_context(
        base_url=SITE,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        locale=picture.language,
        device_scale_factor=2 if picture.width < 500 else 1,
        storage_state=signed_in(browser, picture.role) if picture.role else None,
    )
    yield context.new_page()
    context.close()


@cache
def accounts() -> list[dict[str, str]]:
    """Role, e-mail and password of the demonstration's people, as the site's own command tells them."""
    command = [sys.executable, "manage.py", "demo_accounts", "--json"]
    told = subprocess.run(command, cwd=HERE.parents[1], check=True, capture_output=True)
    return list(json.loads(told.stdout))


@cache
def signed_in(browser: Browser, role: str) -> StorageState:
    """The cookies of one of the demonstration's people."""
    account = next(each for each in accounts() if each["role"] == role)
    context = browser.new_context(base_url=SITE, locale="en-GB")
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(account["email"])
    page.locator("input[name=password]").fill(account["password"])
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/account/login" not in address)
    state = context.storage_state()
    context.close()
    return state


def follow(page: Page, step: str) -> None:
    if step == "start":
        start = page.locator(".job-start form[action*='/start/'] button")
        # Whoever holds one of this job already stands at the desk.
        start.or_(page.locator("#answer")).first.wait_for()
        if start.count():
            start.click()
        page.locator("#answer[data-ready]").wait_for()
    elif step == "preview":
        page.locator("a[href$='/preview/']").first.click()
        page.locator("#answer").wait_for()
    elif step == "check":
        page.get_by_role("button", name="Check now").click()
        page.locator(".notice").first.wait_for()
    elif step == "first":
        page.locator(".card-title a").first.click()
    elif step == "work":
        page.locator("[data-mark-add]:visible, [data-choices] label, #cell-2 .grid-choice, textarea").first.click()
    elif step == "draft":
        page.goto("/jobs/?state=draft")
        page.locator(".card-title a").first.click()
        page.goto(page.url.rstrip("/").rsplit("/", 1)[0] + "/terms/")
        page.get_by_label("Price of an answer").fill("0.004")
        page.get_by_label("Seconds one takes").fill("3")
        page.locator("#line").get_by_text("€4.80 an hour").first.wait_for()
    else:
        page.locator("main").get_by_role("link", name=step.removeprefix("link:")).first.click()


def main() -> None:
    chosen = set(sys.argv[1:])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=SWITCHES
        )
        for picture in PICTURES + MONEY + LABOUR + DESKS:
            if not chosen or chosen & {picture.name, picture.name.partition("/")[0], picture.name.rpartition("-")[2]}:
                take(browser, picture)
        browser.close()


if __name__ == "__main__":
    main()
