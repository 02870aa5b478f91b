"""Workers under pressure: two at once, killed in between, stopped, left by their parent."""

import os
import signal
import subprocess
import sys
import threading
import time
import traceback

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from accounts import post
from accounts.models import Mail
from tests.accounts.sink import listening
from tests.accounts.test_post import time_passes, write
from tests.proof import tried
from tests.test_imports import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sink(settings):
    with listening(settings) as sink:
        yield sink


def send_all():
    try:
        while post.send_one():
            pass
    finally:
        connection.close()


def sent_by_two_workers(count):
    for number in range(count):
        write(f"সভা {number}")
    workers = [threading.Thread(target=send_all) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def test_two_workers_send_nothing_twice(sink):
    sent_by_two_workers(40)
    assert sorted(sink.copies().values()) == [1] * 40
    assert set(Mail.objects.values_list("state", "tries")) == {("sent", 1)}


def test_two_workers_without_the_lock_would(sink, monkeypatch):
    both, holding, mine = threading.Barrier(2), post._hold, threading.local()

    def together(step):
        """Neither worker goes on before both have come this far with their first mail."""
        if step not in mine.__dict__:
            setattr(mine, step, True)
            both.wait(30)

    def unlocked(self, **options):
        rows = list(self)
        together("read")
        return type("Rows", (), {"first": lambda self: rows[0] if rows else None})()

    def hold(mail, **changes):
        holding(mail, **changes)
        together("held")

    monkeypatch.setattr(QuerySet, "select_for_update", unlocked)
    monkeypatch.setattr(post, "_hold", hold)
    sent_by_two_workers(4)
    assert max(sink.copies().values()) > 1


def send_in_a_process_that_dies(sink, *, before_the_answer):
    """Send one mail in a child that is killed when the text has arrived, or once it was taken."""
    child = os.fork()
    if child == 0:
        try:
            # The parent's connection is not ours to close; nor may it be collected.
            parents = [(each, each.connection) for each in connections.all(initialized_only=True)]
            for each, _ in parents:
                each.connection = None
            handing = post._hand_over

            def deadly(mail):
                handing(mail)
                os.kill(os.getpid(), signal.SIGKILL)

            post._hand_over = deadly
            post.send_one()
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    if before_the_answer:
        sink.kill = child
    _, status = os.waitpid(child, 0)
    sink.kill = None
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


@tried("kills", few=2, short=6, full=100)
def test_a_killed_worker_loses_nothing_and_repeats_once(sink, kills):
    mails = []
    for number in range(kills):
        mails.append(write(f"সভা {number}"))
        send_in_a_process_that_dies(sink, before_the_answer=number % 2 == 0)
        mails[-1].refresh_from_db()
        assert (mails[-1].state, mails[-1].unanswered) == ("waiting", 1)
        # Nobody else takes it while its worker may still live.
        assert not post.send_one()
    time_passes()
    send_all()

    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    copies = sink.copies()
    assert copies.keys() == {mail.message_id for mail in mails}
    assert max(copies.values()) == 2


def test_a_mail_whose_worker_is_killed_twice_is_not_sent_a_third_time(sink):
    mail = write()
    for _ in range(2):
        time_passes()
        send_in_a_process_that_dies(sink, before_the_answer=False)
    time_passes()
    send_all()

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("failed", post.UNANSWERED)
    assert sink.copies() == {mail.message_id: 2}


@tried("races", few=6, short=20, full=100)
def test_a_mail_is_taken_back_or_sent_and_never_both(sink, monkeypatch, races):
    """Who takes it back meets the worker just as that is about to hand the text over."""
    both, holding = threading.Barrier(2), post._hold

    def hold(mail, **changes):
        both.wait(30)
        holding(mail, **changes)

    monkeypatch.setattr(post, "_hold", hold)
    for number in range(races):
        mail = write(f"সভা {number}")
        worker = threading.Thread(target=send_all)
        worker.start()
        both.wait(30)
        time.sleep(number % 3 * 0.001)
        is_taken = post.take_back(mail)
        worker.join()
        mail.refresh_from_db()
        assert mail.state == ("taken_back" if is_taken else "sent")
        assert sink.copies()[mail.message_id] == (0 if is_taken else 1)


def a_worker(settings, *, parent=None):
    """`manage.py worker` on the tests' database; with `parent`, a shell starts it and stays."""
    told = connection.settings_dict
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "minutes_portal.settings",
        "SECRET_KEY": "only for this test",
        "BASE_URL": "https://minutes.example",
        "DATABASE_URL": f"postgres:///{told['HOST']}/{told['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
    }
    command = [sys.executable, "manage.py", "worker"]
    if parent:
        command = [
            "bash",
            "-c",
            f"{sys.executable} manage.py worker --with-parent $$ & echo $!; exec sleep 60",
        ]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)


def until(holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_worker_sends_what_waits_and_stops_when_told(sink, settings):
    mail = write()
    worker = a_worker(settings)
    until(lambda: Mail.objects.filter(pk=mail.pk, state="sent").exists())
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=20)
    assert worker.returncode == 0
    assert sink.copies() == {mail.message_id: 1}


def test_a_worker_does_not_outlive_its_parent(sink, settings):
    mail = write()
    shell = a_worker(settings, parent=True)
    pid = int(shell.stdout.readline())
    until(lambda: Mail.objects.filter(pk=mail.pk, state="sent").exists())
    assert running(pid)
    shell.kill()
    shell.communicate(timeout=20)
    until(lambda: not running(pid), seconds=5)


def running(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
