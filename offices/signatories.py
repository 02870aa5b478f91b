"""Who is meant where a name is printed to be signed: the posting of that person, in that office."""

from bangla.text import fold, words
from offices.models import Posting


def signs_as(user, office, printed, *, on=None):
    """The posting under which this person is the one printed on a paper, today or on a day; or None.

    `printed` is the papers.content.Person of the place to sign, None where there is none. Namesakes in
    one office are told apart by the post that is printed.
    """
    if printed is None:
        return None
    postings = Posting.objects.current(on).filter(post__office=office).select_related("post")
    named = [
        posting
        for posting in postings.order_by("post__seniority", "pk")
        if _same_name(posting.name, printed.name)
    ]
    said = fold(" ".join(printed.designation))
    of_the_post = [posting for posting in named if fold(posting.post.title) in said]
    has_namesakes = len({posting.user_id for posting in named}) > 1
    asked = of_the_post if has_namesakes else [*of_the_post, *named]
    return next((posting for posting in asked if posting.user_id == user.pk), None)


def who_signs(printed, *, is_issued=False):
    """Why nobody else signs digitally where this person is printed, or anybody where nobody is.

    As long as the paper `is_issued` not, it also says how somebody else comes to sign it.
    """
    if printed is None:
        return "কাগজে স্বাক্ষরকারীর নাম নেই, তাই ডিজিটাল স্বাক্ষরের জায়গাও নেই।"
    told = f"কাগজে স্বাক্ষরকারী হিসেবে {printed.in_one_line} ছাপা আছে; ডিজিটাল স্বাক্ষর দিতে পারেন শুধু তিনি।"
    if is_issued:
        return told
    return f"{told} অন্য কেউ স্বাক্ষর করলে আগে কার্যবিবরণী ফেরত দিয়ে সভার তথ্যে স্বাক্ষরকারী বদলাতে হবে।"


def _same_name(one, other):
    """Whether two spellings name one person: মোঃ and মো., a name in brackets or not."""
    return _letters_of(one) == _letters_of(other) != []


def _letters_of(name):
    return [word.rstrip("ঃ") for word in words(fold(name))]
