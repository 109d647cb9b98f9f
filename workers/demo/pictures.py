"""Photographs and a scanned page from scikit-image (its own data, free licences), as files that a requester uploads."""

from __future__ import annotations

import io
from importlib.resources import files
from pathlib import Path

from PIL import Image

PHOTOGRAPHS = {
    "astronaut.png": "person",
    "camera.png": "person",
    "chelsea.png": "animal",
    "horse.png": "animal",
    "coffee.png": "thing",
    "coins.png": "thing",
    "motorcycle_left.png": "vehicle",
    "motorcycle_right.png": "vehicle",
    "rocket.jpg": "vehicle",
    "moon.png": "landscape",
    "hubble_deep_field.jpg": "landscape",
    "grass.png": "texture",
    "gravel.png": "texture",
    "brick.png": "texture",
}
# Rows of pixels of each line on page.png, with what is written there.
LINES = {
    (8, 36): "Region-based segmentation",
    (45, 66): "Let us first determine markers of the coins and the",
    (64, 84): "background. These markers are pixels that we can label",
    (82, 103): "unambiguously as either object or background. Here,",
    (98, 120): "the markers are found at the two extreme parts of the",
    (115, 138): "histogram of grey values:",
}
# Coins of coins.png as x, y, w, h in its own pixels, for the boxes that demo workers drew.
COINS = [(24, 32, 40, 42), (80, 36, 38, 38), (132, 32, 44, 44), (192, 34, 38, 40), (252, 32, 40, 40), (300, 14, 56, 58)]
SPEECH = Path(__file__).parent / "speech"


def photograph(name: str) -> bytes:
    """The bytes of one of scikit-image's pictures."""
    return files("skimage").joinpath("data", name).read_bytes()


def crops(name: str, *, columns: int, rows: int) -> list[tuple[str, bytes]]:
    """A picture cut into a grid of JPEG files: name and bytes of each."""
    picture = Image.open(io.BytesIO(photograph(name))).convert("RGB")
    width, height = picture.width // columns, picture.height // rows
    return [
        (
            f"{Path(name).stem}-{row + 1}-{column + 1}.jpg",
            _jpeg(picture.crop((column * width, row * height, (column + 1) * width, (row + 1) * height))),
        )
        for row in range(rows)
        for column in range(columns)
    ]


def lines_of_page() -> list[tuple[str, bytes]]:
    """The lines of the scanned page, enlarged three times."""
    page = Image.open(io.BytesIO(photograph("page.png"))).convert("RGB")
    strips = [page.crop((0, top, page.width, bottom)) for top, bottom in LINES]
    return [
        (f"page-line-{number}.jpg", _jpeg(strip.resize((strip.width * 3, strip.height * 3), Image.Resampling.LANCZOS)))
        for number, strip in enumerate(strips, start=1)
    ]


def speech(name: str) -> bytes:
    """A synthesised recording that lies beside this file."""
    return (SPEECH / name).read_bytes()


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
