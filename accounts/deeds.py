"""Who did something and when: two columns that are told together or not at all."""

from django.conf import settings
from django.db import models
from django.db.models import Q


def by_and_at(by, at):
    """The two fields of a deed, under the names a person reads: `done_by, done_at = by_and_at(…)`.

    Both are empty until it is done; `together` makes the check that holds them together.
    """
    return (
        models.ForeignKey(
            settings.AUTH_USER_MODEL,
            verbose_name=by,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="+",
        ),
        models.DateTimeField(at, null=True, blank=True),
    )


def together(*deeds, of=""):
    """For each deed a check that who did it and when are told together or not at all.

    `of` begins the names of the checks, where two models have a deed of the same name.
    """
    return [
        models.CheckConstraint(
            condition=Q(**{f"{deed}_by": None, f"{deed}_at": None})
            | Q(**{f"{deed}_by__isnull": False, f"{deed}_at__isnull": False}),
            name=f"{of}{deed}_by_someone_at_some_time",
        )
        for deed in deeds
    ]
