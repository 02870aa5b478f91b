"""How many pages a file that somebody uploaded has; a PDF is opened closed in, see documents.confined."""

from documents import confined


def pages_in(pdf):
    """The pages of a PDF (bytes); None where it cannot be told."""
    try:
        return confined.ask("documents.pagereading", pdf)["pages"] or None
    except confined.NoAnswer:
        return None


def pages_of(file):
    """The pages of a stored file (a FieldFile): a picture has one; None where it cannot be told."""
    kind = file.name.rpartition(".")[2].lower()
    if kind != "pdf":
        return None if kind == "docx" else 1
    try:
        with file.open("rb") as opened:
            return pages_in(opened.read())
    except OSError:
        return None
