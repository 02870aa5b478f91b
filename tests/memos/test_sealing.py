"""Anything of an office can be sealed: a paper that is no meeting goes out like minutes do."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.access import WrongState
from documents.fields import SignatureField
from documents.models import Paper
from documents.rendering import RenderFailed, render_pdf
from documents.signing import signatures_of
from memos import sealing
from memos.actions import void
from memos.models import FileNumber, Memo
from papers.content import Person
from tests.documents.reading import pdftotext
from tests.keys import opened

PLACE = SignatureField(name="head", anchor="sign-head", label="স্বাক্ষর")
PAGE = """<!doctype html><html lang="bn"><head><title>প্রত্যয়নপত্র</title>
<meta name="description" content="প্রত্যয়নপত্র"><style>.ink {{ height: 18mm; width: 67mm }}</style></head>
<body><h1>প্রত্যয়নপত্র</h1><p>স্মারক নম্বর: {number}</p>
<p><img src="{qr}" alt="যাচাই কোড"></p><div class="ink" id="sign-head"></div></body></html>"""


def certificate(cast, **changes):
    """A made-up kind of paper: an office certifies something, its officer signs."""

    def draw(paper, qr):
        return render_pdf(PAGE.format(number=paper.number, qr=qr), fields=[PLACE])

    return sealing.ToSeal(
        **{
            "office": cast.meghdubi,
            "kind": Memo.Kind.OTHER,
            "heading": "প্রত্যয়নপত্র",
            "draw": draw,
            "places": [(PLACE, Person(cast.officer.name, []))],
            "sender": cast.officer.name,
            "recipients": ["যাঁর জন্য প্রযোজ্য"],
        }
        | changes
    )


@transaction.atomic
def seal(cast, *, signer=None, by=None, **changes):
    file = FileNumber.named_on_paper(cast.meghdubi, "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪")
    on = timezone.localdate()
    line = sealing.take_number(file, on=on)
    sealing.put_number(line, copies=3, endorsed_copies=0)
    return sealing.seal(
        certificate(cast, **changes), line=line, by=by or cast.officer, on=on, signer=signer
    )


def test_a_paper_that_is_no_meeting_gets_a_number_a_signature_and_its_page(cast, keys):
    sealed = seal(cast, signer=opened("officer"))

    line = Memo.objects.get()
    assert (line.state, line.serial, line.kind) == (Memo.State.ISSUED, 1, Memo.Kind.OTHER)
    assert (line.subject, line.recipients) == ("প্রত্যয়নপত্র", ["যাঁর জন্য প্রযোজ্য"])
    assert (line.paper, line.meeting) == (sealed.paper, None)

    (signature,) = signatures_of(sealed.document.read())
    assert (signature.signer, signature.intact) == (cast.officer.name, True)
    assert signature.covers_whole_file
    assert line.number in pdftotext(sealed.document.read()).replace("\n", "")

    page = Client().get(sealed.paper.get_absolute_url()).content.decode()
    assert line.number in page
    assert "প্রত্যয়নপত্র" in page
    assert "বহাল" in page


def test_it_is_struck_out_like_any_other(cast, client):
    sealed = seal(cast)
    void(memo=sealed.paper.memo, by=cast.officer, reason="ভুল নথি")
    assert Memo.objects.get().state == Memo.State.VOID
    assert Paper.objects.get().status == Paper.Status.VOID
    client.force_login(cast.staff)
    assert client.get(f"/register/{Memo.objects.get().pk}/").status_code == 200


def test_nothing_is_taken_where_it_cannot_be_drawn(cast):
    def fails(paper, qr):
        raise RenderFailed("broken")

    with pytest.raises(RenderFailed):
        seal(cast, draw=fails)
    assert not Memo.objects.exists()
    assert not Paper.objects.exists()
    assert seal(cast).paper.memo.serial == 1


def test_only_who_is_printed_signs_it(cast, keys):
    with pytest.raises(ValidationError, match="শুধু তিনি"):
        seal(cast, signer=opened("staff"), by=cast.staff)
    assert not Memo.objects.exists()


@pytest.mark.parametrize(
    ("first", "second"),
    [("void", "void"), ("void", "reserve"), ("void", "issue"), ("issue", "reserve")],
)
def test_a_line_moves_only_as_the_table_says(cast, first, second):
    sealed = seal(cast)
    line = sealed.paper.memo
    moves = {
        "void": lambda: line.void(by=cast.officer, reason="ভুল"),
        "reserve": lambda: line.reserve(by=cast.officer),
        "issue": lambda: line.issue(by=cast.officer, paper=sealed.paper),
    }
    if first == "void":
        moves["void"]()
    before = Memo.objects.values().get()
    with pytest.raises(WrongState):
        moves[second]()
    assert Memo.objects.values().get() == before
