"""A warm process that draws pages one after another, for bench.pdf.

Each line on stdin is JSON: an HTML file and where to write its PDF. Each answer on stdout is JSON:
the seconds the drawing took, by the clock and of processor time. The first argument chooses how:

    stock       WeasyPrint as its documentation shows it; nothing of ours is loaded
    stock-fonts the same, with one FontConfiguration for all pages
    ours        documents.pdf.write_pdf
"""

import gc
import json
import sys
import time
from pathlib import Path


def main(way, variant):
    draw = {"stock": stock, "stock-fonts": stock_fonts, "ours": ours}[way](variant)
    if way != "ours" and "documents" in sys.modules:
        raise RuntimeError("the stock renderer has something of ours in it")
    for line in sys.stdin:
        page, target = json.loads(line)
        html = Path(page).read_text("utf-8")
        began, cpu_began = time.perf_counter(), time.process_time()
        pdf = draw(html)
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
        Path(target).write_bytes(pdf)
        del pdf
        gc.collect()
        print(json.dumps([seconds, cpu_seconds]), flush=True)


def stock(variant):
    import weasyprint

    return lambda html: weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)


def stock_fonts(variant):
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return lambda html: weasyprint.HTML(string=html).write_pdf(
        pdf_variant=variant, font_config=fonts
    )


def ours(variant):
    from documents.fetcher import PortalFetcher
    from documents.pdf import VARIANT, write_pdf

    if variant != VARIANT:
        raise RuntimeError(f"{variant} is asked for, {VARIANT} is drawn")
    return lambda html: write_pdf(html, url_fetcher=PortalFetcher({}))


if __name__ == "__main__":
    main(*sys.argv[1:])
