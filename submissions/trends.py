"""The line of a trend as coordinates, which a template draws as SVG. Pure functions.

Where nothing was owed the line has a gap: nothing of nothing is not zero.
"""

from bangla.digits import to_bengali

WIDTH, TOP, HEIGHT, LEFT, FOOT = 780, 26, 150, 52, 38
SMALL_WIDTH, SMALL_HEIGHT, SMALL_EDGE = 132, 26, 4


def drawing(points, beside=()):
    """A large picture of a trend (scores.Points): {"lines", "dots", "beside", "grid", "names", …}.

    `beside` is another trend of the same steps, drawn apart from the first by its dashes and squares.
    All numbers are texts, so that no template writes them in another way.
    """
    wide = (WIDTH - LEFT) / max(len(points), 1)

    def place(step, share):
        return LEFT + wide * (step + 0.5), TOP + HEIGHT * (100 - share) / 100

    return {
        "box": f"0 0 {WIDTH} {TOP + HEIGHT + FOOT}",
        "right": f"{WIDTH}",
        "left": f"{LEFT}",
        "grid": [
            {"y": _said(TOP + HEIGHT * (100 - share) / 100), "label": f"{to_bengali(share)}%"}
            for share in (0, 50, 100)
        ],
        "label_x": f"{LEFT - 8}",
        # In two lines: the month, and under it the year.
        "names": [
            {
                "x": _said(place(step, 0)[0]),
                "first": point.name.partition(" ")[0],
                "rest": point.name.partition(" ")[2],
            }
            for step, point in enumerate(points)
        ],
        "names_y": f"{TOP + HEIGHT + 18}",
        "rest_y": f"{TOP + HEIGHT + 33}",
        "lines": _lines(points, place),
        "dots": _dots(points, place),
        "beside_lines": _lines(beside, place),
        "beside_dots": _dots(beside, place),
    }


def small(points):
    """The same in a table's cell: {"box", "lines", "dots", "foot"}."""
    wide = (SMALL_WIDTH - 2 * SMALL_EDGE) / max(len(points), 1)
    high = SMALL_HEIGHT - 2 * SMALL_EDGE

    def place(step, share):
        return SMALL_EDGE + wide * (step + 0.5), SMALL_EDGE + high * (100 - share) / 100

    return {
        "box": f"0 0 {SMALL_WIDTH} {SMALL_HEIGHT}",
        "lines": _lines(points, place),
        "dots": _dots(points, place),
        "right": f"{SMALL_WIDTH}",
        "foot": f"{SMALL_HEIGHT - SMALL_EDGE}",
    }


def told(points):
    """A trend in words, for who does not see it: the steps at which something was owed."""
    return "; ".join(
        to_bengali(f"{point.name}: {point.owed}টির {point.in_time}টি")
        for point in points
        if point.owed
    )


def _lines(points, place):
    """Each unbroken stretch of at least two steps, as the points of a polyline."""
    stretches, now = [], []
    for step, point in enumerate(points):
        if point.share is None:
            now = []
            continue
        if not now:
            stretches.append(now)
        now.append(",".join(map(_said, place(step, point.share))))
    return [" ".join(stretch) for stretch in stretches if len(stretch) > 1]


def _dots(points, place):
    found = []
    for step, point in enumerate(points):
        if point.share is not None:
            x, y = place(step, point.share)
            found.append(
                {
                    "x": _said(x),
                    "y": _said(y),
                    "above": _said(y - 9),
                    "corner_x": _said(x - 4.5),
                    "corner_y": _said(y - 4.5),
                    "label": f"{to_bengali(point.share)}%",
                }
            )
    return found


def _said(number):
    return f"{number:.1f}".removesuffix(".0")
