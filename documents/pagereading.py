"""How many pages a PDF has: what documents.pagecount asks of a process closed in."""

import pypdfium2


def answer(data):
    with pypdfium2.PdfDocument(data) as pdf:
        return {"pages": len(pdf)}
