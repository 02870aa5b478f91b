"""Copies leave by mail, one recipient a message, once; and can be taken back before."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from accounts import post
from accounts.access import WrongState
from accounts.models import AuditEvent, Mail
from despatch import actions, ladder, messages
from despatch.models import Link, Sending
from distribution.models import Addressee, Way
from documents.models import Paper
from memos.actions import void
from memos.models import Copy, Memo
from tests.accounts.sink import listening
from tests.despatch.outgoing import add_copy, copies_of, make_paper_with_copies, work
from tests.factories import make_paper, make_post


@pytest.fixture
def sink(settings, db):
    settings.BOUNCE_ADDRESS = "bounce@minutes.example"
    with listening(settings) as sink:
        yield sink


@pytest.fixture
def line(cast):
    return make_paper_with_copies(cast, "rahima", "karim", "selim")


def send(line, cast, **more):
    return actions.send(copies=more.pop("copies", copies_of(line)), by=cast.staff, **more)


def test_each_copy_is_a_mail_of_its_own_with_the_paper_as_it_is(cast, line, sink):
    sendings = send(line, cast)

    assert sink.mail == []
    assert [each.way for each in sendings] == ["mail"] * 3
    assert {each.leaves_at - each.sent_at for each in sendings} == {timedelta(minutes=2)}
    work()

    file = line.paper.issued_file.document
    assert len(sink.mail) == 3
    names = {"rahima", "karim", "selim"}
    for (recipients, message), copy, path in zip(
        sink.mail, copies_of(line), sink.senders, strict=True
    ):
        [name] = [each for each in names if each in copy.recipient]
        assert recipients == [f"{name}@{name}.example"] == [message["To"]]
        assert path.startswith("bounce+")
        [attached] = message.iter_attachments()
        assert attached.get_content() == file.read()
        body = message.get_body().get_content()
        assert line.paper.public_url in body
        assert f"/despatch/c/{copy.link.token}/" in body
        assert line.number in body
        assert file.sha256 in body
        # Nobody learns of another recipient: not in a header, not in the body.
        whole = body + "".join(f"{key}: {value}\n" for key, value in message.items())
        assert not any(other in whole for other in names - {name})
    assert len(set(sink.senders)) == 3
    assert set(Mail.objects.values_list("state", "is_kept")) == {("sent", True)}
    assert AuditEvent.objects.filter(what="copies sent", target_id=line.pk).count() == 1


def test_what_is_sent_twice_by_the_same_page_goes_once(cast, line, sink):
    assert len(send(line, cast, seen=0)) == 3
    assert send(line, cast, seen=0) == []
    work()
    assert send(line, cast, seen=0) == []
    work()
    assert len(sink.mail) == 3


def test_sending_again_while_it_is_held_makes_one_mail(cast, line, sink):
    first = send(line, cast)
    second = send(line, cast, seen=first[-1].pk)
    assert len(second) == 3
    work()
    assert len(sink.mail) == 3
    assert {message["Message-ID"] for _, message in sink.mail} == {
        each.mail.message_id for each in second
    }
    assert Sending.objects.exclude(taken_back_at=None).count() == 3
    assert not any("পুনঃপ্রেরণ" in message["Subject"] for _, message in sink.mail)


def test_what_is_taken_back_never_leaves(cast, line, sink):
    sendings = send(line, cast)
    assert len(actions.take_back(sendings=sendings[:2], by=cast.officer)) == 2
    work()
    assert [recipients for recipients, _ in sink.mail] == [["selim@selim.example"]]
    assert actions.take_back(sendings=sendings, by=cast.officer) == []
    steps = ladder.step_of(copies_of(line))
    assert list(steps.values()) == [None, None, "relayed"]


def test_a_second_sending_says_so_and_refers_to_the_first(cast, line, sink):
    send(line, cast)
    work()
    send(line, cast, copies=copies_of(line)[:1])
    work()
    first, again = sink.mail[0][1], sink.mail[3][1]
    assert again["Subject"].split() == ["পুনঃপ্রেরণ:", *first["Subject"].split()]
    assert again["References"] == first["Message-ID"]
    assert again["Message-ID"] != first["Message-ID"]


def test_a_paper_that_takes_the_place_of_another_says_so(cast, line, sink):
    send(line, cast)
    work()
    meeting = line.meeting
    later = make_paper_with_copies(cast, "rahima", held_on=date(2024, 3, 22))
    line.paper.supersede(by_paper=later.paper)
    assert meeting.pk != later.meeting.pk
    send(later, cast)
    work()
    first, correction = sink.mail[0][1], sink.mail[3][1]
    assert correction["Subject"].strip().startswith("সংশোধন: ")
    assert correction["References"] == first["Message-ID"]
    assert f"স্মারক {line.number} এর স্থলে" in correction.get_body().get_content()


def test_a_paper_over_the_limit_goes_as_a_link_that_stands_first(cast, line, sink):
    line.office.attachment_limit = 0
    line.office.save()
    sendings = send(line, cast, copies=copies_of(line)[:1])
    work()
    [(_, message)] = sink.mail
    assert list(message.iter_attachments()) == []
    first = message.get_body().get_content().split("\n\n")[0]
    assert f"/despatch/c/{Link.objects.get().token}/" in first
    assert line.paper.issued_file.document.sha256 in first
    assert sendings[0].as_link


def test_an_address_that_nothing_proved_is_asked_about_once(cast, line, sink):
    Addressee.objects.filter(email__startswith="karim").update(proved_on=None)
    with pytest.raises(actions.Unproved) as asked:
        send(line, cast)
    assert [each.address.email for each in asked.value.doubted] == ["karim@karim.example"]
    assert not Sending.objects.exists()
    assert len(send(line, cast, trusting=True)) == 3


def test_by_hand_and_by_post_write_no_mail(cast, line):
    ways = dict(
        zip([copy.pk for copy in copies_of(line)], [Way.HAND, Way.POST, Way.MAIL], strict=True)
    )
    sendings = send(line, cast, ways=ways)
    assert [(each.way, each.leaves_at is None) for each in sendings] == [
        ("hand", True), ("post", True), ("mail", False),
    ]  # fmt: skip
    assert Mail.objects.count() == 1


def test_an_office_of_the_portal_finds_it_there_and_gets_no_paper_by_mail(cast, line):
    uno = make_post(cast.noldanga, "উপজেলা নির্বাহী অফিসার")
    copy = Copy.objects.create(
        memo=line,
        position=9,
        number=line.number,
        line="ক",
        recipient="ক",
        purpose="action",
        post=uno,
    )
    [sending] = send(line, cast, copies=[copy])
    assert (sending.way, sending.mail) == ("portal", None)
    assert ladder.step_of([copy]) == {copy.pk: "queued"}
    Sending.objects.update(leaves_at=timezone.now())
    assert ladder.step_of([Copy.objects.get(pk=copy.pk)]) == {copy.pk: "delivered"}


def test_a_copy_without_an_address_is_named(cast, line):
    copy = add_copy(line, "nobody", email="")
    with pytest.raises(ValidationError, match="অফিসার nobody: ই-মেইল ঠিকানা নেই"):
        send(line, cast, ways={copy.pk: Way.MAIL})
    assert not Sending.objects.exists()


def test_who_is_not_in_the_portal_gets_nothing_there(cast, line):
    with pytest.raises(ValidationError, match="পোর্টালে কেউ নেই"):
        send(line, cast, ways={copies_of(line)[0].pk: Way.PORTAL})


def test_the_offices_own_copy_is_not_sent(cast, line):
    add_copy(line, "own", purpose="office_copy")
    assert len(send(line, cast)) == 3


def test_a_void_paper_is_not_sent_and_what_waits_of_it_is_stopped(cast, line, sink):
    send(line, cast)
    void(memo=line, by=cast.officer, reason="ভুল তালিকা")
    assert actions.stop_what_fell() == 3
    assert actions.stop_what_fell() == 0
    work()
    assert sink.mail == []
    with pytest.raises(WrongState, match="বাতিল কাগজ পাঠানো যায় না"):
        send(line, cast)
    assert {each.taken_back_by for each in Sending.objects.all()} == {cast.officer}


def test_a_superseded_paper_is_not_sent(cast, line):
    line.paper.supersede(by_paper=make_paper(number="নতুন"))
    with pytest.raises(WrongState, match="সংশোধিত হয়েছে"):
        send(line, cast)


def test_only_the_office_sends(cast, line):
    for person in (cast.reader, cast.near_officer, cast.sysadmin):
        with pytest.raises(PermissionDenied):
            actions.send(copies=copies_of(line), by=person)


NASTY = "সভা\r\nBcc: all@office.example\u2028\x00\u202eশেষ"


def test_no_name_and_no_title_gets_out_of_its_header(cast, line, sink):
    Paper.objects.filter(pk=line.paper.pk).update(title=NASTY.replace("\x00", ""))
    Copy.objects.filter(memo=line).update(recipient=NASTY.replace("\x00", ""))
    send(line, cast)
    work()
    for recipients, message in sink.mail:
        assert len(recipients) == 1
        assert message["Bcc"] is message["Cc"] is None
        assert len(message.get_all("To")) == 1
        assert message["Subject"].strip().startswith("সভা Bcc: all@office.example শেষ")


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\x00", "\u2028", "\u202e", "\x85"])
def test_a_subject_is_one_line_whatever_it_is_made_of(mark):
    forged = f"ক{mark}Bcc: all@office.example"
    copy = Copy(number=forged, memo=Memo(paper=Paper(title=forged)))
    for told in ({"is_again": True, "corrects": ""}, {"is_again": False, "corrects": "১"}):
        subject = messages.subject_of(copy, **told)
        assert subject == post.one_line(subject)
        assert subject.count("ক Bcc:") == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_send_once(cast, line, settings):
    made, both = [], threading.Barrier(2)

    def press():
        both.wait(30)
        made.append(len(send(line, cast, seen=0)))
        connection.close()

    people = [threading.Thread(target=press) for _ in range(2)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert sorted(made) == [0, 3]
    assert Mail.objects.count() == 3
