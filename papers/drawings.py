"""A shape as a small drawing: strokes on a sheet of 100 × 141, as an A4 page."""

from papers.shapes import COLUMN_KEYS

WIDTH, HEIGHT, MARGIN = 100, 141, 9
LEFT, RIGHT = MARGIN, WIDTH - MARGIN
# Height of each block on the sheet; the table takes what is left, down to a least.
TALL = {
    "letterhead": 13,
    "memo": 7,
    "title": 7,
    "opening": 9,
    "closing": 7,
    "earlier": 18,
    "signatory": 9,
    "copy_signatory": 9,
    "report_signatory": 9,
    "distribution": 14,
    "subject": 5,
    "reference": 5,
    "body": 12,
    "enclosure": 5,
    "recipient": 8,
    "attention": 5,
    "page_break": 5,
    "attendance": 15,
    "annex": 22,
}
LEAST_TABLE = 22
NARROW = {"serial": 0.35, "topic": 0.8, "implementer": 0.8}
SIGNATURES = {"signatory", "copy_signatory", "report_signatory"}


def drawing_of(shape):
    """The strokes of a shape: {"bars": [{x, y, width, height}, …], "grids": [{"x", "y", "width",
    "height", "columns": [x, …], "rows": [y, …]}, …], "breaks": [y, …], "scale": vertical factor}.
    """
    tall = TALL | {"head": 3 + 4 * len(shape["head"]), "table": 0}
    tables = shape["order"].count("table")
    taken = sum(tall[block] for block in shape["order"])
    room = HEIGHT - 2 * MARGIN - taken
    tall["table"] = max(LEAST_TABLE, room / tables) if tables else 0
    height = taken + tables * tall["table"]
    sheet = {"bars": [], "grids": [], "breaks": [], "scale": 1}
    sheet["scale"] = round(min(1, (HEIGHT - 2 * MARGIN) / height), 3) if height else 1
    y = 0
    for block in shape["order"]:
        _draw(sheet, block, y, tall[block], shape)
        y += tall[block]
    return sheet


def _draw(sheet, block, y, height, shape):
    bars = sheet["bars"]
    if block == "letterhead":
        bars += [_bar(32, y, 36), _bar(24, y + 3.5, 52, 2.2), _bar(36, y + 7.5, 28)]
    elif block == "memo":
        bars += [_bar(LEFT, y + 1, 34), _bar(RIGHT - 20, y, 20), _bar(RIGHT - 20, y + 2.6, 20)]
    elif block == "title":
        bars.append(_bar(24, y, 52, 2.4))
    elif block == "head":
        for number in range(len(shape["head"])):
            bars += [_bar(LEFT, y + 4 * number, 13), _bar(LEFT + 20, y + 4 * number, 30)]
    elif block == "table":
        sheet["grids"].append(_grid(y, height - 3, _edges(shape["column_keys"]), 6))
    elif block == "attendance":
        sheet["grids"].append(_grid(y, height - 3, [0.12, 0.55, 0.78], 4))
    elif block == "earlier":
        bars.append(_bar(LEFT, y, 40, 1.8))
        sheet["grids"].append(_grid(y + 4, height - 7, [0.08, 0.45, 0.75], 3))
    elif block == "annex":
        sheet["breaks"].append(y + 2)
        bars.append(_bar(38, y + 5, 24, 1.8))
        sheet["grids"].append(_grid(y + 9, height - 12, [0.12, 0.62], 4))
    elif block in SIGNATURES:
        bars += [_bar(RIGHT - 26, y + 2, 26), _bar(RIGHT - 22, y + 5, 18)]
    elif block == "page_break":
        sheet["breaks"].append(y + 2)
    elif block == "recipient":
        bars += [_bar(LEFT, y, 30), _bar(LEFT, y + 3, 24)]
    elif block == "distribution":
        bars.append(_bar(LEFT, y, 34, 1.8))
        bars += [_bar(LEFT + 3, y + 4 + 3 * number, 38) for number in range(3)]
    else:
        for number in range(max(1, int(height // 4))):
            bars.append(_bar(LEFT, y + 3 * number, (RIGHT - LEFT) * (0.97 if number else 1)))


def _bar(x, y, width, height=1.4):
    return {"x": x, "y": round(y, 1), "width": round(width, 1), "height": height}


def _grid(y, height, edges, lines):
    width = RIGHT - LEFT
    return {
        "x": LEFT,
        "y": round(y, 1),
        "width": width,
        "height": round(height, 1),
        "columns": [round(LEFT + width * edge, 1) for edge in edges],
        "rows": [round(y + height * line / lines, 1) for line in range(1, lines)],
    }


def _edges(keys):
    """Where one column ends and the next begins, as parts of the width."""
    widths = [NARROW.get(key, 1.3) for key in keys if key in COLUMN_KEYS]
    return [sum(widths[:number]) / sum(widths) for number in range(1, len(widths))]
