"""Dates, numbers and old text from the command line, as the portal itself computes them."""

import re
import sys
from functools import partial

from django.core.management.base import BaseCommand

from bangla.bijoy import from_bijoy
from bangla.calendar import from_gregorian
from bangla.digits import parse_int, to_bengali
from bangla.phrases import parse_date
from bangla.words import number_words


class Command(BaseCommand):
    help = (
        "date: গ্রেগরীয় তারিখ → বাংলা তারিখ (2019-05-28 → ১৪ জ্যৈষ্ঠ ১৪২৬); "
        "words: সংখ্যা → কথায় (44000 → চুয়াল্লিশ হাজার); "
        "bijoy: বিজয় (SutonnyMJ) লেখা → ইউনিকোড। "
        "মান না দিলে ইনপুট থেকে প্রতি লাইনে একটি করে পড়ে।"
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        # Not argparse's own sub-commands: they would refuse in English.
        parser.add_argument("conversion", nargs="?", metavar="date|words|bijoy")
        parser.add_argument("value", nargs="?")
        parser.add_argument(
            "--force",
            nargs="?",
            const=True,
            default=False,
            metavar="value",
            help="bijoy: পুরো লেখাকেই বিজয় ধরে নেয় (ওয়েব ও ই-মেইল ঠিকানা বাদে)",
        )

    def handle(self, *, conversion, value, force, **options):
        speak_utf8()
        if isinstance(force, str):
            # `bijoy --force TEXT`: argparse gives no positional to what follows an option.
            force, value = True, force
        try:
            convert = conversion_called(conversion, force=force)
            results = [convert(value)] if value is not None else converted_lines(convert)
        except ValueError as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(1) from None
        for result in results:
            self.stdout.write(result)


def bangla_date(text):
    return str(from_gregorian(parse_date(text)))


def words(text):
    return number_words(parse_int(text))


CONVERSIONS = {"date": bangla_date, "words": words, "bijoy": from_bijoy}


def conversion_called(name, *, force):
    if name not in CONVERSIONS:
        known = ", ".join(CONVERSIONS)
        raise ValueError(f"কী করতে হবে তা লিখুন: {known}।")
    if force and name != "bijoy":
        raise ValueError("--force শুধু bijoy এর সঙ্গে চলে।")
    return partial(from_bijoy, force=True) if force else CONVERSIONS[name]


def converted_lines(convert):
    """Convert every line of standard input before any is printed: a refusal prints no result."""
    try:
        typed = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("ইনপুট UTF-8 নয়।") from None
    # Not splitlines(): it cuts at codes that are letters in old Bijoy text.
    lines = re.split("\r?\n", typed)
    if not lines[-1]:
        lines.pop()
    results = []
    for number, line in enumerate(lines, start=1):
        try:
            results.append(convert(line))
        except ValueError as refusal:
            raise ValueError(f"লাইন {to_bengali(number)}: {refusal}") from None
    return results


def speak_utf8():
    """Print UTF-8 whatever the locale of the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
