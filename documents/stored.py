"""A file on the disk that is known by its SHA-256: it is read whole and right, or not at all."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


class Damaged(Exception):
    """The file of a document is not what was stored. `str()` is a Bengali sentence for the user."""

    def __init__(self, sha256):
        super().__init__(
            "সংরক্ষিত ফাইলটি আর আগের মতো নেই, তাই দেখানো হচ্ছে না। প্রশাসককে জানান; ব্যাকআপ থেকে ফাইলটি ফেরানো যায়।"
        )
        self.sha256 = sha256


@dataclass(frozen=True)
class StoredFile:
    """Where the bytes lie and what they must be."""

    path: Path
    sha256: str
    size: int
    mime: str

    def open(self) -> BinaryIO:
        """The file, open for reading at its start, after its size and every byte were checked.

        Raises Damaged.
        """
        try:
            file = self.path.open("rb")
        except OSError:
            raise Damaged(self.sha256) from None
        try:
            # Of the open file, so that what was checked is what is read.
            is_whole = (
                os.fstat(file.fileno()).st_size == self.size
                and hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
            )
        except OSError:  # the disk cannot give its bytes back
            is_whole = False
        if not is_whole:
            file.close()
            raise Damaged(self.sha256)
        file.seek(0)
        return file

    def read(self) -> bytes:
        """All its bytes, checked. Raises Damaged."""
        try:
            data = self.path.read_bytes()
        except OSError:
            raise Damaged(self.sha256) from None
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise Damaged(self.sha256)
        return data
