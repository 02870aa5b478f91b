"""What of a content its paper prints: this alone travels inside the PDF.

An approval stays bound to the whole content; a stranger who opens the file of a paper finds no name
and no word that the paper does not show.
"""

from papers import content as read
from papers.blocks import title_on
from papers.promises import LISTS_OF_THE_PRESENT
from papers.shapes import DISCUSSION_KEYS, TOPIC_KEYS

# Blocks that print the key of their own name, and what a content says that prints none of it.
ALONE = {
    "memo": None,
    "opening": [],
    "closing": [],
    "signatory": None,
    "distribution": [],
}
# In the place of a text that the format asks for and the paper has no column for.
UNPRINTED = "—"
# Parts of a letter that are told as lists.
LISTS = {"body", "recipient"}


def printed(content):
    """A content of the interchange format with what its paper prints, and no more.

    What names the sitting stays, printed or not: the committee, the kind, the day, the period. The
    paper of what comes back is the very same.
    """
    order, keys = content["order"], set(content["column_keys"])
    told = dict(content) | {name: none for name, none in ALONE.items() if name not in order}
    if content["letterhead"] and "letterhead" not in order:
        # Whose paper it is stands in the description of every file.
        told["letterhead"] = {
            key: said for key, said in content["letterhead"].items() if key in ("office", "place")
        }
    told["meeting"] = _sitting(content)
    if content.get("attendance"):
        told["attendance"] = _attendance(content)
    if content.get("letter"):
        told["letter"] = _letter(content)
    if told["memo"] and order.count("memo") < 2:
        told["memo"] = _without(told["memo"], "copy_number_as_printed")
    told["items"] = [_item(item, keys) for item in content["items"]] if "table" in order else []
    # A content lacks these keys where there is nothing to say.
    shown = {
        "chair": "chair" in read.heads_on(content),
        "letter": told.get("letter"),
        "agenda": "agenda" in order,
        "earlier": "earlier" in order,
        "copy_signatory": "copy_signatory" in order,
        "report_signatory": "report_signatory" in order,
        "report_signed_on_as_printed": "report_signatory" in order,
    }
    return _without(told, *(key for key, is_shown in shown.items() if not is_shown))


def _without(told, *names):
    return {key: value for key, value in told.items() if key not in names}


def _sitting(content):
    """The day, and the lines of the head that are printed; each with its words as printed."""
    shown = read.heads_on(content) | {"date"}
    return {
        key: value
        for key, value in content["meeting"].items()
        if key.removesuffix("_as_printed") in shown
    }


def _attendance(content):
    """Those who are listed as having come; nobody where the paper has no list."""
    told = content["attendance"]
    is_listed = LISTS_OF_THE_PRESENT & set(content["order"])
    said = told.get("as_printed") if "attendance" in read.heads_on(content) else None
    return {
        **told,
        **({"as_printed": said} if "as_printed" in told else {}),
        "members": [each for each in told["members"] if is_listed and each["present"]],
    }


def _letter(content):
    told = content["letter"]
    if not set(told) & set(content["order"]):
        return None
    shown = {
        part: said if part in content["order"] else [] if part in LISTS else None
        for part, said in told.items()
    }
    # A letter has a subject in the format; the title stands on every paper.
    return shown | {"subject": shown["subject"] or title_on(content)}


def _item(item, keys):
    told = dict(item)
    if "serial" not in keys:
        told["serial"] = None
    if not keys & TOPIC_KEYS:
        told |= {"topic": "", "code": None}
    if "topic_and_discussion" not in keys:
        told = _without(told, "topic_separator")
    if not keys & DISCUSSION_KEYS:
        told["discussion"] = []
    if "implementer" not in keys and told.get("implementers_as_printed"):
        # That there is one cell for all decisions still makes them one row.
        told["implementers_as_printed"] = ""
    decided = keys & {"decision", "implementer", "progress"}
    told["decisions"] = [_decision(each, told, keys) for each in item["decisions"] if decided]
    return told


def _decision(decision, item, keys):
    told = _without(decision, "due")
    if "decision" not in keys:
        told |= {"label": None, "text": UNPRINTED}
    if "implementer" not in keys or item.get("implementers_as_printed") is not None:
        told["implementers"] = []
    if "progress" not in keys and "progress" in told:
        told["progress"] = None
    return told
