"""Who may do what with a decision that is followed. Reading follows from `visible_to`."""

from offices.models import Posting
from offices.rules import is_officer_of, works_for

WHO_ANSWERS = "এই কাজের উত্তর দিতে পারেন শুধু এর দায়িত্বপ্রাপ্ত পদধারী ও তাঁর কার্যালয়।"
WHO_TENDS = "এ কাজ করতে পারে শুধু যে কার্যালয় কাজটি দিয়েছে তার শাখা।"
WHO_VERIFIES = "নিজের দাবি নিজে যাচাই করা যায় না; শাখার অন্য কেউ যাচাই করবেন।"
WHO_REVIEWS = "আগের সিদ্ধান্তের বিষয়ে লিখতে পারে শুধু সভার কার্যালয়ের শাখা, কার্যবিবরণী জমা দেওয়ার আগে।"
WHO_UNFREEZES = "চূড়ান্ত ছক আবার খুলতে পারেন শুধু সভার কার্যালয়ের কর্মকর্তা, কার্যবিবরণী জমা দেওয়ার আগে।"
WHO_HANDS_DOWN = "কাজের অংশ নিচে দিতে পারে শুধু যে কার্যালয়ের দায়িত্বে কাজটি আছে।"
WHO_TAKES_BACK = "এ কাজ করতে পারে শুধু যে কার্যালয় অংশটি দিয়েছে।"
WHO_PLANS = "সিদ্ধান্তের ধরন, কার কাজ ও তারিখ নির্ধারণ করতে পারে শুধু কমিটির কার্যালয়ের শাখা।"
WHO_REVIEWS = "আগের সিদ্ধান্তের বিষয়ে লিখতে পারে শুধু সভার কার্যালয়ের শাখা, কার্যবিবরণী জমা দেওয়ার আগে।"
WHO_UNFREEZES = "চূড়ান্ত ছক আবার খুলতে পারেন শুধু সভার কার্যালয়ের কর্মকর্তা, কার্যবিবরণী জমা দেওয়ার আগে।"
WHO_KEEPS_INDICATORS = "সূচক ও অর্জন লিখতে পারেন শুধু এই কার্যালয়ের নিজের কর্মী ও কর্মকর্তা।"
WHO_CLOSES = "সিদ্ধান্ত নিষ্পন্ন করতে পারেন শুধু কমিটির কার্যালয়ের কর্মকর্তা।"
WHO_HANDS_OVER = "হস্তান্তরের তালিকা করতে পারেন শুধু পদধারী নিজে ও পদের কার্যালয়ের কর্মী ও কর্মকর্তা।"
WHO_RECEIVES = "তালিকা গ্রহণ করতে পারেন শুধু যিনি পদে আসছেন বা পদের কার্যালয়ের কর্মকর্তা; যিনি তালিকা করেছেন বা পদ ছাড়ছেন, তিনি নন।"


def can_answer(user, assignment):
    """Say how far a share is: who holds its post today, and whoever acts for the post's office."""
    if assignment.post_id is None:
        return False
    holds_it = Posting.objects.current().filter(user=user, post=assignment.post_id).exists()
    return holds_it or works_for(user, assignment.office)


def can_tend(user, assignment):
    """Settle whose a share is, answer requests, set its date: the section that asked for it."""
    return works_for(user, assignment.asking_office)


def can_verify(user, assignment):
    """Accept a claim: the section, and not who claimed; a one-officer office alone."""
    if not can_tend(user, assignment):
        return False
    return assignment.asking_office.one_officer or not has_claimed(user, assignment)


def has_claimed(user, assignment):
    """Whether this person has a part in the claim that waits."""
    claims = assignment.answers.filter(kind="claim", by=user, at__gte=assignment.moved_at)
    return claims.exists()


def can_settle(user, matter):
    """Say of what kind a decision is, whom its lines mean, how it adds up: the committee's section."""
    return works_for(user, matter.office)


def can_plan(user, meeting):
    """The same for all decisions of a meeting, also before their paper goes out."""
    return works_for(user, meeting.office)


def can_close(user, matter):
    """End a decision for the committee: an officer of its office."""
    return is_officer_of(user, matter.office)


def can_hand_down(user, assignment):
    """Hand a share down: whoever acts for the office that has it."""
    return assignment.office is not None and works_for(user, assignment.office)


def can_take_back(user, assignment):
    """Take a part back, say whether the share above waits for it: whoever acts for the office that
    handed it down."""
    return assignment.parent_id is not None and works_for(user, assignment.asking_office)


def can_review(user, meeting):
    """Say what a sitting does with earlier decisions, fix their table, print it: the section, until
    the minutes are handed in."""
    return meeting.is_to_be_written and works_for(user, meeting.office)


def can_unfreeze(user, meeting):
    """Open a fixed table again: an officer, until the minutes are handed in."""
    return meeting.is_to_be_written and is_officer_of(user, meeting.office)


def can_keep_indicators(user, office):
    """Keep the office's plan of a year, and say what its quarters achieved: whoever acts for it."""
    return works_for(user, office)


def can_hand_over(user, post):
    """Make the list of a post's open work: who holds it today, and whoever acts for its office."""
    holds_it = Posting.objects.current().filter(user=user, post=post).exists()
    return holds_it or works_for(user, post.office)


def can_receive(user, handover):
    """Countersign it: who comes to the post, or an officer of its office; not who made it or leaves."""
    leaves = handover.leaving is not None and handover.leaving.user_id == user.pk
    if leaves or handover.handed_by_id == user.pk:
        return False
    comes = Posting.objects.current().filter(user=user, post=handover.post_id).exists()
    return comes or is_officer_of(user, handover.post.office)
