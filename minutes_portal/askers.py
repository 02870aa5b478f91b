"""For whom a request draws papers and reads files: documents/turns.py keeps each to their share."""

from functools import cache

from documents.turns import Asker, asked_by
from offices.models import Posting


def by_person_and_office(get_response):
    """A middleware; the database is asked for the office only where something is drawn or read."""

    def middleware(request):
        @cache
        def find():
            user = request.user
            if not user.is_authenticated:
                return Asker(None)
            held = Posting.objects.current().filter(user=user).order_by("pk")
            return Asker(user.pk, held.values_list("post__office", flat=True).first())

        with asked_by(find):
            return get_response(request)

    return middleware
