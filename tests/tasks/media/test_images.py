from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from tasks.domain.media import images
from tasks.domain.media.refusals import MediaRefused

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def corners(width: int = 40, height: int = 20) -> Image.Image:
    """Red, green / blue, white quarters."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    picture.paste(WHITE, (width // 2, height // 2, width, height))
    return picture


def file_of(picture: Image.Image, format: str = "PNG", **options: object) -> io.BytesIO:
    file = io.BytesIO()
    picture.save(file, format, **options)
    file.seek(0)
    return file


def shown(file: io.BytesIO) -> Image.Image:
    return Image.open(io.BytesIO(images.normalise(file, "picture").display))


def refusal(file: io.BytesIO) -> MediaRefused:
    with pytest.raises(MediaRefused) as caught:
        images.normalise(file, "picture")
    return caught.value


@pytest.mark.parametrize(
    ("orientation", "upright"),
    [
        (1, [RED, GREEN, BLUE, WHITE]),
        (2, [GREEN, RED, WHITE, BLUE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (4, [BLUE, WHITE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, WHITE]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (7, [WHITE, GREEN, BLUE, RED]),
        (8, [GREEN, WHITE, RED, BLUE]),
        (99, [RED, GREEN, BLUE, WHITE]),
    ],
)
@pytest.mark.parametrize("format", ["PNG", "TIFF", "WEBP"])
def test_a_picture_is_turned_upright_as_its_exif_says(orientation, upright, format):
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if format == "WEBP" else {}

    normal = images.normalise(file_of(corners(), format, exif=exif, **options), "picture")

    size = (20, 40) if orientation in (5, 6, 7, 8) else (40, 20)
    assert (normal.width, normal.height) == (normal.source_width, normal.source_height) == size
    picture = Image.open(io.BytesIO(normal.display))
    right, bottom = size[0] - 1, size[1] - 1
    places = [(0, 0), (right, 0), (0, bottom), (right, bottom)]
    assert [picture.getpixel(place)[:3] for place in places] == upright


def test_a_large_jpeg_is_turned_and_bounded_and_its_source_size_is_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    normal = images.normalise(file_of(corners(6000, 3000), "JPEG", exif=exif), "picture.jpg")

    assert (normal.width, normal.height) == (1024, 2048)
    assert (normal.source_width, normal.source_height) == (3000, 6000)
    assert Image.open(io.BytesIO(normal.thumb)).size == (160, 320)
    assert (normal.display_type, normal.thumb_type, normal.format) == ("image/webp", "image/webp", "JPEG")


def test_a_small_picture_is_neither_enlarged_nor_changed():
    normal = images.normalise(file_of(corners(3, 5)), "picture.png")

    assert (normal.width, normal.height) == (3, 5)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(normal.display))), np.asarray(corners(3, 5)))


def test_position_camera_and_comments_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "SECRETWORDS")
    words.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SECRETXMP</x:xmpmeta>")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    normal = images.normalise(file_of(corners(), exif=exif, pnginfo=words, icc_profile=profile), "picture")

    for content in (normal.display, normal.thumb):
        picture = Image.open(io.BytesIO(content))
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile"} & set(picture.info)
        assert b"SECRET" not in content


def test_a_jpeg_comment_and_position_are_gone():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)

    content = images.normalise(file_of(corners(), "JPEG", exif=exif, comment=b"SECRET"), "x").display

    assert b"SECRET" not in content
    assert b"EXIF" not in content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_each_mode_of_png_is_shown(mode):
    picture = corners().convert("L").convert("I;16") if mode == "I;16" else corners().convert(mode)

    assert shown(file_of(picture)).size == (40, 20)


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr", "LAB", "F", "I"])
def test_each_mode_of_tiff_is_shown(mode):
    picture = corners().convert("L").convert(mode) if mode in "FI" else corners()
    if mode == "LAB":
        profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        picture = ImageCms.profileToProfile(picture, *profiles, outputMode="LAB")
    elif mode not in "FI":
        picture = picture.convert(mode)

    assert shown(file_of(picture, "TIFF")).size == (40, 20)


def test_sixteen_bits_keep_their_upper_eight():
    samples = np.array([[0, 256, 32768, 65535]], np.uint16)

    picture = shown(file_of(Image.fromarray(samples)))

    assert [picture.getpixel((x, 0))[0] for x in range(4)] == [0, 1, 128, 255]


def test_big_endian_sixteen_bits_are_read_alike():
    samples = np.array([[0, 32768, 65535]], ">u2")
    picture = Image.frombytes("I;16B", (3, 1), samples.tobytes())

    display = shown(file_of(picture, "TIFF"))

    assert [display.getpixel((x, 0))[0] for x in range(3)] == [0, 128, 255]


def test_twelve_bits_of_a_tiff_are_as_bright_as_they_were_meant():
    packed = bytes([0x00, 0x08, 0x00, 0xFF, 0xFF, 0xFF])  # 0, 2048 and twice 4095
    tags = {256: 4, 257: 1, 258: 12, 259: 1, 262: 1, 273: 8, 277: 1, 278: 1, 279: len(packed)}
    entries = b"".join(struct.pack("<HHII", tag, 4 if tag == 273 else 3, 1, value) for tag, value in tags.items())
    file = b"II*\0" + struct.pack("<I", 14) + packed + struct.pack("<H", len(tags)) + entries + bytes(4)

    display = shown(io.BytesIO(file))

    assert [display.getpixel((x, 0))[0] for x in range(4)] == [0, 128, 255, 255]


def test_cmyk_becomes_the_colour_that_was_meant():
    display = shown(file_of(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", quality=95))

    red, green, blue = display.getpixel((4, 4))
    assert red > 240
    assert green < 20
    assert blue < 20


def test_alpha_is_kept():
    picture = corners().convert("RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))

    display = shown(file_of(picture))

    assert display.mode == "RGBA"
    assert (display.getpixel((0, 0))[3], display.getpixel((1, 1))[3]) == (0, 255)


def test_a_transparent_colour_of_a_palette_is_kept():
    picture = Image.new("P", (4, 4), 1)
    picture.putpalette([0, 0, 0, 255, 0, 0])
    picture.putpixel((0, 0), 0)

    display = shown(file_of(picture, "GIF", transparency=0))

    assert (display.getpixel((0, 0))[3], display.getpixel((1, 1))) == (0, (255, 0, 0, 255))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_of_a_profile_are_brought_to_srgb(mode):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red_is_blue = profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")

    display = shown(file_of(corners().convert(mode), icc_profile=red_is_blue)).convert("RGBA")

    assert np.abs(np.subtract(display.getpixel((0, 0)), (*BLUE, 255))).max() <= 2
    assert np.abs(np.subtract(display.getpixel((0, 19)), (*RED, 255))).max() <= 2


def test_a_broken_profile_is_left_out():
    assert shown(file_of(corners(), icc_profile=b"no profile")).getpixel((0, 0)) == RED


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_shown(format):
    frames = [Image.new("RGB", (9, 9), colour) for colour in (RED, BLUE)]
    options = {} if format != "WEBP" else {"lossless": True}

    display = shown(file_of(frames[0], format, save_all=True, append_images=frames[1:], **options))

    assert display.convert("RGB").getpixel((4, 4)) == RED
    assert getattr(display, "n_frames", 1) == 1


def test_a_line_of_pixels_keeps_one_pixel_of_its_short_side():
    normal = images.normalise(file_of(Image.new("L", (5000, 2), 200)), "line.png")

    assert (normal.width, normal.height) == (2048, 1)


def png_header(width: int, height: int) -> io.BytesIO:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + content)


@pytest.mark.parametrize("size", [(30_000, 30_000), (8_000, 8_000), (7_072, 7_071)])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(size):
    refused = refusal(png_header(*size))

    assert refused.code == "too_many_pixels"
    assert refused.sentence.startswith("This image has more than 50,000,000 pixels.")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_half_a_picture_is_refused(format, part):
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300, 3), np.uint8))
    content = file_of(noise, format).getvalue()

    refused = refusal(io.BytesIO(content[: int(len(content) * part)]))

    assert refused.code in ("truncated", "not_an_image")


def test_a_png_with_changed_bytes_is_refused():
    content = bytearray(file_of(corners()).getvalue())
    content[content.index(b"IDAT") + 12] ^= 0xFF

    assert refusal(io.BytesIO(content)).code == "truncated"


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"%!PS-Adobe-3.0 EPSF"]
)
def test_what_is_no_picture_is_refused_in_a_sentence(content):
    refused = refusal(io.BytesIO(content))

    assert refused.code == "not_an_image"
    assert refused.sentence == "This file is not an image that we can open. Upload JPEG, PNG or WebP."


def test_real_photographs_are_normalised(shared_files: Path):
    photographs = sorted(shared_files.glob("images-boxes/**/*.jpg"))[:12]
    if not photographs:
        pytest.skip("no real photographs")

    for photograph in photographs:
        with photograph.open("rb") as stream, Image.open(photograph) as source:
            normal = images.normalise(stream, photograph.name)
            assert (normal.source_width, normal.source_height) == source.size
            assert Image.open(io.BytesIO(normal.display)).size == (normal.width, normal.height)


def test_a_wide_picture_is_kept_in_less_wide_editions_for_screens():
    normal = images.normalise(file_of(corners(1500, 500)), "picture")

    editions = {width: Image.open(io.BytesIO(content)) for width, content in normal.for_screens.items()}
    assert {width: (edition.format, edition.size) for width, edition in editions.items()} == {
        720: ("WEBP", (720, 240)),
        1080: ("WEBP", (1080, 360)),
    }
    assert editions[720].getpixel((700, 10))[1] > 200


def test_a_picture_no_wider_than_a_screen_has_no_edition_but_itself():
    assert images.normalise(file_of(corners(880, 2000)), "picture").for_screens == {}
