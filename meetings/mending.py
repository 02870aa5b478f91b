"""What was mended since an officer gave minutes back: beside their own remarks, row by row."""

from papers.comparing import changes


def mended(meeting, content):
    """What an officer looks for who gave the minutes back before; None where nobody did.

    {"by", "at", "remarks", "rows", "others"}: a row is {"item" (None where it is gone), "remark",
    "changes"}, one for each that was spoken of; `others` are the changes anywhere else. `content` is
    what the meeting says now.
    """
    before = meeting.returned
    if before is None:
        return None
    found = changes(before["content"], content)
    items = {str(item.pk): (number, item) for number, item in enumerate(meeting.items.all(), 1)}
    rows, spoken_of = [], set()
    for pk, remark in before["item_remarks"].items():
        number, item = items.get(pk, (None, None))
        spoken_of.add(number)
        of_it = [each for each in found if number is not None and each["now"] == number]
        rows.append({"item": item, "remark": remark, "changes": of_it})
    return {
        "by": meeting.returned_by,
        "at": meeting.returned_at,
        "remarks": before["remarks"],
        "rows": rows,
        "others": [each for each in found if each["now"] is None or each["now"] not in spoken_of],
    }
