"""Pictures and sounds by their signed addresses."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils.timezone import now

from tasks.domain.media import storage

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(200)) * 1000
SIZE = len(CONTENT)


@pytest.fixture
def sound() -> str:
    """The address of a stored recording, of CONTENT."""
    return storage.signed_path(storage.save(CONTENT, extension="mp3"), now())


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("webp", "image/webp"),
        ("jpg", "image/jpeg"),
        ("png", "image/png"),
        ("mp3", "audio/mpeg"),
        ("wav", "audio/wav"),
    ],
)
def test_a_file_is_served_whole_with_the_type_of_its_extension_to_whoever_has_its_address(
    client: Client, extension: str, media_type: str
) -> None:
    response = client.get(storage.signed_path(storage.save(CONTENT, extension=extension), now()))

    assert response.status_code == 200
    assert (response["Content-Type"], response["Content-Length"]) == (media_type, str(SIZE))
    assert response["Accept-Ranges"] == "bytes"
    assert content_of(response) == CONTENT


def test_what_is_served_can_neither_be_sniffed_nor_run_nor_used_by_another_site(client: Client, sound: str) -> None:
    response = client.get(sound)
    response.close()

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_from_an_origin_of_its_own_the_pages_of_the_same_site_may_use_it(client: Client, settings) -> None:
    settings.MEDIA_ORIGIN = "https://media.example.org"
    address = storage.signed_path(storage.save(CONTENT, extension="png"), now())

    response = client.get(urlsplit(address).path)
    response.close()

    assert response["Cross-Origin-Resource-Policy"] == "same-site"


@pytest.mark.parametrize("extension", ["upload", "zip", "html", "svg"])
def test_what_cutting_did_not_make_is_never_served_even_with_a_signature(client: Client, extension: str) -> None:
    response = client.get(storage.signed_path(storage.save(CONTENT, extension=extension), now()))

    assert response.status_code == 404


@pytest.mark.parametrize("token", ["", "nonsense", "../../etc/passwd", "a" * 64 + ".png~ffffffff~" + "A" * 43])
def test_an_address_that_we_did_not_sign_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/media/{token}").status_code == 404


def test_an_address_for_another_file_or_a_longer_time_is_not_found(client: Client, sound: str) -> None:
    name, ends, signature = sound.rsplit("~", 2)

    later = client.get(f"{name}~{int(ends, 16) + 1:x}~{signature}")
    other = client.get(f"{name.replace('.mp3', '.png')}~{ends}~{signature}")

    assert (later.status_code, other.status_code) == (404, 404)


def test_a_file_that_is_gone_is_not_found(client: Client) -> None:
    response = client.get(storage.signed_path(storage.key_of("ab" * 32, "png"), now()))

    assert response.status_code == 404


def test_an_address_whose_time_is_over_says_what_to_do_and_is_not_remembered(client: Client) -> None:
    key = storage.save(CONTENT, extension="png")

    response = client.get(storage.signed_path(key, now() - timedelta(hours=1)))

    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"
    assert response.content.decode().endswith("Load again the page that showed it.")


def test_a_browser_keeps_a_file_no_longer_than_its_address_is_good(client: Client, sound: str) -> None:
    response = client.get(sound)
    response.close()

    private, age, immutable = response["Cache-Control"].split(", ")
    left = int(sound.rsplit("~", 2)[1], 16) - now().timestamp()
    assert (private, immutable) == ("private", "immutable")
    assert left - 2 < int(age.removeprefix("max-age=")) <= left + 2


def test_a_file_that_the_browser_has_is_not_sent_again(client: Client, sound: str) -> None:
    first = client.get(sound)
    first.close()

    again = client.get(sound, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=70000-70000", 70_000, 70_000),
        ("bytes=199990-", 199_990, SIZE - 1),
        ("bytes=10-999999999", 10, SIZE - 1),
        ("bytes=-7", SIZE - 7, SIZE - 1),
        ("bytes=-999999999", 0, SIZE - 1),
    ],
)
def test_a_player_is_given_the_part_it_asks_for(client: Client, sound: str, asked: str, first: int, last: int) -> None:
    response = client.get(sound, headers={"Range": asked})

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert content_of(response) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=-0", "bytes=999999999-"])
def test_a_part_behind_the_end_is_refused_with_the_size(client: Client, sound: str, asked: str) -> None:
    response = client.get(sound, headers={"Range": asked})

    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{SIZE}")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "bytes=9-5", "bytes=-", "lines=1-2", "bytes=a-b", "bytes= 1-2"])
def test_several_parts_and_what_is_no_part_are_answered_with_the_whole(client: Client, sound: str, asked: str) -> None:
    response = client.get(sound, headers={"Range": asked})

    assert response.status_code == 200
    assert content_of(response) == CONTENT


def test_a_part_of_another_content_is_answered_with_the_whole(client: Client, sound: str) -> None:
    other = client.get(sound, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    same = client.get(sound, headers={"Range": "bytes=0-1", "If-Range": other["ETag"]})

    assert (content_of(other), content_of(same)) == (CONTENT, CONTENT[:2])


@pytest.mark.parametrize(("asked", "status", "length"), [("", 200, SIZE), ("bytes=0-9", 206, 10)])
def test_head_tells_the_same_without_the_content(
    client: Client, sound: str, asked: str, status: int, length: int
) -> None:
    response = client.head(sound, headers={"Range": asked})

    assert (response.status_code, response["Content-Length"], response.content) == (status, str(length), b"")
    assert (response["Content-Type"], response["Accept-Ranges"]) == ("audio/mpeg", "bytes")


def test_a_file_is_read_only(client: Client, sound: str) -> None:
    assert client.post(sound).status_code == 405


def test_a_proxy_is_told_where_the_file_lies(client: Client, settings) -> None:
    settings.MEDIA_ACCEL_PATH = "/files/"
    key = storage.save(CONTENT, extension="webp")

    response = client.get(storage.signed_path(key, now()))

    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/files/{key}"
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_browser_is_sent_to_the_bucket_by_an_address_that_lives_no_longer_than_ours(client: Client, settings) -> None:
    bucket = {"bucket_name": "hands", "endpoint_url": "https://objects.example.org", "region_name": "eu"}
    keys = {"access_key": "known", "secret_key": "secret"}
    settings.MEDIA_REDIRECT = True
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": bucket | keys},
    }
    key = storage.key_of("cd" * 32, "mp3")

    response = client.get(storage.signed_path(key, now()))

    place = urlsplit(response["Location"])
    asked = parse_qs(place.query)
    assert (response.status_code, place.netloc, place.path) == (302, "objects.example.org", f"/hands/{key}")
    assert asked["response-content-type"] == ["audio/mpeg"]
    assert 900 - 2 < int(asked["X-Amz-Expires"][0]) <= 900 + storage.STEP_SECONDS
    assert "immutable" not in response["Cache-Control"]


def test_a_part_with_a_place_of_endless_digits_is_answered_with_the_whole(client: Client, sound: str) -> None:
    response = client.get(sound, headers={"Range": f"bytes=0-{'9' * 5000}"})

    assert response.status_code == 200
    assert content_of(response) == CONTENT
