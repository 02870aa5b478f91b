"""A tree of offices over four levels, each with an officer, and answers without the long way round."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from followup.models import Answer, Assignment
from offices.models import Office, Post, Posting, today
from tests.factories import LONG_AGO, make_committee, make_office, make_user
from tests.followup.making import make_assignment, make_matter, make_sitting

Kind = Office.Kind
HEADS = {
    Kind.DIVISION: (Post.Kind.COMMISSIONER, "বিভাগীয় কমিশনার"),
    Kind.DISTRICT: (Post.Kind.DC, "জেলা প্রশাসক"),
    Kind.UPAZILA: (Post.Kind.UNO, "উপজেলা নির্বাহী অফিসার"),
    Kind.UNION: (Post.Kind.UP_CHAIRMAN, "চেয়ারম্যান"),
}
UPAZILAS = ["আমতলী", "কদমপুর", "চরঘাট", "ঝিনাইপাড়া", "তালতলা", "নলডাঙ্গা", "পলাশবাড়ি", "বকুলপুর", "মেঘডুবি"]


def make_head(office):
    """The user who heads an office, named by its code; with the post as `user.head`."""
    kind, title = HEADS[office.kind]
    post = Post.objects.create(office=office, kind=kind, title=title, seniority=1)
    user = make_user(office.code, name=f"প্রধান {office.code}")
    Posting.objects.create(
        post=post, user=user, name=user.name, role=Posting.Role.OFFICER, starts_on=LONG_AGO
    )
    user.head = post
    return user


def make_tree(*, districts=1, upazilas=9, unions=0):
    """Offices of a division: `heads` {office: user}, and lists `districts`, `upazilas`, `unions`.

    The division's committee decided something (`matter`); `top` is the share of the first DC.
    """
    tree = SimpleNamespace(districts=[], upazilas=[], unions=[], heads={})
    tree.division = make_office("div", Kind.DIVISION, name="বিভাগীয় কমিশনারের কার্যালয়, উত্তরা")
    for d in range(districts):
        district = make_office(
            f"d{d}",
            Kind.DISTRICT,
            tree.division,
            name=f"জেলা প্রশাসকের কার্যালয়, জেলা{d}",
            geo_code=f"9{d}00",
        )
        tree.districts.append(district)
        for u in range(upazilas):
            upazila = make_office(
                f"d{d}u{u}", Kind.UPAZILA, district, geo_code=f"9{d}{u:02d}",
                name=f"উপজেলা নির্বাহী অফিসারের কার্যালয়, {UPAZILAS[u]}, জেলা{d}",
            )  # fmt: skip
            tree.upazilas.append(upazila)
            for n in range(unions):
                tree.unions.append(
                    make_office(
                        f"d{d}u{u}n{n}", Kind.UNION, upazila, name=f"ইউনিয়ন পরিষদ, গ্রাম{d}{u}{n}"
                    )
                )
    for office in [tree.division, *tree.districts, *tree.upazilas, *tree.unions]:
        tree.heads[office] = make_head(office)
    tree.commissioner = tree.heads[tree.division]
    tree.dc = tree.heads[tree.districts[0]]
    tree.unos = [tree.heads[office] for office in tree.upazilas]
    tree.committee = make_committee(tree.division, "বিভাগীয় ইনোভেশন টিম")
    sitting = make_sitting(tree.committee, by=tree.commissioner)
    tree.matter = make_matter(
        sitting.items.get().decisions.get(),
        by=tree.commissioner,
        due_on=today() + timedelta(days=30),
    )
    tree.top = make_assignment(tree.matter, tree.dc.head)
    return tree


def say(assignment, text, *, kind=Answer.Kind.PROGRESS, progress=50, by=None):
    """An answer as it stands after it was given: of a claim with the share claimed."""
    by = by or assignment.post.postings.get().user
    now, day = timezone.now(), timezone.localdate()
    done_on = day if kind == Answer.Kind.CLAIM else None
    answer = Answer.objects.create(
        assignment=assignment, kind=kind, text=text, progress=progress, by=by, holder=by.name,
        done_on=done_on, at=now,
    )  # fmt: skip
    if done_on:
        assignment.move_to(
            Assignment.State.CLAIMED, "claimed", by=by, at=now, answer=answer,
            progress=100, claimed_on=day, desk_due_on=day,
        )  # fmt: skip
    else:
        progress = assignment.progress if progress is None else progress
        assignment.change("answered", by=by, at=now, answer=answer, progress=progress)
    return answer
