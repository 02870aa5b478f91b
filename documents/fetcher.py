"""What a paper may draw besides its own text: the portal's bundled files, and data: URIs.

WeasyPrint asks this fetcher for everything a document names: images, style sheets, fonts, colour
profiles, attachments, whatever the element or property. What is refused here is not drawn.
"""

import base64
import io
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, unquote_to_bytes

from PIL import Image
from weasyprint.urls import URLFetcher, URLFetcherResponse

# The types a data: URI may carry, with the first bytes that prove them: WeasyPrint guesses from
# the content, so that a "PNG" could otherwise turn out to be an SVG with a tree of its own.
SFNT = (b"\x00\x01\x00\x00", b"true", b"OTTO")
SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "font/ttf": SFNT,
    "font/otf": SFNT,
    "font/woff2": (b"wOF2",),
}
ASSET_TYPES = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}
MAX_DATA_BYTES = 4 * 2**20
# An A4 page at 400 dots per inch has 15.5 million pixels.
MAX_PIXELS = 20_000_000


class Refused(ValueError):
    """This URL is none a paper may use; WeasyPrint then leaves the thing out."""


class PortalFetcher(URLFetcher):
    """Answers `asset:` and `data:` URLs from memory and knows no other way to answer."""

    def __init__(self, assets: Mapping[str, bytes]):
        """`assets` maps names such as "paper.css" or "seal/head.png" to contents."""
        super().__init__(
            allowed_protocols=("asset", "data"), allow_redirects=False, fail_on_errors=False
        )
        self._assets = assets

    def fetch(self, url, headers=None):
        """The named content, or Refused. `headers` belongs to WeasyPrint's interface."""
        scheme, _, rest = url.partition(":")
        match scheme.lower():
            case "asset":
                return self._asset(url, unquote(rest))
            case "data":
                return _data(url, rest)
        raise Refused(f"no such scheme in a paper: {scheme[:20]!r}")

    def open(self, url, data=None, timeout=None):
        """The same door, for callers that hold the fetcher as a urllib opener."""
        return self.fetch(getattr(url, "full_url", url))

    def _asset(self, url, name):
        media_type = ASSET_TYPES.get(PurePosixPath(name).suffix)
        if media_type is None or name not in self._assets:
            raise Refused(f"no such asset: {name[:80]!r}")
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": media_type})


def _data(url: str, rest: str) -> URLFetcherResponse:
    """The content of a data: URI (RFC 2397) of an allowed type, size and first bytes."""
    head, comma, payload = rest.partition(",")
    media_type, *parameters = (part.strip().lower() for part in head.split(";"))
    if not comma or media_type not in SIGNATURES:
        raise Refused(f"no such type in a data: URI: {media_type[:40]!r}")
    content = unquote_to_bytes(payload)
    if "base64" in parameters:
        content = base64.b64decode(content)
    if len(content) > MAX_DATA_BYTES:
        raise Refused(f"a data: URI of {len(content)} bytes")
    if not content.startswith(SIGNATURES[media_type]):
        raise Refused(f"the content is no {media_type}")
    if media_type.startswith("image/"):
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
        if width * height > MAX_PIXELS:
            raise Refused(f"an image of {width}×{height} pixels")
    return URLFetcherResponse(url, content, {"Content-Type": media_type})


def load_assets(directory: Path) -> dict[str, bytes]:
    """Every file of a known type below `directory`, by its path within it; empty if there is none."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.suffix in ASSET_TYPES
    }
