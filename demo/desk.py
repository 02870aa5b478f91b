"""The demo's papers go out: numbered in their offices' registers, drawn, signed and kept."""

from datetime import date

from documents.demo_keys import PIN
from documents.keys import key_of
from meetings.content import content_of
from meetings.models import Meeting
from memos import actions, numbers
from memos.models import FileNumber, Series
from offices.signatories import signer_in, signs_as
from papers.places import places_to_sign

# Whole offices number in one series, as their registers on paper do.
SERIES = "পুরো কার্যালয়"


class Desk:
    """Issues the demo's approved papers one after the other, each under its officer's own key."""

    def __init__(self):
        self._signers = {}

    def issue(self, meeting, *, by, at):
        content = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))
        _, printed = actions.place_at_issue(content)
        # Where who is printed has left office since, it is to be signed in ink.
        is_the_one = signs_as(by, meeting.office, printed, on=at.date())
        line = actions.issue(
            meeting=meeting,
            by=by,
            file=self.file(meeting),
            signer=self.signer(by) if is_the_one else None,
            on=_day_on(meeting, at),
            at=at,
        )
        if is_the_one:
            self._sign_further(meeting, content, line.paper, at)

    def _sign_further(self, meeting, content, paper, at):
        """Whoever else is printed and in office signs as well."""
        for place, printed in places_to_sign(content)[1:]:
            signed = {said["field"] for said in paper.issued_file.signers}
            user = signer_in(meeting.office, printed, on=at.date())
            if place.name not in signed and user and self.signer(user):
                actions.sign_further(
                    meeting=meeting, by=user, field=place, signer=self.signer(user), at=at
                )

    def file(self, meeting):
        office = meeting.office
        number = (meeting.memo or {}).get("number") or _own_number(office)
        plain = numbers.plain(number)
        series, _ = Series.objects.get_or_create(office=office, name=SERIES)
        file, _ = FileNumber.objects.get_or_create(
            office=office,
            number=plain,
            defaults={
                "lengths": numbers.lengths_of(plain),
                "series": series,
                "subject": meeting.committee_name,
            },
        )
        return file

    def signer(self, user):
        if user not in self._signers:
            key = key_of(user)
            self._signers[user] = key and key.open(PIN)
        return self._signers[user]


def _day_on(meeting, at):
    told = (meeting.memo or {}).get("date")
    return date.fromisoformat(told) if told else at.date()


def _own_number(office):
    """The file of an office whose papers print no memo: they are numbered in the register alone."""
    return f"05.47.{office.geo_code or '0000'}.000.06.001.24"
