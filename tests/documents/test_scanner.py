"""The virus scanner: asked as clamd wants it, and whoever gives no verdict lets nothing in."""

import socket
import struct
import threading
import time

import pytest

from documents import scanner, uploads
from documents.uploads import JPEG, PDF, Refused
from tests import uploads as made

SICK = b"SICK"


class Clamd:
    """A small server that speaks INSTREAM: reads to the end, then says what `verdict(data)` is."""

    def __init__(self, line, verdict):
        self._line, self._verdict, self.asked = line, verdict, []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self._line.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                if sent.read(10) != b"zINSTREAM\0":
                    line.sendall(b"UNKNOWN COMMAND\0")
                    continue
                data = b""
                while (length := struct.unpack(">I", sent.read(4))[0]) > 0:
                    data += sent.read(length)
                self.asked.append(data)
                if told := self._verdict(data):
                    line.sendall(told)


@pytest.fixture
def clamd(tmp_path, settings):
    """Start a scanner at a socket of the portal's."""
    lines = []

    def start(verdict, family=socket.AF_UNIX):
        line = socket.socket(family)
        lines.append(line)
        line.bind(str(tmp_path / "clamd") if family == socket.AF_UNIX else ("127.0.0.1", 0))
        line.listen()
        settings.CLAMAV_SOCKET = (
            str(tmp_path / "clamd")
            if family == socket.AF_UNIX
            else f"tcp://127.0.0.1:{line.getsockname()[1]}"
        )
        return Clamd(line, verdict)

    yield start
    for line in lines:
        line.close()


def honest(data):
    return b"stream: Test.Sick FOUND\0" if SICK in data else b"stream: OK\0"


@pytest.mark.parametrize("family", [socket.AF_UNIX, socket.AF_INET])
def test_each_file_that_is_kept_is_shown_to_the_scanner_whole(clamd, family):
    found = clamd(honest, family)
    well = made.pdf("x" * 3 * scanner.PIECE, compress_streams=False)
    assert uploads.let_in(well, PDF) == well
    assert found.asked == [well]
    with pytest.raises(Refused, match="ভাইরাস পাওয়া গেছে"):
        uploads.let_in(made.pdf("SICK"), PDF)


def test_each_of_several_pictures_is_shown_as_it_came(clamd):
    """What is left out of a photograph, and what is behind its end, too."""
    found = clamd(honest)
    pictures = [made.picture(), made.picture(comment=SICK)]
    with pytest.raises(Refused, match="ভাইরাস পাওয়া গেছে"):
        uploads.as_one_pdf(pictures)
    assert found.asked == pictures
    with pytest.raises(Refused, match="ভাইরাস পাওয়া গেছে"):
        uploads.let_in(pictures[1], JPEG)


@pytest.mark.parametrize(
    "verdict",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: OK or so\0",
        b"\xff" * 9_000,
        b"",
    ],
)
def test_no_verdict_lets_nothing_in(clamd, verdict, caplog):
    clamd(lambda _: verdict)
    with pytest.raises(Refused, match="পরীক্ষা করা গেল না"):
        uploads.let_in(made.pdf(), PDF)
    assert "scanner" in caplog.text


def test_nor_does_one_that_is_silent_or_away(clamd, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(scanner, "SECONDS", 0.3)
    clamd(lambda _: time.sleep(2))
    began = time.monotonic()
    with pytest.raises(Refused, match="পরীক্ষা করা গেল না"):
        uploads.let_in(made.pdf(), PDF)
    assert time.monotonic() - began < 1.5
    for away in (str(tmp_path / "nothing"), "tcp://127.0.0.1:1", "tcp://127.0.0.1:x"):
        settings.CLAMAV_SOCKET = away
        with pytest.raises(Refused, match="পরীক্ষা করা গেল না"):
            uploads.let_in(made.pdf(), PDF)


def test_where_none_is_set_none_is_asked(settings):
    assert settings.CLAMAV_SOCKET == ""
    assert uploads.let_in(made.pdf("SICK"), PDF)
