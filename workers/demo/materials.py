"""Pictures, recordings and texts of the demonstration, as files that a requester uploads (SOURCES.md: whence)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
File = tuple[str, bytes]
PHOTOGRAPHS = {
    "astronaut.png": ["person"],
    "camera.png": ["person", "place"],
    "chelsea.png": ["animal"],
    "rocket.jpg": ["vehicle", "place", "sky"],
    "coffee.png": ["thing"],
    "hubble_deep_field.jpg": ["sky"],
    "horse.png": ["animal"],
    "coins.png": ["thing"],
    "clock_motion.png": ["thing"],
    "brick.png": ["surface"],
    "grass.png": ["surface"],
    "gravel.png": ["surface"],
}
# Rows of pixels of each line on page.png, with what is printed there.
LINES = {
    (8, 36): "Region-based segmentation",
    (47, 66): "Let us first determine markers of the coins and the",
    (64, 84): "background. These markers are pixels that we can label",
    (81, 103): "unambiguously as either object or background. Here,",
    (98, 121): "the markers are found at the two extreme parts of the",
    (115, 139): "histogram of grey values:",
}
# Trays of coins.png as left, top, right, bottom; the coins of the whole as x, y, w, h. Both in its own pixels.
TRAYS = [
    (0, 10, 186, 84),
    (186, 10, 384, 84),
    (0, 92, 180, 148),
    (180, 92, 384, 148),
    (0, 152, 182, 224),
    (182, 152, 384, 224),
    (0, 229, 211, 297),
    (211, 229, 384, 297),
]
COINS = [
    *((22, 35, 45, 39), (81, 39, 39, 35), (132, 28, 47, 46), (192, 30, 48, 43), (255, 34, 42, 38), (305, 16, 60, 56)),
    *((25, 104, 42, 41), (84, 108, 38, 37), (134, 110, 39, 35), (186, 105, 40, 39), (245, 95, 51, 49)),
    *((317, 106, 39, 39), (26, 179, 37, 38), (80, 175, 44, 42), (135, 179, 39, 38), (189, 170, 48, 47)),
    *((251, 172, 46, 45), (315, 156, 65, 62), (18, 233, 57, 55), (93, 245, 43, 42), (144, 236, 57, 52)),
    *((220, 240, 49, 48), (276, 239, 50, 50), (336, 248, 46, 41)),
]
# Where the points of a face lie on a photograph, in its own pixels; a photograph without a face has none.
FACES = {
    "astronaut.png": {"left eye": (203, 100), "right eye": (248, 103), "nose": (226, 123)},
    "chelsea.png": {"left eye": (173, 112), "right eye": (315, 131), "nose": (259, 246)},
    "coffee.png": {},
}
ENLARGED = 3
# Rows and columns into which a picture of a surface is cut.
GROUND_GRID = 4
COARSE_GRID = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said from `start` to `end` of a recording, in seconds."""

    start: float
    end: float
    words: str


def photograph(name: str) -> bytes:
    """The bytes of one of scikit-image's pictures."""
    return files("skimage").joinpath("data", name).read_bytes()


def ground(grid: int = GROUND_GRID) -> File:
    """An archive of pieces of three surfaces, mixed; each surface is cut into `grid` rows and columns."""
    pieces = [_grid(f"{name}.png", grid) for name in ("grass", "gravel", "brick")]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for three in zip(*pieces, strict=True):
            for name, content in three:
                archive.writestr(name, content)
    return "pavement.zip", packed.getvalue()


def _grid(name: str, grid: int) -> list[File]:
    picture = _opened(name)
    side = picture.width // grid
    corners = [(column * side, row * side) for row in range(grid) for column in range(grid)]
    return [
        (f"{Path(name).stem}-{number}.jpg", _enlarged(picture.crop((left, top, left + side, top + side))))
        for number, (left, top) in enumerate(corners, start=1)
    ]


def page_with_lines() -> list[File]:
    """The scanned page, and the list of its lines."""
    page = _opened("page.png")
    boxes = [(0, top, page.width, bottom - top) for top, bottom in LINES]
    rows = [",".join(str(side * ENLARGED) for side in box) for box in boxes]
    table = "\n".join(["file,x,y,w,h", *(f"page.jpg,{row}" for row in rows)])
    return [("lines.csv", table.encode()), ("page.jpg", _enlarged(page))]


def trays_of_coins() -> list[File]:
    """The photograph of coins, cut so that no coin is."""
    coins = _opened("coins.png")
    return [(f"tray-{number}.jpg", _enlarged(coins.crop(tray))) for number, tray in enumerate(TRAYS, start=1)]


def coins_on_tray(number: int) -> list[tuple[int, int, int, int]]:
    """The coins of tray `number` (from 1) as x, y, w, h in pixels of the file that was uploaded."""
    left, top, right, bottom = TRAYS[number - 1]
    return [
        ((x - left) * ENLARGED, (y - top) * ENLARGED, w * ENLARGED, h * ENLARGED)
        for x, y, w, h in COINS
        if left <= x < right and top <= y < bottom
    ]


def recording(name: str) -> File:
    """A synthesised conversation."""
    return f"{name}.ogg", (HERE / "speech" / f"{name}.ogg").read_bytes()


def sentences(name: str) -> list[Sentence]:
    """What was given to the synthesiser, with the moments at which it said so."""
    lines = (HERE / "speech" / f"{name}.txt").read_text().splitlines()
    return [Sentence(float(start), float(end), words) for start, end, words in (line.split(" ", 2) for line in lines)]


def labelled(name: str) -> dict[str, str]:
    """The texts of a file with the label that fits each."""
    lines = (HERE / "texts" / f"{name}.tsv").read_text().splitlines()
    return {text: label for label, text in (line.split("\t") for line in lines)}


def _opened(name: str) -> Image.Image:
    return Image.open(io.BytesIO(photograph(name))).convert("RGB")


def _enlarged(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    larger = picture.resize((picture.width * ENLARGED, picture.height * ENLARGED), Image.Resampling.LANCZOS)
    larger.save(out, "JPEG", quality=88)
    return out.getvalue()
