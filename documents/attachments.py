"""Files that travel inside a PDF. Kept apart from documents.pdf, which loads all of WeasyPrint."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """A file embedded in a PDF as its source (ISO 19005-3, 6.8).

    `name` is the file's name, no two the same in one PDF; `mime` its type, as `application/json`;
    `description` a few words for people, in Bengali.
    """

    name: str
    data: bytes
    mime: str
    description: str
