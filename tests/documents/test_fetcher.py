"""What a paper may name, and what it may not."""

import base64
import io
import urllib.request

import pytest
from PIL import Image

from documents.fetcher import MAX_DATA_BYTES, PortalFetcher, Refused, load_assets


def image(kind, size=(2, 2), mode="RGB"):
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


PNG, JPEG = image("PNG"), image("JPEG")
TTF, OTF, WOFF2 = b"\x00\x01\x00\x00 face", b"OTTO face", b"wOF2 face"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def data(media_type, content):
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@pytest.fixture
def fetcher():
    return PortalFetcher({"paper.css": b"p {}", "seal/head.png": PNG, "notes.txt": b"ours alone"})


@pytest.mark.parametrize(
    ("url", "content", "media_type"),
    [
        ("asset:paper.css", b"p {}", "text/css"),
        ("asset:seal/head.png", PNG, "image/png"),
        ("asset:seal%2Fhead.png", PNG, "image/png"),
        ("ASSET:paper.css", b"p {}", "text/css"),
        (data("image/png", PNG), PNG, "image/png"),
        (data("image/jpeg", JPEG), JPEG, "image/jpeg"),
        (data("font/ttf", TTF), TTF, "font/ttf"),
        (data("font/otf", OTF), OTF, "font/otf"),
        (data("font/woff2", WOFF2), WOFF2, "font/woff2"),
        (data("Font/WOFF2;charset=x", WOFF2), WOFF2, "font/woff2"),
        ("data:font/otf,OTTO%20face", OTF, "font/otf"),
    ],
)
def test_assets_and_data_of_known_types_are_handed_over(fetcher, url, content, media_type):
    response = fetcher.fetch(url)

    assert (response.read(), response.content_type) == (content, media_type)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "gopher://example.org/",
        "jar:file:///x.jar!/x",
        "javascript:alert(1)",
        "//example.org/x.png",
        "/etc/passwd",
        "paper.css",
        "",
        "asset:",
        "asset:other.css",
        "asset:../asset/paper.css",
        "asset:/etc/passwd",
        "asset://paper.css",
        "asset:notes.txt",
    ],
)
def test_every_other_address_is_refused(fetcher, url):
    with pytest.raises(Refused):
        fetcher.fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "data:",
        "data:,",
        "data:image/png",
        "data:;base64,AAAA",
        data("text/css", b"p {}"),
        data("text/html", b"<p>"),
        data("image/svg+xml", SVG),
        data("image/gif", b"GIF89a"),
        data("image/png", SVG),
        data("image/png", JPEG),
        data("image/jpeg", PNG),
        data("font/ttf", PNG),
        data("font/woff2", TTF),
        data("image/png", PNG[:8]),
    ],
)
def test_data_is_what_its_type_says_or_refused(fetcher, url):
    with pytest.raises((Refused, OSError)):
        fetcher.fetch(url)


def test_data_has_a_largest_size(fetcher):
    largest = TTF.ljust(MAX_DATA_BYTES)

    assert fetcher.fetch(data("font/ttf", largest)).read() == largest
    with pytest.raises(Refused):
        fetcher.fetch(data("font/ttf", largest + b" "))


def test_an_image_has_a_largest_number_of_pixels(fetcher):
    # A bilevel PNG of 25 million pixels is 3 kB long and 100 MB once drawn.
    bomb = image("PNG", (5000, 5000), "1")

    assert len(bomb) < 10_000
    with pytest.raises(Refused):
        fetcher.fetch(data("image/png", bomb))
    assert fetcher.fetch(data("image/png", image("PNG", (4000, 5000), "1"))).status == 200


def test_the_door_for_urllib_is_the_same_door(fetcher):
    assert fetcher.open("asset:paper.css").read() == b"p {}"
    assert fetcher("asset:paper.css").read() == b"p {}"
    with pytest.raises(Refused):
        fetcher.open(urllib.request.Request("file:///etc/passwd"))
    with pytest.raises(Refused):
        fetcher("file:///etc/passwd")


def test_assets_are_the_known_types_below_one_directory(tmp_path):
    (tmp_path / "seal").mkdir()
    (tmp_path / "seal" / "head.png").write_bytes(PNG)
    (tmp_path / "paper.css").write_bytes(b"p {}")
    (tmp_path / "README.md").write_bytes(b"ours alone")

    assert load_assets(tmp_path) == {"paper.css": b"p {}", "seal/head.png": PNG}
    assert load_assets(tmp_path / "none") == {}
