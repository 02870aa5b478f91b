"""Audit events in words: who did what to which thing, and what changed by it."""

from datetime import date

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from accounts.models import FAILED_SIGN_IN, User
from bangla.digits import to_bengali
from bangla.phrases import long_date, numeric_date
from committees.models import Committee, Membership
from meetings.models import Attendance, Meeting, State
from offices.models import Holiday, Office, Post, Posting
from submissions.models import Duty, Excuse, Submission

# What became of a meeting, by the state it went to.
MOVED_TO = {
    State.PLANNED: "সভা পরিকল্পনায় রেখেছেন",
    State.NOTICED: "সভার নোটিশ জারি হয়েছে বলে জানিয়েছেন",
    State.DRAFT: "কার্যবিবরণী লেখা শুরু করেছেন",
    State.SUBMITTED: "কার্যবিবরণী অনুমোদনের জন্য দাখিল করেছেন",
    State.RETURNED: "কার্যবিবরণী সংশোধনের জন্য ফেরত দিয়েছেন",
    State.APPROVED: "কার্যবিবরণী অনুমোদন করেছেন",
    State.CANCELLED: "সভা বাতিল করেছেন",
    "issued": "কার্যবিবরণী জারি করেছেন",
    "published": "কার্যবিবরণী প্রকাশ করেছেন",
    "corrected": "কার্যবিবরণীর সংশোধনী জারি করেছেন",
}

# `what` of an event → what a person did.
SAID = {
    "file kept": "সভার সঙ্গে ফাইল রেখেছেন",
    "file dropped": "সভার ফাইল সরিয়েছেন",
    "members seated": "নতুন সদস্যদের হাজিরায় এনেছেন",
    "attendance": "হাজিরা লিখেছেন",
    "item restored": "বাদ দেওয়া আলোচ্য বিষয় ফিরিয়ে এনেছেন",
    "committee opened": "কমিটি খুলেছেন",
    "committee changed": "কমিটির তথ্য বদলেছেন",
    "committee closed": "কমিটি বিলুপ্ত করেছেন",
    "committee reopened": "কমিটি আবার চালু করেছেন",
    "shape changed": "কমিটির কাগজের গড়ন বদলেছেন",
    "post made": "পদ তৈরি করেছেন",
    "post filled": "পদে কে আছেন তা লিখেছেন",
    "posting ended": "পদে থাকার শেষ দিন লিখেছেন",
    "holder renamed": "পদে যিনি আছেন তাঁর নামের বানান ঠিক করেছেন",
    "member added": "কমিটিতে সদস্য যোগ করেছেন",
    "member changed": "সদস্যপদ বদলেছেন",
    "membership ended": "সদস্যপদ শেষ করেছেন",
    "member moved": "সদস্যের জ্যেষ্ঠতার ক্রম বদলেছেন",
    "signed in": "পোর্টালে প্রবেশ করেছেন",
    "signed out": "পোর্টাল থেকে বেরিয়েছেন",
    FAILED_SIGN_IN: "প্রবেশের চেষ্টা করে ব্যর্থ হয়েছেন",
    "password changed": "নিজের পাসওয়ার্ড বদলেছেন",
    "second factor on": "প্রবেশের দ্বিতীয় ধাপ চালু করেছেন",
    "second factor off": "প্রবেশের দ্বিতীয় ধাপ বন্ধ করেছেন",
    "reauth failed": "আবার চাওয়া পাসওয়ার্ড বা কোড ভুল দিয়েছেন",
    "mail tried again": "না পৌঁছানো ই-মেইল আবার পাঠাতে দিয়েছেন",
    "memo reserved": "স্মারক নম্বর সংরক্ষণ করেছেন",
    "memo voided": "স্মারক নম্বর বাতিল করেছেন",
    "file opened": "নথি খুলেছেন",
    "file changed": "নথির তথ্য বদলেছেন",
    "corrigendum begun": "সংশোধনী লেখা শুরু করেছেন",
    "paper signed": "জারি করা কাগজে স্বাক্ষর করেছেন",
    "scan filed": "স্বাক্ষরিত কাগজের স্ক্যান রেখেছেন",
    "paper downloaded": "অপ্রকাশিত কাগজ নামিয়েছেন",
    "scan downloaded": "অপ্রকাশিত স্ক্যান নামিয়েছেন",
    "submission sent": "কার্যবিবরণী ঊর্ধ্বতন কার্যালয়ে জমা দিয়েছেন",
    "submission opened": "জমা দেওয়া কার্যবিবরণী খুলেছেন",
    "submission asked about": "জমা দেওয়া কার্যবিবরণী নিয়ে জিজ্ঞাসা করেছেন",
    "submission accepted": "জমা দেওয়া কার্যবিবরণী গ্রহণ করেছেন",
    "submission returned": "জমা দেওয়া কার্যবিবরণী ফেরত দিয়েছেন",
    "submission withdrawn": "জমা দেওয়া কার্যবিবরণী ফিরিয়ে নিয়েছেন",
    "submission commented": "জমা দেওয়া কার্যবিবরণীতে মন্তব্য করেছেন",
    "submission downloaded": "জমা দেওয়া কাগজ নামিয়েছেন",
    "excuse given": "সভা না হওয়ার কারণ জানিয়েছেন",
    "excuse refused": "সভা না হওয়ার কারণ গ্রহণ করেননি",
    "duty set": "অধীন কার্যালয়ের কাছে কার্যবিবরণী চেয়েছেন",
    "duty changed": "কোন কার্যবিবরণী চাই তা বদলেছেন",
    "counterpart named": "কোন কমিটি জবাব দেয় তা ঠিক করেছেন",
}
DONE = {"added": "যোগ করেছেন", "changed": "বদলেছেন", "deleted": "মুছেছেন"}

# What an event says beside: key of its detail → what it is called. Others are for the machine.
LABELS = {
    "number": "নম্বর",
    "reason": "কারণ",
    "since": "যে তারিখ থেকে",
    "starts_on": "যে তারিখ থেকে",
    "ends_on": "যে তারিখ পর্যন্ত",
    "role": "ভূমিকা",
    "added": "যতজন",
    "address": "যে ঠিকানা থেকে",
    "version": "সংস্করণ",
    **dict(Attendance.Status.choices),
}
FLAGS = {
    "own_entry": "নিজের লেখা নিজেই অনুমোদন করেছেন",
    "recorded": "আগের সভা, কাগজ থেকে তোলা",
    "closed": "হিসাবটি বন্ধ",
}

NOBODY = "অচেনা কেউ"
TOO_MUCH = "…"  # what is not to be read in a line


def said(what):
    """What a person did, or None where there are no words for it."""
    if what in SAID:
        return SAID[what]
    noun, _, done = what.rpartition(" ")
    if noun.startswith("meeting") and noun.endswith("→"):
        return MOVED_TO.get(done)
    # A change on the administration pages: "posting changed".
    if done in DONE and (model := _models_by_name().get(noun)):
        return f"{model._meta.verbose_name} {DONE[done]}"
    return None


def told(events, *, reader, office=None):
    """Events as a page shows them: [{"serial", "at", "by", "said", "kind", "name", "url", "lines"}].

    `lines` is a list of {"label", "old", "new"}. Named is only what this reader may see; `office`
    is the one whose trail it is, None for the portal's. The number of queries does not grow with
    the events.
    """
    names = _names(events, reader, office)
    for event in events:
        name, url = names.get((event.target_kind, event.target_id), (None, None))
        yield {
            "serial": event.serial,
            "at": event.at,
            "by": event.by or NOBODY,
            "said": said(event.what) or "একটি কাজ করেছেন",
            "kind": kind_name(event.target_kind),
            "name": name or event.detail.get("name"),
            "url": url,
            "lines": list(_lines(event)),
        }


def kind_name(label):
    """What rows of a model are called, by its label ("meetings.meeting")."""
    model = _model(label)
    return model._meta.verbose_name if model else "অন্যান্য"


def _model(label):
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _models_by_name():
    return {
        m._meta.model_name: m for m in (User, Office, Post, Posting, Committee, Membership, Holiday)
    }


# --- Names ------------------------------------------------------------------------------------


def _names(events, reader, office):
    """{(kind, primary key): (name, address or None)} of what events are about."""
    wanted = {}
    for event in events:
        wanted.setdefault(event.target_kind, set()).add(event.target_id)
    found = {}
    for kind, rows, name, page in _targets(reader, office):
        for row in rows.filter(pk__in=wanted.get(kind, ())) if kind in wanted else ():
            url = reverse(page, args=[row.pk]) if page else None
            found[kind, row.pk] = (name(row), url)
    return found


def _targets(reader, office):
    """(kind, rows this reader may know of, what a row is called, its page or None)."""
    yield "accounts.user", User.objects.all(), lambda user: f"{user} ({user.username})", None
    here = {"office": office} if office else {}
    yield (
        "meetings.meeting",
        Meeting.objects.visible_to(reader).filter(committee__office=office),
        lambda meeting: f"{meeting.heading} ({long_date(meeting.held_on)})",
        "meetings:detail",
    )
    yield (
        "submissions.submission",
        Submission.objects.visible_to(reader).defer("content").select_related("duty", "office"),
        lambda sent: f"{sent.office}: {sent.duty}, {sent.period_name}",
        "submissions:submission",
    )
    yield (
        "submissions.excuse",
        Excuse.objects.visible_to(reader).select_related("duty", "office"),
        lambda given: f"{given.office}: {given.duty}, {given.duty.period_name(given.period_start)}",
        "submissions:excuse_given",
    )
    yield "submissions.duty", Duty.objects.visible_to(reader), str, "submissions:duty"
    yield (
        "committees.committee",
        Committee.objects.filter(**here),
        str,
        "committees:detail" if office else None,
    )
    yield "offices.office", Office.objects.all(), str, None
    yield "offices.post", Post.objects.filter(**here), lambda post: post.title, None
    yield (
        "offices.posting",
        Posting.objects.select_related("post").filter(**{f"post__{k}": v for k, v in here.items()}),
        lambda posting: f"{posting.name}, {posting.post.title}",
        None,
    )
    yield (
        "committees.membership",
        Membership.objects.select_related("post", "committee").filter(
            **{f"committee__{k}": v for k, v in here.items()}
        ),
        lambda seat: f"{seat.post.title}, {seat.committee}",
        None,
    )


# --- What changed -----------------------------------------------------------------------------


def _lines(event):
    detail, model = event.detail, _model(event.target_kind)
    for key, text in FLAGS.items():
        if detail.get(key) is True:
            yield {"label": "", "old": "", "new": text}
    if event.what.startswith("file ") and "name" in detail:
        yield {"label": "ফাইল", "old": "", "new": detail["name"]}
    if "place" in detail:
        old, new = detail["place"]
        yield {"label": "ক্রম", "old": to_bengali(old), "new": to_bengali(new)}
    for key, label in LABELS.items():
        if word := _word(model, key, detail.get(key)):
            yield {"label": label, "old": "", "new": word}
    changes = detail.get("changes")
    if isinstance(changes, dict):
        yield from _changed_fields(model, changes)
    elif isinstance(changes, list):
        yield from _changed_rows(event, changes)


def _changed_rows(event, changes):
    """The rows that a form of the administration changed; the row of the event itself needs no name."""
    for change in changes:
        kind = change.get("kind", event.target_kind)
        model = _model(kind)
        if kind != event.target_kind:
            label = f"{kind_name(kind)} {DONE[change['done']]}"
            yield {"label": label, "old": "", "new": change["name"]}
        yield from _changed_fields(model, change["fields"])


def _changed_fields(model, fields):
    for name, values in fields.items():
        label = _label(model, name)
        if label is None:
            continue
        old, new = (_word(model, name, value) for value in values or (TOO_MUCH, TOO_MUCH))
        if old == new == TOO_MUCH:
            old, new = "", "বদলেছে"
        if old or new:
            yield {"label": label, "old": old, "new": new}


def _label(model, name):
    field = _field(model, name)
    if field is not None:
        return field.verbose_name if field.name != "password" else "পাসওয়ার্ড"
    return {"ready_shape": "কাগজের গড়ন"}.get(name)


def _field(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _word(model, name, value):
    """A kept value as a person reads it; "" where there is nothing to read."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "হ্যাঁ" if value else "না"
    choices = dict(getattr(_field(model, name), "flatchoices", ()))
    if isinstance(value, str) and value in choices:
        return str(choices[value])
    if isinstance(value, int):
        return to_bengali(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "\n".join(value)
    if isinstance(value, list | dict):
        return TOO_MUCH
    try:
        return numeric_date(date.fromisoformat(value))
    except ValueError:
        return value
