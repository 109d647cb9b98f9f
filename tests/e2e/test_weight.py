"""What a desk weighs: bytes are no timing, so a limit on them is a test. `make bench` measures it on a server."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable

import pytest
from django.utils.timezone import now
from PIL import Image
from playwright.sync_api import Page, Response, expect

from tasks.domain import grid
from tests.e2e.desks import PHONE, SCENES, answers, desk_of, is_ready, make_scene, open_desk, point, sign_in, submit

pytestmark = pytest.mark.browser
__all__ = ["open_desk"]
KILOBYTES = {"image_classification": 150, "text_classification": 150}
OTHERS = 200


def wide_photograph() -> bytes:
    """1600 by 800 pixels, wide enough to be kept in editions."""
    out = io.BytesIO()
    Image.effect_noise((1600, 800), 60).save(out, "PNG")
    return out.getvalue()


def kilobytes(page: Page, address: str) -> float:
    """Pages, sheets and scripts of a first visit, compressed as a server sends them."""
    came: list[Response] = []
    page.on("response", lambda answer: came.append(answer))
    page.goto(address)
    is_ready(page)
    kinds = ("text/html", "text/css", "javascript")
    counted = [each for each in came if any(kind in each.headers.get("content-type", "") for kind in kinds)]
    return sum(len(gzip.compress(each.body())) for each in counted) / 1000


@pytest.mark.parametrize(
    "name", ["one label", "grid", "boxes", "polygons", "points", "written", "spoken", "heard", "text"]
)
def test_a_desk_is_light(requester, worker, open_browser, name):
    job = make_scene(requester, name)
    assert grid.fill(job=job, worker=worker, at=now())
    page = open_browser()
    sign_in(page, worker)

    assert 20 < kilobytes(page, desk_of(job)) < KILOBYTES.get(SCENES[name][0], OTHERS)


def test_a_phone_gets_the_edition_of_a_picture_that_fits_its_screen(requester, open_desk: Callable[..., Page]):
    job = make_scene(requester, "one label", files=[("wide.png", wide_photograph())])
    page = open_desk(job, **PHONE, device_scale_factor=2)

    picture = page.locator("[data-desk-stage] img")
    widths = picture.evaluate("image => image.decode().then(() => createImageBitmap(image)).then(map => map.width)")

    assert widths == 720
    assert picture.evaluate("image => performance.getEntriesByName(image.currentSrc).length") == 1


def test_boxes_are_in_pixels_of_the_picture_whatever_edition_is_shown(requester, open_desk: Callable[..., Page]):
    page = open_desk(make_scene(requester, "boxes", files=[("wide.png", wide_photograph())]))
    assert page.locator("[data-mark-image]").evaluate("image => image.currentSrc !== image.src")
    page.mouse.move(*point(page, 400, 200))
    page.mouse.down()
    page.mouse.move(*point(page, 600, 300), steps=3)
    page.mouse.move(*point(page, 800, 400))
    page.mouse.up()

    page.get_by_role("button", name="Nearer").click()
    expect(page.locator("[data-mark-image]")).to_have_attribute("sizes", re.compile(r"^\d+px$"))
    submit(page)

    assert answers() == [{"boxes": [{"label": "cat", "x": 400, "y": 200, "w": 400, "h": 200}]}]
