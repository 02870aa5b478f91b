"""What a paper says, as data: a dict of the interchange format."""

import hashlib
import json

# Of the interchange format; what a file does not say is of the first.
VERSION = 1


def canonical(content):
    """The one spelling of a content: UTF-8 JSON with sorted keys and no spare spaces (bytes)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(content):
    """SHA-256 of the canonical content, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()
