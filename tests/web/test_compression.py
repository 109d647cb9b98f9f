"""What is compressed on its way: pages; never what is small already."""

import gzip
import io

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from web.middleware import PagesGZipMiddleware


def test_a_page_comes_compressed_to_a_browser_that_can_read_that(db, client: Client):
    plain = client.get(reverse("home"))
    packed = client.get(reverse("home"), headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert b"<h1" in gzip.decompress(packed.content)
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(b"." * 5000, content_type="application/json"),
        FileResponse(io.BytesIO(b"." * 5000), content_type="image/webp"),
    ],
)
def test_nothing_else_is_touched(answer):
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"

    assert PagesGZipMiddleware(lambda _request: answer)(request) is answer
    assert "Content-Encoding" not in answer.headers
