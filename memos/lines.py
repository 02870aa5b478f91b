"""A line of the issue register in the columns an office keeps."""

from memos.models import Memo

# Heading → width in the spreadsheet, in characters.
COLUMNS = {
    "ক্রমিক": 8,
    "বিষয়": 50,
    "প্রেরক": 30,
    "স্মারক নম্বর": 40,
    "প্রেরণের তারিখ": 16,
    "প্রাপকসমূহ": 40,
    "অনুলিপিসমূহ": 40,
    "পত্রের ধরন": 18,
    "মন্তব্য": 30,
}


# The columns of the table that a line is made of.
READ = (
    *(
        "serial",
        "subject",
        "sender",
        "number",
        "issued_on",
        "recipients",
        "copied_to",
        "kind",
        "state",
    ),
    *("void_reason", "order_reason"),
)
KINDS = dict(Memo.Kind.choices)
MOST_LINES = 1000  # on paper; a spreadsheet takes them all


def cells_of(memo):
    """A line of the register (a Memo, or what READ names of one), a value for each of COLUMNS: a number,
    a day or None, texts."""
    return [
        memo.serial,
        memo.subject,
        memo.sender,
        memo.number,
        memo.issued_on,
        "\n".join(memo.recipients),
        "\n".join(memo.copied_to),
        KINDS[memo.kind],
        remark_on(memo),
    ]


def remark_on(memo):
    """What the last column says: what became of the number, and why it is out of its order."""
    said = {
        Memo.State.VOID: f"বাতিল: {memo.void_reason}",
        Memo.State.RESERVED: "সংরক্ষিত",
    }.get(memo.state)
    order = memo.order_reason and f"ক্রম ও তারিখ আগে-পরে: {memo.order_reason}"
    return "\n".join(filter(None, [said, order]))
