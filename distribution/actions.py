"""What the staff of an office do with its address book and its lists.

Each act is one transaction that locks the office and the row, asks its rule, writes and records. An
edit names the version it has seen.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.access import allow
from accounts.changes import changes_of, told
from accounts.models import record
from distribution.models import Addressee, DistributionList
from distribution.rules import can_keep_addresses
from offices.models import Office, today

OF_ADDRESSEE = ["post_id", "line", "email", "is_shared", "way"]
OF_LIST = ["name", "heading", "numbering", "is_by_rank", "has_office_copy", "recipients"]


class Conflict(Exception):
    """Somebody else saved it since it was fetched. `current` is the row as it stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__("আপনি খোলার পর অন্য একজন বদলেছেন।")


def _lock(by, *offices):
    """Hold these offices, whose books and lists this person keeps; refuse anybody else."""
    for office in offices:
        allow(
            can_keep_addresses(by, office),
            "এই কার্যালয়ের ঠিকানা বই ও তালিকা বদলাতে পারেন শুধু এর নিজের কর্মী।",
        )
    held = Office.objects.filter(pk__in=[office.pk for office in offices]).order_by("pk")
    list(held.select_for_update(of=("self",)))


def _before(row, by, version):
    """The row as it is stored, None for a new one; its office is held."""
    model = type(row)
    before = row.pk and model.objects.select_related("office").get(pk=row.pk)
    _lock(by, row.office, *([before.office] if before else []))
    if not before:
        return None
    # As it stands now that nobody else writes it.
    before = model.objects.select_related("office").get(pk=row.pk)
    if before.version != version:
        raise Conflict(before)
    return before


@transaction.atomic
def keep_addressee(*, addressee, by, version=None):
    """Put someone into the address book, or save a line of it that was changed in place.

    Nothing has proved a new address, whatever proved the one before. Raises Conflict,
    ValidationError.
    """
    before = _before(addressee, by, version)
    changes = changes_of(before, addressee, OF_ADDRESSEE) if before else {}
    if before and not changes:
        return addressee
    if {"email", "post_id"} & changes.keys():
        addressee.proved_on = None
    addressee.version = before.version + 1 if before else 1
    _refuse_again(addressee)
    addressee.save()
    what = "addressee changed" if before else "addressee added"
    said = {"changes": changes} if before else {"line": str(addressee)}
    record(by=by, what=what, target=addressee, office=addressee.office, **said)
    return addressee


def _refuse_again(addressee):
    """Nobody stands in a book twice, closed or not."""
    addressee.set_key()
    others = Addressee.objects.filter(office=addressee.office).exclude(pk=addressee.pk)
    there = others.filter(key=addressee.key).first()
    field = "line"
    if there is None and addressee.post_id:
        there, field = others.filter(post=addressee.post_id).first(), "post"
    if there:
        is_closed = " (বন্ধ করা; সেটি আবার চালু করুন)" if there.closed_on else ""
        raise ValidationError({field: f"ঠিকানা বইয়ে ইতোমধ্যে আছে: {there}{is_closed}"})


@transaction.atomic
def close_addressee(*, addressee, by, is_closed=True):
    """Take a line out of use, or into use again; what was sent to it stays as it is."""
    return _close(addressee, by, is_closed, ("addressee closed", "addressee reopened"))


@transaction.atomic
def keep_list(*, kept, by, version=None):
    """Open a list, or save one that was changed in place. Raises Conflict, ValidationError."""
    before = _before(kept, by, version)
    changes = changes_of(before, kept, OF_LIST) if before else {}
    if before and not changes:
        return kept
    kept.version = before.version + 1 if before else 1
    same = DistributionList.objects.filter(office=kept.office, name=kept.name).exclude(pk=kept.pk)
    if there := same.first():
        is_closed = " (বন্ধ করা)" if there.closed_on else ""
        raise ValidationError({"name": f"এই নামের তালিকা ইতোমধ্যে আছে{is_closed}।"})
    kept.save()
    what = "list changed" if before else "list opened"
    said = {"changes": changes} if before else {"name": kept.name}
    record(by=by, what=what, target=kept, office=kept.office, **said)
    return kept


@transaction.atomic
def close_list(*, kept, by, is_closed=True):
    """Offer a list no more, or again; papers it was taken into keep what they took."""
    return _close(kept, by, is_closed, ("list closed", "list reopened"))


def _close(row, by, is_closed, said):
    _lock(by, row.office)
    row.refresh_from_db()
    if bool(row.closed_on) == is_closed:
        return row
    row.closed_on = today() if is_closed else None
    row.version += 1
    row.save(update_fields=["closed_on", "version"])
    what = said[0] if is_closed else said[1]
    record(by=by, what=what, target=row, office=row.office, on=told(row.closed_on))
    return row
