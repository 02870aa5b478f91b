import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def bangla(*arguments, stdin=b"", **environment):
    """Run the command as a person does; return (exit status, stdout, stderr)."""
    done = subprocess.run(
        [sys.executable, "manage.py", "bangla", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        timeout=60,
        env=os.environ | environment,
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def test_a_value_is_converted_and_printed():
    assert bangla("date", "2019-05-28") == (0, "১৪ জ্যৈষ্ঠ ১৪২৬\n", "")
    assert bangla("words", "৪৪০০০") == (0, "চুয়াল্লিশ হাজার\n", "")


def test_without_a_value_every_line_of_the_input_is_converted():
    typed = "2023-06-26\n২৯/১০/২০২৩\r\n29 July 2019".encode("utf-8-sig")
    assert bangla("date", stdin=typed) == (0, "১২ আষাঢ় ১৪৩০\n১৩ কার্তিক ১৪৩০\n১৪ শ্রাবণ ১৪২৬\n", "")
    assert bangla("words", stdin=b"") == (0, "", "")


def test_utf_8_is_printed_whatever_the_terminal_says():
    typed = "৩৫".encode()
    answer = bangla("words", stdin=typed, PYTHONIOENCODING="latin-1")
    assert answer == (0, "পঁয়ত্রিশ\n", "")


def test_only_bijoy_text_is_converted_unless_forced():
    typed = "Kvh©weeiYx, ICT kvLv\n\nOffice copy\nFY\nমোট 5 টি\n"

    assert bangla("bijoy", stdin=typed.encode()) == (
        0,
        "কার্যবিবরণী, ICT শাখা\n\nOffice copy\nFY\nমোট 5 টি\n",
        "",
    )
    assert bangla("bijoy", "--force", stdin=b"FY\n\nbs\n") == (0, "ঋণ\n\nনং\n", "")
    assert bangla("bijoy", "--force", "FY") == bangla("bijoy", "FY", "--force") == (0, "ঋণ\n", "")
    assert bangla("bijoy", "mfvcwZ") == (0, "সভাপতি\n", "")


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["date", "2019-05-28", "--force"], "", "--force শুধু bijoy এর সঙ্গে চলে।"),
        (["date", "2019-02-29"], "", "“2019-02-29” তারিখটি পঞ্জিকায় নেই।"),
        (
            ["words", "1২3"],
            "",
            "“1২3” সংখ্যাটিতে বাংলা ও ইংরেজি অঙ্ক মিশে আছে; যেকোনো এক ধরনের অঙ্কে লিখুন।",
        ),
        (["words", "-5"], "", "“-5” শূন্য বা তার বড় পূর্ণসংখ্যা নয়; শুধু অঙ্কে লিখুন।"),
        (["words"], "12\n\n13", "লাইন ২: “” শূন্য বা তার বড় পূর্ণসংখ্যা নয়; শুধু অঙ্কে লিখুন।"),
        (["date"], "2019-05-28\nকাল", "লাইন ২: “কাল” তারিখটি বোঝা যায়নি; ২৯/১০/২০২৩ এভাবে লিখুন।"),
        (["words"], b"\xff\xfe", "ইনপুট UTF-8 নয়।"),
        ([], "", "কী করতে হবে তা লিখুন: date, words, bijoy।"),
        (["time"], "", "কী করতে হবে তা লিখুন: date, words, bijoy।"),
    ],
)
def test_a_refusal_is_one_bengali_line_and_no_result(arguments, stdin, message):
    stdin = stdin if isinstance(stdin, bytes) else stdin.encode()
    assert bangla(*arguments, stdin=stdin) == (1, "", message + "\n")
