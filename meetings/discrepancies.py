"""What does not fit together in a paper as it was printed. Such a paper is kept as it is; its
office is told."""

import re

from bangla.calendar import from_gregorian
from bangla.digits import to_ascii, to_bengali
from bangla.phrases import long_date, parse_date
from bangla.text import fold
from offices.codes import districts, memo_part_two
from papers import content as read

# Digits of the parts of a file number, of old and (from 2024) of the Secretariat Instructions.
OLD_PARTS = [2, 2, 4, 3, 2, 3, 2]
NEW_PARTS = [2, 2, 4, 3, 3, 2, 4, 2]

# The longest period a cadence stands for, in days.
LONGEST = {"monthly": 31, "quarterly": 92, "half_yearly": 184, "yearly": 366}


def warning(code, message):
    return {"code": code, "message": message}


def discrepancies(content):
    """Warnings about a content of the interchange format: a list of {"code": …, "message": …}.

    Codes: bangla_date, date_as_printed, period_and_date, period_and_cadence, memo_parts,
    memo_before_meeting, memo_geo, memo_as_printed, memo_numbers.
    """
    return [
        *_printed_date(
            "সভার তারিখ", content["meeting"].get("date_as_printed"), read.held_on(content)
        ),
        *_period(content),
        *_memo(read.memo(content), read.held_on(content)),
    ]


def _printed_date(name, printed, day):
    """A printed Gregorian date that reads as another day than the one given."""
    if not printed or not day:
        return
    try:
        found = parse_date(re.sub(r"\s*(খ্রি.*|।)$", "", printed.strip()).rstrip(" .,"))
    except ValueError:
        return
    if found != day:
        told = f"{name}: ছাপা আছে “{printed}”, দেওয়া আছে {long_date(day)}।"
        yield warning("date_as_printed", told)


def _period(content):
    if not content["period"]:
        return
    (start, end), held_on = read.period(content), read.held_on(content)
    span = f"{long_date(start)} – {long_date(end)}"
    if not start <= held_on <= end:
        yield warning("period_and_date", f"সভার তারিখ {long_date(held_on)} মেয়াদের ({span}) বাইরে।")
    longest = LONGEST.get(content["cadence"])
    if longest and not longest - 4 <= (end - start).days + 1 <= longest:
        yield warning(
            "period_and_cadence", f"মেয়াদ ({span}) এই কমিটির সভা যত পরপর হয়, তার সঙ্গে মেলে না।"
        )


def _memo(memo, held_on):
    if memo.date:
        if memo.date < held_on:
            yield warning(
                "memo_before_meeting",
                f"স্মারকের তারিখ {long_date(memo.date)} সভার তারিখের ({long_date(held_on)}) আগে; এভাবে জারি করা যাবে না।",
            )
        yield from _bangla_date(memo.bangla_date_as_printed, memo.date)
        yield from _printed_date("স্মারকের তারিখ", memo.date_as_printed, memo.date)
    if memo.number:
        yield from _number(memo.number)
        printed, again = memo.as_printed, memo.copy_number_as_printed
        if printed and _figures(memo.number) not in _figures(printed):
            yield warning("memo_as_printed", f"ছাপা স্মারকে (“{printed}”) নম্বর {memo.number} নেই।")
        if printed and again and _figures(printed) != _figures(again):
            yield warning("memo_numbers", f"কাগজের দুই স্মারক নম্বর এক নয়: “{printed}” ও “{again}”।")


def _bangla_date(printed, issued_on):
    right = str(from_gregorian(issued_on))
    if printed and fold(printed).replace(",", "") != fold(right):
        yield warning(
            "bangla_date",
            f"{long_date(issued_on)} তারিখের বাংলা তারিখ {right}; ছাপা আছে “{printed}”।",
        )


def _number(number):
    parts = re.findall(r"\d+", to_ascii(number))
    lengths = [len(part) for part in parts]
    if lengths not in (OLD_PARTS, NEW_PARTS):
        told = ".".join(map(to_bengali, lengths))
        yield warning(
            "memo_parts",
            f"স্মারক {number}: অংশগুলো {told} অঙ্কের; নিয়ম ২.২.৪.৩.২.৩.২ বা ২.২.৪.৩.৩.২.৪.২।",
        )
    if len(parts) < 3 or len(parts[2]) != 4:
        return
    geo, district = parts[2], districts().get(parts[2][:2])
    if geo != "0000" and district is None:
        yield warning("memo_geo", f"স্মারক {number}: {to_bengali(geo[:2])} কোনো জেলার কোড নয়।")
    division = memo_part_two().get(parts[1])
    if district and division and district.division != division:
        yield warning(
            "memo_geo",
            f"স্মারক {number}: {district.name} জেলা {to_bengali(parts[1])} কোডের বিভাগে নয়।",
        )


def _figures(text):
    return re.sub(r"[^\d.]", "", to_ascii(text)).strip(".")
