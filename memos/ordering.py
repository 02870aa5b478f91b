"""Whether a number and its day follow those before them; and the reason the register keeps where not."""

from django.core.exceptions import ValidationError

from bangla.digits import to_bengali
from bangla.phrases import long_date
from memos.models import Memo

# Why a paper that brings its number along stands behind later ones.
TAKEN_IN = "আগের কাগজ থেকে তোলা"


class OutOfOrder(ValidationError):
    """A number or a day that does not follow, and nobody says why; the message says what it crosses."""


def keep_order(line, on, *, last, reason="", is_typed=False, is_old=False):
    """Let a line whose serial is taken say why it is out of order, if it is. Call it under the lock of
    the counter.

    `on` is the day it bears, `last` how far the counter had got before; `is_typed` of a serial of
    one's own choice, `is_old` of one that an old paper brings along. Raises OutOfOrder.
    """
    crossed, passed = list(_crossed(line, on)), list(_passed(line, last, is_typed=is_typed))
    if is_old and passed and not crossed:
        reason = reason or TAKEN_IN
    told = [*crossed, *([] if is_old else passed)]
    if told and not reason:
        raise OutOfOrder(" ".join([*told, "কারণ লিখুন; রেজিস্টারে নম্বরটির পাশে তা ছাপা থাকবে।"]))
    line.order_reason = reason if crossed or passed else ""


def _crossed(line, on):
    """A lower number of a later day, a higher one of an earlier day."""
    others = Memo.objects.filter(series=line.series_id, period=line.period).exclude(pk=line.pk)
    lower = others.filter(serial__lt=line.serial, issued_on__gt=on).order_by("-serial").first()
    higher = others.filter(serial__gt=line.serial, issued_on__lt=on).order_by("serial").first()
    if lower:
        yield (
            f"তারিখ {long_date(on)} এই ধারার ইস্যু নম্বর {to_bengali(lower.serial)} এর তারিখের "
            f"({long_date(lower.issued_on)}) আগে।"
        )
    if higher:
        yield (
            f"ইস্যু নম্বর {to_bengali(higher.serial)} আগেই {long_date(higher.issued_on)} তারিখে গেছে; "
            f"{to_bengali(line.serial)} নম্বরের তারিখ তার পরে।"
        )


def _passed(line, last, *, is_typed):
    """A year whose numbers are over; a number that goes back, or leaves some out."""
    if Memo.objects.filter(series=line.series_id, period__gt=line.period).exists():
        yield "এই তারিখের পরের বছরের নম্বর দেওয়া শুরু হয়ে গেছে।"
    if line.serial < last and line.pk is None:
        yield f"এই ধারার শেষ ইস্যু নম্বর {to_bengali(last)}; {to_bengali(line.serial)} তার আগের।"
    if is_typed and 0 < last < line.serial - 1:
        gone = f"{last + 1}" if line.serial == last + 2 else f"{last + 1}-{line.serial - 1}"
        yield f"এই ধারার শেষ ইস্যু নম্বর {to_bengali(last)}; মাঝের {to_bengali(gone)} রেজিস্টারে নেই।"
