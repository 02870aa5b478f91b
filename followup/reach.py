"""Where those outside the portal who have a share are reached by mail."""

from django.core.exceptions import ValidationError

from accounts import post
from accounts.models import Mail
from followup.models import Nudge


def emails_of(shares):
    """{primary key of a share: the address its owner outside the portal is reached at}.

    Only of those who are: not where nobody knows an address or it is none, nor where the last mail to it
    could not be delivered.
    """
    known = {}
    for share in shares:
        row = None if share.post_id else share.addressee
        if row and not row.closed_on and _is_address(row.own_email):
            known[share.pk] = row.own_email
    sent = Nudge.objects.filter(assignment__in=known, user=None, mail__isnull=False)
    last = {
        pk: (to, state)
        for pk, to, state in sent.order_by("pk").values_list(
            "assignment", "mail__to", "mail__state"
        )
    }
    return {pk: email for pk, email in known.items() if last.get(pk) != (email, Mail.State.FAILED)}


def _is_address(email):
    try:
        post.check_address(email)
    except ValidationError:
        return False
    return True
