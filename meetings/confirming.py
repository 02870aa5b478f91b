"""Confirming the minutes of the sitting before."""

from bangla.phrases import long_date
from meetings import actions
from meetings.models import AgendaItem


def confirm_minutes(*, item, version, by, confirmed_as, correction=""):
    """Write how minutes were confirmed, and the decision that says so, in place of the first one.

    `item` is the one that confirms them. Raises actions.Conflict like `actions.save_item`, which asks
    whether this person may write.
    """
    when = f"{long_date(item.confirms.held_on)} তারিখে অনুষ্ঠিত সভার কার্যবিবরণী"
    if confirmed_as == AgendaItem.Confirmed.AS_READ:
        text = f"কোনো সংশোধনী না থাকায় {when} সর্বসম্মতিক্রমে নিশ্চিত করা হলো।"
    else:
        text = f"{when} নিম্নরূপ সংশোধনসহ নিশ্চিত করা হলো: {correction}"
    decisions = [
        {
            "id": decision.pk,
            "text": decision.text,
            "due_on": decision.due_on,
            "implementers": [line.printed for line in decision.implementers.all()],
        }
        for decision in item.decisions.all()
    ] or [{"id": None, "due_on": None, "implementers": []}]
    decisions[0]["text"] = text
    return actions.save_item(
        item, version=version, by=by, decisions=decisions, confirmed_as=confirmed_as
    )
