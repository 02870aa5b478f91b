"""The TOML files of the demo, read once."""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files


@cache
def offices():
    """offices.toml as a dict."""
    return _read("offices.toml")


@cache
def paper(name):
    """papers/<name>.toml as a dict."""
    return _read(f"papers/{name}.toml")


def _read(name):
    # Text is stored in NFC, whatever the editor of the file typed.
    text = (files(__package__) / name).read_text("utf-8")
    return tomllib.loads(unicodedata.normalize("NFC", text))
