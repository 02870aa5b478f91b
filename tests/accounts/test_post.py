"""Mail: written with the deed, sent afterwards, told as it went."""

import ast
import hashlib
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import daily, post
from accounts.models import AuditEvent, DailyWork, Mail, User
from minutes_portal import due
from tests.accounts.sink import listening
from tests.proof import tried
from tests.test_conventions import portal_files, within

TO = "rahima@office.example"
WAITING, SENT, FAILED = Mail.State.WAITING, Mail.State.SENT, Mail.State.FAILED


@pytest.fixture
def sink(settings, db):
    with listening(settings) as sink:
        yield sink


def write(subject="কার্যবিবরণী পাওয়া যায়নি", to=TO):
    return post.send_later(to=to, subject=subject, text="পোর্টালে দেখুন।\n")


def time_passes():
    """Whatever waits for its time, or is held by a worker that died, has waited long enough."""
    Mail.objects.update(next_try_at=timezone.now())


def what_became_of(mail):
    mail.refresh_from_db()
    return mail.state, mail.tries


def test_mail_is_sent_after_the_deed_and_never_without_it(sink):
    with transaction.atomic():
        mail = write()
        assert sink.connections == 0
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write("যা ঘটেনি")
        raise ZeroDivisionError

    assert post.send_one()
    assert not post.send_one()

    assert what_became_of(mail) == (SENT, 1)
    [(recipients, message)] = sink.mail
    assert recipients == [TO]
    assert message["To"] == TO
    assert message["Subject"].strip() == "কার্যবিবরণী পাওয়া যায়নি"
    assert message["From"] == "no-reply@minutes.example"
    assert message["Message-ID"] == mail.message_id
    assert message.get_content().splitlines() == ["পোর্টালে দেখুন।"]


def test_only_the_worker_knows_how_to_send():
    sending = {"smtplib", "django.core.mail", "send_mail", "send_one"}
    found = set()
    for path in portal_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {getattr(node, "module", None), getattr(node, "attr", None)}
            names |= {
                each.name for each in getattr(node, "names", []) if isinstance(each, ast.alias)
            }
            if names & sending:
                found.add(within(path))
    assert found == {"accounts/post.py", "minutes_portal/management/commands/worker.py"}


def test_a_server_that_is_busy_is_asked_again_and_later_each_time(sink):
    sink.answers = ["451 4.3.0 busy"] * 3
    mail = write()
    pauses = []
    for _ in range(3):
        time_passes()
        assert post.send_one()
        assert not post.send_one()
        mail.refresh_from_db()
        pauses.append((mail.next_try_at - timezone.now()).total_seconds())
        assert (mail.state, mail.last_error, mail.unanswered) == (WAITING, "451 4.3.0 busy", 0)
    assert [round(pause / 60 / 2**n) for n, pause in enumerate(pauses)] == [1, 1, 1]

    time_passes()
    assert post.send_one()

    assert what_became_of(mail) == (SENT, 4)
    assert sink.copies() == {mail.message_id: 1}


def test_the_wait_has_a_limit_and_differs_from_mail_to_mail():
    assert post._pause(post.TRIES_AT_MOST) <= post.LONGEST_WAIT * 1.2
    assert len({post._pause(3) for _ in range(20)}) > 1
    days = sum((post._pause(n) for n in range(1, post.TRIES_AT_MOST)), timedelta()).days
    assert 3 <= days <= 6


def test_mail_that_never_gets_through_fails_in_the_end(sink):
    sink.to_recipients[TO] = "450 4.2.1 not now"
    mail = write()
    Mail.objects.update(tries=post.TRIES_AT_MOST - 1)
    for _ in range(2):
        time_passes()
        post.send_one()

    assert what_became_of(mail) == (FAILED, post.TRIES_AT_MOST)
    assert mail.last_error == f"{post.TRIED_TOO_OFTEN} 450 4.2.1 not now"


def test_a_server_that_is_not_there_loses_nothing(sink, settings):
    mail = write()
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    post.send_one()
    assert what_became_of(mail) == (WAITING, 1)
    assert mail.last_error

    settings.EMAIL_PORT = there
    time_passes()
    post.send_one()
    assert what_became_of(mail) == (SENT, 2)


@pytest.mark.parametrize("at", ["recipient", "text"])
def test_a_refusal_for_good_is_told_to_the_administrator(sink, client, at):
    refusal = "550 5.1.1 no such person"
    if at == "recipient":
        sink.to_recipients[TO] = refusal
    else:
        sink.answers = [refusal]
    mail, other = write(), write(to="karim@office.example")
    while post.send_one():
        pass
    assert (what_became_of(mail), what_became_of(other)) == ((FAILED, 1), (SENT, 1))

    sabiha = User.objects.create_superuser("sabiha", name="সাবিহা নূর")
    client.force_login(sabiha)
    page = reverse("admin:accounts_mail_changelist")
    assert refusal in client.get(page).content.decode()
    failed = client.get(f"{page}{mail.pk}/change/").content.decode()
    assert refusal in failed
    assert "এই ঠিকানায় আবার পাঠাতে" in failed
    assert "এই ঠিকানায় আবার পাঠাতে" not in client.get(f"{page}{other.pk}/change/").content.decode()
    assert client.post(f"{page}{mail.pk}/change/", {"state": "sent"}).status_code == 403
    assert client.post(f"{page}{mail.pk}/delete/", {"post": "yes"}).status_code == 403

    again = {"action": "try_again", "_selected_action": [mail.pk, other.pk]}
    assert client.post(page, again).status_code == 302
    assert (what_became_of(mail), what_became_of(other)) == ((WAITING, 0), (SENT, 1))
    event = AuditEvent.objects.get()
    assert (event.by, event.what, event.target_id) == (sabiha, "mail tried again", mail.pk)
    sink.to_recipients.clear()
    post.send_one()
    assert what_became_of(mail) == (SENT, 1)
    assert sink.copies() == {mail.message_id: 1, other.message_id: 1}


def test_a_mail_that_proves_something_is_not_tried_again_and_tells_nothing(sink, client):
    sink.to_recipients[TO] = "550 5.1.1 no such person"
    mail = write_with(is_kept=True)
    post.send_one()
    client.force_login(User.objects.create_superuser("sabiha", name="সাবিহা নূর"))
    page = reverse("admin:accounts_mail_changelist")
    for url in (page, f"{page}{mail.pk}/change/"):
        shown = client.get(url).content.decode()
        assert "550 5.1.1 no such person" in shown
        assert mail.subject not in shown
        assert mail.text.strip() not in shown
    client.post(page, {"action": "try_again", "_selected_action": [mail.pk]})
    assert what_became_of(mail) == (FAILED, 1)


def test_a_line_cut_after_the_text_is_repeated_once(sink):
    sink.answers = ["drop"]
    mail = write()
    post.send_one()
    assert what_became_of(mail) == (WAITING, 1)

    time_passes()
    post.send_one()

    assert what_became_of(mail) == (SENT, 2)
    assert sink.copies() == {mail.message_id: 2}


def test_a_server_that_never_answers_gets_no_third_copy(sink):
    sink.answers = ["drop"] * 9
    mail = write()
    for _ in range(5):
        time_passes()
        post.send_one()

    assert what_became_of(mail) == (FAILED, 2)
    assert mail.last_error == post.UNANSWERED
    assert sink.copies() == {mail.message_id: 2}


def test_a_slow_server_is_waited_for_and_the_lease_renewed(sink, settings, monkeypatch):
    # As 40 s beside a lease of 90 s, at a fiftieth of the time.
    monkeypatch.setattr(post, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(post, "BEAT", 0.1)
    sink.answers = [1.5]
    mail = write()
    held = []
    noting = post._note

    def noting_how_long(mail, **changes):
        held.append(changes.get("next_try_at"))
        return noting(mail, **changes)

    monkeypatch.setattr(post, "_note", noting_how_long)

    post.send_one()

    assert what_became_of(mail) == (SENT, 1)
    assert len(held) > 5
    assert settings.EMAIL_TIMEOUT > 40


@tried("beats", None, short=1, full=2, once=True)
def test_a_server_that_takes_longer_than_a_beat_in_truth(sink, monkeypatch, beats):
    """The same with nothing scaled down: other workers see the mail held, further on each beat."""
    seconds = beats * post.BEAT + 2
    sink.answers = [seconds]
    mail = write()
    began, held = timezone.now(), []
    noting = post._note

    def noting_how_long(mail, **changes):
        noted = noting(mail, **changes)
        if "next_try_at" in changes:
            held.append(Mail.objects.get(pk=mail.pk).next_try_at - began)
            assert not post.send_one()
        return noted

    monkeypatch.setattr(post, "_note", noting_how_long)

    assert post.send_one()

    assert timezone.now() - began > timedelta(seconds=seconds)
    assert len(held) >= beats
    assert held == sorted(held)
    assert held[-1] > post.LEASE + timedelta(seconds=post.BEAT - 1)
    assert what_became_of(mail) == (SENT, 1)
    assert sink.copies() == {mail.message_id: 1}


@pytest.mark.parametrize(
    "mark", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00", "\u202e"]
)
def test_nothing_gets_out_of_its_header(db, mark):
    for to, subject in (
        (TO, f"সভা{mark}Bcc: all@office.example"),
        (f"{TO}{mark}Bcc: all@office.example", "সভা"),
        (f"rahima{mark}@office.example", "সভা"),
    ):
        with pytest.raises(ValidationError):
            write(subject, to)
    assert not Mail.objects.exists()


def test_one_mail_goes_to_one_person(sink):
    for several in (
        f"{TO}, all@office.example",
        f"{TO};all@office.example",
        f"{TO} all@office.example",
        f"<{TO}>",
        "",
    ):
        with pytest.raises(ValidationError):
            write(to=several)
    hostile = User.objects.create_user(
        "rahima", email=TO, name='রহিমা, <all@office.example>; "Bcc: x"'
    )
    write("উপজেলা আইসিটি কমিটি, Bcc: all@office.example <x@y.example>", hostile)
    write("ক" * 300, hostile)
    while post.send_one():
        pass

    headers = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To"}
    headers |= {"Message-ID", "Date", "Auto-Submitted"}
    assert len(sink.mail) == 2
    for recipients, message in sink.mail:
        assert recipients == [TO]
        assert sorted(message.keys()) == sorted(headers)


def test_who_has_no_address_or_left_gets_no_mail(db):
    assert write(to=User(username="karim", name="করিম")) is None
    assert write(to=User(username="gone", email=TO, is_active=False)) is None
    assert not Mail.objects.exists()


def test_without_a_way_to_send_mail_waits(db, settings):
    settings.EMAIL_BACKEND = ""
    assert not post.is_set_up()


def test_the_demo_writes_mail_to_a_folder(db, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    mail = write()
    post.send_one()
    assert what_became_of(mail) == (SENT, 1)
    [file] = tmp_path.iterdir()
    assert mail.message_id in file.read_text("utf-8")
    assert "পোর্টালে দেখুন।" in file.read_text("utf-8")


def test_a_worker_that_lost_its_lease_says_nothing_more(sink, monkeypatch):
    mail = write()
    opening = post._open

    def overtaken(way, message):
        opening(way, message)
        # The test's own thread holds the database; what another worker wrote is seen by it.
        monkeypatch.setattr(post, "_note", lambda mail, **changes: False)

    monkeypatch.setattr(post, "_open", overtaken)
    post.send_one()
    assert sink.mail == []
    assert what_became_of(mail) == (WAITING, 1)


# ── Daily work ──────────────────────────────────────────────────────────────────────────────────


def test_daily_work_is_done_once_a_day_from_its_hour_on(db):
    days = []
    hour = timezone.localtime().hour
    assert daily.do_due([(hour + 1, days.append)]) == ([], [])
    for _ in range(2):
        daily.do_due([(hour, noted_in(days))])
    assert days == [timezone.localdate()]
    DailyWork.objects.update(done_on=timezone.localdate() - timedelta(days=1))
    daily.do_due([(hour, noted_in(days))])
    assert days == [timezone.localdate()] * 2


def noted_in(days):
    def work(today):
        days.append(today)

    return work


def test_work_that_fails_leaves_nothing_and_is_asked_for_again(db):
    days = []

    def half_done(today):
        write()
        raise ZeroDivisionError

    for _ in range(2):
        _, failed = daily.do_due([(0, half_done), (0, noted_in(days))])
        assert [name.rpartition(".")[2] for name in failed] == ["half_done"]
    assert len(days) == 1
    assert not Mail.objects.exists()


def a_file(settings, data=b"%PDF-1.7 paper", name="কার্যবিবরণী ০৫.৪৭(৩০).pdf"):
    """A kept file, as a mail carries it."""
    path = settings.MEDIA_ROOT / "sha256" / "ab"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    return {"path": "sha256/ab", "sha256": sha256, "name": name, "mime": "application/pdf"}


def write_with(**more):
    mail = post.mail_to(TO, subject="সভার কার্যবিবরণী", text="সংযুক্ত।\n", **more)
    mail.save()
    return mail


def test_a_file_goes_along_to_the_byte_under_its_bengali_name(sink, settings):
    mail = write_with(attachments=[a_file(settings)])
    sink.answers = ["250 2.0.0 Ok: queued as 4F2A1"]

    assert post.send_one()

    assert what_became_of(mail) == (SENT, 1)
    assert mail.answer == "250 2.0.0 Ok: queued as 4F2A1"
    [(_, message)] = sink.mail
    [file] = message.iter_attachments()
    assert file.get_content() == b"%PDF-1.7 paper"
    assert file.get_content_type() == "application/pdf"
    assert file.get_filename() == "কার্যবিবরণী ০৫.৪৭(৩০).pdf"
    # RFC 2231: nothing but ASCII stands in the header.
    [disposition] = [v for k, v in file.raw_items() if k == "Content-Disposition"]
    assert str(disposition).isascii()
    assert "filename*=" in disposition
    assert message.get_body().get_content().splitlines() == ["সংযুক্ত।"]
    assert message["Cc"] is message["Bcc"] is None


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_mail_whose_file_is_not_what_it_was_fails_and_says_so(sink, settings, harm):
    file = a_file(settings)
    mail = write_with(attachments=[file])
    kept = settings.MEDIA_ROOT / file["path"]
    kept.unlink() if harm == "gone" else kept.write_bytes(b"%PDF-1.7 forged")

    assert post.send_one()

    assert what_became_of(mail) == (FAILED, 1)
    assert mail.last_error == f"{post.DAMAGED} {file['name']}"
    assert mail.failed_at is not None
    assert (sink.connections, sink.mail) == (0, [])


def test_what_comes_back_has_an_address_of_its_own_and_reports_are_asked_for(sink, settings):
    settings.BOUNCE_ADDRESS = "bounce@minutes.example"
    sink.offers_dsn = True
    paths = [post.new_return_path() for _ in range(2)]
    assert len(set(paths)) == 2
    mail, other = write_with(return_path=paths[0]), write()
    while post.send_one():
        pass

    assert sink.senders == [paths[0], "no-reply@minutes.example"]
    name = mail.message_id.strip("<>").upper()
    assert sink.asked == [
        {"RET": "HDRS", "ENVID": name},
        {"NOTIFY": "SUCCESS,FAILURE,DELAY"},
    ]
    assert what_became_of(other) == (SENT, 1)


def test_a_server_without_reports_is_not_asked_for_any(sink, settings):
    settings.BOUNCE_ADDRESS = "bounce@minutes.example"
    mail = write_with(return_path=post.new_return_path())
    post.send_one()
    assert what_became_of(mail) == (SENT, 1)
    assert sink.senders == [mail.return_path]


def test_without_an_address_for_it_nothing_comes_back_here(settings):
    settings.BOUNCE_ADDRESS = ""
    assert post.new_return_path() == ""


def test_held_mail_leaves_at_its_time_and_not_if_it_was_taken_back(sink):
    soon = timezone.now() + timedelta(minutes=2)
    held, taken = write_with(leaves_at=soon), write_with(leaves_at=soon)
    assert not post.send_one()
    assert post.take_back(taken)
    assert not post.take_back(taken)
    time_passes()
    while post.send_one():
        pass
    assert (what_became_of(held), what_became_of(taken)) == ((SENT, 1), (Mail.State.TAKEN_BACK, 0))
    assert not post.take_back(held)
    assert sink.copies() == {held.message_id: 1}


def test_what_a_busy_server_sent_away_can_still_be_taken_back(sink):
    sink.answers = ["451 4.3.0 busy"]
    mail = write()
    post.send_one()
    assert post.take_back(mail)


def test_what_may_have_arrived_cannot_be_taken_back(sink):
    sink.answers = ["drop"]
    mail = write()
    post.send_one()
    assert not post.take_back(mail)
    assert what_became_of(mail) == (WAITING, 1)


def test_a_mail_that_follows_another_says_so(sink):
    first = write()
    write_with(follows=first.message_id)
    while post.send_one():
        pass
    again = sink.mail[1][1]
    assert again["References"] == again["In-Reply-To"] == first.message_id
    assert again["Message-ID"] != first.message_id
    assert sink.mail[0][1]["References"] is None


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\x00", "\u2028", "\u202e"])
def test_no_name_of_a_file_gets_out_of_its_header(db, settings, mark):
    with pytest.raises(ValidationError):
        write_with(attachments=[a_file(settings, name=f"a{mark}Bcc: all@office.example.pdf")])


def test_any_text_can_be_made_one_line():
    assert post.one_line("ক\r\nBcc: x\u2028\x00 খ\u202e") == "ক Bcc: x খ"
    assert post.one_line("র‍্যাব") == "র‍্যাব"


def test_old_mail_is_forgotten_and_failures_are_kept(db):
    old = timezone.now() - post.KEPT - timedelta(days=1)
    gone, failed, fresh, kept = write(), write(), write(), write()
    Mail.objects.filter(pk=kept.pk).update(state=SENT, sent_at=old, is_kept=True)
    Mail.objects.filter(pk=gone.pk).update(state=SENT, sent_at=old, made_at=old)
    Mail.objects.filter(pk=failed.pk).update(state=FAILED, made_at=old, failed_at=old)
    Mail.objects.filter(pk=fresh.pk).update(state=SENT, sent_at=timezone.now())

    done, failures = daily.do_due([(0, work) for _, work in due.daily()])

    assert len(done) == len(due.daily())
    assert failures == []
    assert set(Mail.objects.all()) == {failed, fresh, kept}
    assert django_mail.outbox == []
