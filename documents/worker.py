"""The process that draws papers: jobs come in on stdin, answers go out on stdout.

    python -m documents.worker

It is started and minded by documents.pool, and knows neither Django nor the portal's settings.
Before the first job it has given up the network, other programs and nearly all files.

Both ways carry frames: four bytes of length (big-endian), then so many bytes. In comes one frame
of JSON with the terms of service (`parent`: process id, `memory`: bytes, `seconds`: processor time
a job may take, `scratch`: a directory of its own); then for each job a frame of JSON
(`attachments`: name, mime and description of each; `fields`: name, anchor and label of each;
`is_stamp`), the HTML in UTF-8 and a frame for each
attachment's content. Out goes one frame of JSON when it is ready; then for each job a frame of
JSON, which is `{}` with the PDF in a frame after it, or has an `error` and nothing after it.
"""

import base64
import gc
import json
import os
import struct
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

LENGTH = struct.Struct(">I")
MAX_PDF_BYTES = 64 * 2**20
MAX_FILE_BYTES = 16 * 2**20
MAX_OPEN_FILES = 64
HERE = Path(__file__).resolve().parent
ASSETS = HERE / "assets"

# All that a paper's first drawing would otherwise have to load, in a few lines.
DOT = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
        "0000000049454e44ae426082"
    )
).decode()
FIRST_PAPER = f"""<html lang="bn"><head><title>কার্যবিবরণী</title><style>
@page {{ size: A4; margin: 2cm; @bottom-center {{ content: counter(page, bengali) }} }}
body {{ font-family: FAMILIES, 'Noto Serif'; line-height: 1.4 }} table {{ table-layout: fixed }}
</style></head><body><h1>সমন্বয় সভার কার্যবিবরণী</h1><p><b>র‍্যাব</b> (RAB) ২০২৫
<img alt="" src="data:image/png;base64,{DOT}"></p><table><thead><tr><th>ক্রম</th></tr></thead>
<tbody><tr><td>আকাঙ্ক্ষা</td></tr></tbody></table></body></html>"""


def frame(content: bytes) -> bytes:
    """The content with its length before it."""
    return LENGTH.pack(len(content)) + content


def main() -> int:
    """Get ready, then draw papers until stdin ends. The exit code tells a failed start."""
    jobs, answers = _take_the_pipes()
    terms = json.loads(_read(jobs))
    try:
        ready, draw = _get_ready(terms)
    except Exception:
        _answer(answers, {"error": "broken", "detail": traceback.format_exc()})
        return 1
    _answer(answers, ready)

    while (head := _read(jobs)) is not None:
        job = json.loads(head)
        html = _read(jobs).decode()
        contents = [_read(jobs) for _ in job["attachments"]]
        _serve(answers, draw, html, job, contents, cpu_seconds=terms["seconds"])
        # What a job leaves behind is cleared between jobs, off the next one's way.
        del job, html, contents
        gc.collect()
    return 0


def _take_the_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Stdin and stdout for ourselves; whatever else reads or prints gets /dev/null."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    return jobs, answers


def _get_ready(terms: dict) -> tuple[dict, Callable]:
    """Lock the doors, load the drawing, close the files, warm up."""
    from documents import confinement

    confinement.die_with_parent(terms["parent"])
    confinement.offer_to_the_oom_killer()
    confinement.limit_resources(
        memory=terms["memory"], file_size=MAX_FILE_BYTES, open_files=MAX_OPEN_FILES
    )
    network_closed = confinement.close_network()

    from documents import fonts, pdf
    from documents.fetcher import PortalFetcher, load_assets

    assets = load_assets(ASSETS)

    def draw(html: str, job: dict, contents: list[bytes]) -> bytes:
        fetcher = PortalFetcher(assets)
        if job["is_stamp"]:
            return pdf.write_stamp(html, url_fetcher=fetcher)
        return pdf.write_pdf(
            html,
            url_fetcher=fetcher,
            attachments=[
                pdf.Attachment(
                    name=about["name"],
                    data=content,
                    mime=about["mime"],
                    description=about["description"],
                )
                for about, content in zip(job["attachments"], contents, strict=True)
            ],
            fields=[pdf.SignatureField(**field) for field in job["fields"]],
        )

    files_closed = confinement.close_files(
        readable=[*confinement.code_places(), *fonts.places(), os.devnull, "/dev/urandom"],
        writable=[terms["scratch"]],
    )

    # Behind closed doors already, so that a door too many shows now and not in somebody's paper.
    families = ", ".join(f"'{family}'" for family in fonts.bengali_families())
    source = {"name": "source.json", "mime": "application/json", "description": "উৎস"}
    job = {"attachments": [source], "fields": [], "is_stamp": False}
    draw(FIRST_PAPER.replace("FAMILIES", families), job, [b"{}"])
    # What is loaded by now stays: the collector need not walk it after every job.
    gc.collect()
    gc.freeze()
    return {"network_closed": network_closed, "files_closed": files_closed}, draw


def _serve(
    answers: BinaryIO, draw: Callable, html: str, job: dict, contents, *, cpu_seconds
) -> None:
    from documents import confinement

    confinement.limit_cpu(cpu_seconds)
    try:
        pdf = draw(html, job, contents)
    except MemoryError:
        confinement.use_memory_reserve()
        _answer(answers, {"error": "large"})
    except Exception as error:
        _answer(answers, {"error": "broken", "detail": _place(error)})
    else:
        if len(pdf) > MAX_PDF_BYTES:
            _answer(answers, {"error": "large"})
        else:
            _answer(answers, {}, pdf)


def _place(error: Exception) -> str:
    """The kind of an error and where it came up, without its message: that may quote the paper."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name} ({Path(last.filename).name}:{last.lineno})"


def _read(jobs: BinaryIO) -> bytes | None:
    """The next frame's content; None at the end of the stream."""
    length = jobs.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    return jobs.read(LENGTH.unpack(length)[0])


def _answer(answers: BinaryIO, head: dict, *contents: bytes) -> None:
    answers.write(frame(json.dumps(head).encode()))
    for content in contents:
        answers.write(frame(content))
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
