"""Who is meant where a name is printed to be signed: the posting of that person, in that office."""

from bangla.phrases import long_date
from bangla.text import fold, words
from offices.models import Post, Posting

# A line of a designation that says for whom somebody else signs: জেলা প্রশাসক এর পক্ষে.
FOR = "পক্ষে"


def on_behalf_of(printed):
    """The line that says for whom this person signs, or None of one who signs as oneself."""
    return next((line for line in printed.designation if FOR in words(fold(line))), None)


def signs_as(user, office, printed, *, on=None):
    """The posting under which this person is the one printed on a paper, today or on a day; or None.

    `printed` is the papers.content.Person of the place to sign, None where there is none. Namesakes in
    one office are told apart by the post that is printed. For somebody else signs an officer alone.
    """
    asked = _meant(office, printed, on)
    return next((posting for posting in asked if posting.user_id == user.pk), None)


def signer_in(office, printed, *, on=None):
    """The account of whoever is printed there, today or on a day; None where that is nobody, or not
    to be told."""
    asked = [posting for posting in _meant(office, printed, on) if posting.user_id]
    return asked[0].user if len({posting.user_id for posting in asked}) == 1 else None


def _meant(office, printed, on):
    """The postings that the printed name may mean, those of the printed post first."""
    if printed is None:
        return []
    postings = Posting.objects.current(on).filter(post__office=office)
    if on_behalf_of(printed):
        postings = postings.filter(role=Posting.Role.OFFICER)
    named = [
        posting
        for posting in postings.select_related("post", "user").order_by("post__seniority", "pk")
        if _same_name(posting.name, printed.name)
    ]
    said = _own(printed)
    of_the_post = [posting for posting in named if fold(posting.post.title) in said]
    has_namesakes = len({posting.user_id for posting in named}) > 1
    return of_the_post if has_namesakes else [*of_the_post, *named]


def _own(printed):
    """What a person is called in print, without for whom they sign; folded."""
    return fold(" ".join(line for line in printed.designation if FOR not in words(fold(line))))


def who_signs(printed, *, is_issued=False):
    """Why nobody else signs digitally where this person is printed, or anybody where nobody is.

    As long as the paper `is_issued` not, it also says how somebody else comes to sign it.
    """
    if printed is None:
        return "কাগজে স্বাক্ষরকারীর নাম নেই, তাই ডিজিটাল স্বাক্ষরের জায়গাও নেই।"
    told = f"কাগজে স্বাক্ষরকারী হিসেবে {printed.in_one_line} ছাপা আছে; ডিজিটাল স্বাক্ষর দিতে পারেন শুধু তিনি।"
    if on_behalf_of(printed):
        told += " অন্যের পক্ষে স্বাক্ষর করেন শুধু এই কার্যালয়ের কর্মকর্তা।"
    if is_issued:
        return told
    return (
        f"{told} অন্য কেউ স্বাক্ষর করলে আগে কার্যবিবরণী ফেরত দিয়ে সভার তথ্যে স্বাক্ষরকারী বদলাতে হবে: তাঁর নিজের "
        "নাম ও পদবি, নিচে “…এর পক্ষে”।"
    )


def why_not_in_post(printed, office, on):
    """Why who is printed to sign does not hold the printed post on a day, in words; None where they do,
    or where the portal knows neither."""
    postings = list(Posting.objects.filter(post__office=office).select_related("post"))
    there = [each for each in postings if _in_force(each, on)]
    named = [each for each in postings if _same_name(each.name, printed.name)]
    said, posts = _own(printed), Post.objects.filter(office=office)
    post = _longest_in(said, posts)
    called, day = printed.in_one_line, long_date(on)
    if (line := on_behalf_of(printed)) and not _longest_in(fold(line), posts):
        return f"{called}: “{line}” লেখা আছে, কিন্তু এই কার্যালয়ে এমন পদ নেই।"
    holds = [each for each in named if each in there]
    if any(post is None or each.post_id == post.pk for each in holds):
        return None
    holder = next((each for each in there if post and each.post_id == post.pk), None)
    instead = f" পদটিতে আছেন {holder.name}।" if holder else ""
    if holds:
        return f"{called}: {day} তারিখে তিনি এই পদে নেই, আছেন {holds[0].post.title} পদে।{instead}"
    if named and all(each.ends_on and each.ends_on < on for each in named):
        last = max(each.ends_on for each in named)
        return (
            f"{called}: দায়িত্বে ছিলেন {long_date(last)} পর্যন্ত; {day} তারিখে তিনি এই পদে নেই।{instead}"
        )
    if named:
        return f"{called}: {day} তারিখে তিনি এই পদে নেই।{instead}"
    return f"{called}: পোর্টালের হিসাবে {day} তারিখে{instead}" if holder else None


def _in_force(posting, on):
    return posting.starts_on <= on and (posting.ends_on is None or on <= posting.ends_on)


def _longest_in(said, posts):
    """The post whose title stands in a text; of two that do the longer one, which holds the other."""
    found = [post for post in posts if fold(post.title) in said]
    return max(found, key=lambda post: len(post.title), default=None)


def _same_name(one, other):
    """Whether two spellings name one person: মোঃ and মো., a name in brackets or not."""
    return _letters_of(one) == _letters_of(other) != []


def _letters_of(name):
    return [word.rstrip("ঃ") for word in words(fold(name))]
