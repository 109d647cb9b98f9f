"""Pictures made safe: turned upright, brought to sRGB, bounded, written anew with nothing but their
pixels.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, TiffImagePlugin

from tasks.domain.media.refusals import MediaRefused

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
MOST_PIXELS = 50_000_000
DISPLAY_SIDE = 2048
# Of a page that is cut into lines: so many pixels show every stroke, and need no more memory than one process has.
PAGE_SIDE = 4096
THUMB_SIDE = 320
QUALITY = 85
# The display in less wide editions, for screens that show no more pixels; a person who comes nearer gets the display.
SCREEN_WIDTHS = (720, 1080, 1440)
SCREEN_QUALITY = 75
# Below this share of the display's width an edition spares enough bytes to be worth keeping.
WORTHWHILE = 0.8
# A picture as small as an icon is kept exactly: lossy compression would show on it.
LOSSLESS_PIXELS = 256 * 256
WEBP = "image/webp"

# Pillow looks at this itself while it opens frames; `_open` looks again, for all formats alike.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

_NOT_AN_IMAGE = _("This file is not an image that we can open. Upload JPEG, PNG or WebP.")
_TOO_MANY_PIXELS = _("This image has more than %(most)s pixels. Make it smaller, or cut it, and upload it again.")
_TRUNCATED = _("This image is damaged or incomplete. Check that it opens on your computer, and upload it again.")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class NormalImage:
    """What workers see of a picture. Sides are in pixels, all of them with the picture upright.

    A place on the display times source_width / width is the same place on what was uploaded, turned upright.
    """

    display: bytes
    display_type: str
    for_screens: dict[int, bytes]  # by width; each shows the whole display, in its type
    thumb: bytes
    thumb_type: str
    width: int
    height: int
    source_width: int
    source_height: int
    format: str


def normalise(stream: BinaryIO, name: str) -> NormalImage:
    """Open a picture (its first frame) and write it anew: at most DISPLAY_SIDE long, never enlarged, and a
    thumb.

    Alpha stays. EXIF, GPS, colour profile, XMP and comments don't. Peak memory is bounded by MOST_PIXELS.
    Raises MediaRefused: not_an_image, too_many_pixels, truncated.
    """
    with warnings.catch_warnings():
        # Pillow's word on odd metadata is of no use to us: it isn't kept.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = _open(stream)
        with picture:
            source_size, upright = _display_of(picture)
    thumb = _bounded(upright, THUMB_SIDE)
    return NormalImage(
        display=_written(upright),
        display_type=WEBP,
        for_screens={width: _written(edition, SCREEN_QUALITY) for width, edition in _for_screens(upright)},
        thumb=_written(thumb),
        thumb_type=WEBP,
        width=upright.width,
        height=upright.height,
        source_width=source_size[0],
        source_height=source_size[1],
        format="JPEG" if picture.format == "MPO" else str(picture.format),
    )


Region = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a picture."""

    content: bytes
    content_type: str
    width: int
    height: int


def crops(stream: BinaryIO, regions: Sequence[Region]) -> Iterator[Crop]:
    """The `regions` of a picture, each a picture of its own. They are in its pixels, once it is upright, and inside it.

    Raises MediaRefused as `normalise` does.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = _open(stream)
        with picture:
            source_size, upright = _display_of(picture, PAGE_SIDE)
    scale = upright.width / source_size[0]
    for left, top, right, bottom in regions:
        corner = math.floor(left * scale), math.floor(top * scale)
        end = max(corner[0] + 1, math.ceil(right * scale)), max(corner[1] + 1, math.ceil(bottom * scale))
        part = _bounded(upright.crop((*corner, min(end[0], upright.width), min(end[1], upright.height))), DISPLAY_SIDE)
        yield Crop(_written(part), WEBP, part.width, part.height)


def _open(stream: BinaryIO) -> Image.Image:
    """Read the header only. A telephone's JPEG with a second picture behind it is an MPO for Pillow."""
    try:
        picture = Image.open(stream, formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise MediaRefused("too_many_pixels", _TOO_MANY_PIXELS, most=MOST_PIXELS) from bomb
    except Exception as trouble:
        raise MediaRefused("not_an_image", _NOT_AN_IMAGE) from trouble
    if picture.width * picture.height > MOST_PIXELS:
        raise MediaRefused("too_many_pixels", _TOO_MANY_PIXELS, most=MOST_PIXELS)
    return picture


def _display_of(picture: Image.Image, side: int = DISPLAY_SIDE) -> tuple[tuple[int, int], Image.Image]:
    """The upright size of the source, and its display, no longer than `side`.

    It is made small before it is turned, to spare memory.
    """
    is_jpeg = picture.format in ("JPEG", "MPO")
    size = picture.size
    try:
        if is_jpeg:
            # The decoder itself halves the picture while it stays at least as large as the display.
            picture.draft(None, (side, side))
        picture.load()
        turn = _turn_of(picture)
        # A TIFF turns itself while it loads: only then its size is the upright one.
        size = size if is_jpeg else picture.size
        upright = _eight_bits(_bounded(_scalable(picture), side), picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise MediaRefused("too_many_pixels", _TOO_MANY_PIXELS, most=MOST_PIXELS) from bomb
    except MemoryError:
        raise
    except Exception as trouble:
        # A broken file makes the decoders raise nearly anything; whatever it was, the picture isn't whole.
        raise MediaRefused("truncated", _TRUNCATED) from trouble
    upright = _in_srgb(upright, picture.info.get("icc_profile"))
    if turn in _TURNS:
        upright = upright.transpose(_TURNS[turn])
    return (size[::-1] if turn in (5, 6, 7, 8) else size), upright


def _turn_of(picture: Image.Image) -> int:
    """EXIF's orientation, 1 to 8; 1 when there is none that can be read."""
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:
        return 1


def _scalable(picture: Image.Image) -> Image.Image:
    """`picture` in a mode that scales well. A palette doesn't, nor a colour that stands for transparent."""
    mode = picture.mode
    if mode in ("RGBA", "CMYK", "LAB", "I", "F", "I;16"):
        return picture
    if mode.startswith("I;16"):
        return picture.convert("I")
    if mode in ("L", "RGB") and not picture.has_transparency_data:
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _eight_bits(picture: Image.Image, source: Image.Image) -> Image.Image:
    """Grey levels of more than 8 bits brought to 8; `source` is the picture as it was opened.

    Of 16 bits the upper 8 are kept, and of the 12 that a TIFF may have. 32-bit samples have no known white: the
    brightest becomes white, the darkest black.
    """
    if picture.mode not in ("I", "F", "I;16"):
        return picture
    samples = picture.convert("F")
    if source.mode.startswith("I;16"):
        share = 256 / 2 ** _bits_of(source)
        return samples.point(lambda value: value * share + 0).convert("L")
    extrema = samples.getextrema()
    darkest, brightest = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]
    if not math.isfinite(darkest + brightest):
        raise ValueError("samples that are no numbers")
    scale = 255 / ((brightest - darkest) or 1)
    return samples.point(lambda value: value * scale - darkest * scale).convert("L")


def _bits_of(picture: Image.Image) -> int:
    """The bits of one sample of a picture that is held in 16."""
    tags = picture.tag_v2 if isinstance(picture, TiffImagePlugin.TiffImageFile) else {}
    return int(tags.get(TiffImagePlugin.BITSPERSAMPLE, (16,))[0])


def _bounded(picture: Image.Image, side: int) -> Image.Image:
    """`picture` no longer than `side` pixels, in proportion as far as whole pixels allow; never enlarged."""
    longest = max(picture.size)
    if longest <= side:
        return picture
    size = (max(1, round(picture.width * side / longest)), max(1, round(picture.height * side / longest)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _for_screens(display: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """The display in each of SCREEN_WIDTHS that is well below its own."""
    for width in SCREEN_WIDTHS:
        if width <= display.width * WORTHWHILE:
            height = max(1, round(display.height * width / display.width))
            yield width, display.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that `profile` means; without one, or with a broken one, those that the numbers mean."""
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=target)
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return picture if picture.mode == target else picture.convert(target)


def _written(picture: Image.Image, quality: int = QUALITY) -> bytes:
    """WebP of the pixels alone."""
    bare = picture.copy()
    bare.info = {}
    output = BytesIO()
    is_small = picture.width * picture.height <= LOSSLESS_PIXELS
    bare.save(output, "WEBP", quality=quality, method=4, lossless=is_small, exif=b"", icc_profile=b"", xmp=b"")
    return output.getvalue()
