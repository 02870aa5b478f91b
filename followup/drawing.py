"""How the shares of a row stand, as bars that a template draws as SVG. Pure functions.

The parts are told apart by their place, their look and the text beside; no words stand in the picture.
"""

from bangla.digits import to_bengali

WIDTH, HEIGHT, GAP = 160, 14, 1
# The parts of a bar from left to right, and what each holds.
PARTS = {
    "late": "দেরিতে",
    "open": "সময় আছে",
    "claimed": "যাচাই বাকি",
    "verified": "যাচাইকৃত",
    "other": "অন্যভাবে শেষ",
}


def parts_of(figures):
    """{part: how many}; together all the shares that somebody answers for."""
    running = figures["open"] + figures["settle"]
    return {
        "late": figures["late"],
        "open": running - figures["late"],
        "claimed": figures["claimed"],
        "verified": figures["verified"],
        "other": figures.ended_otherwise,
    }


def bar(figures, most):
    """A bar whose length is to WIDTH as its shares to `most`: {"box", "parts", "text"}, numbers as texts."""
    x, drawn = 0.0, []
    for name, number in parts_of(figures).items():
        if number:
            wide = WIDTH * number / most
            drawn.append({"name": name, "x": _said(x), "wide": _said(max(wide - GAP, 0.5))})
            x += wide
    return {
        "box": f"0 0 {WIDTH} {HEIGHT}",
        "height": f"{HEIGHT}",
        "parts": drawn,
        "text": told(figures),
    }


def told(figures):
    """The same in words."""
    return ", ".join(
        f"{PARTS[name]} {to_bengali(number)}"
        for name, number in parts_of(figures).items()
        if number
    )


def _said(number):
    return f"{number:.1f}".removesuffix(".0")
