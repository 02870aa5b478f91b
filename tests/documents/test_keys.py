"""Keys: whose is whose, what opens one, and that no PIN is left anywhere."""

import datetime
import io
import logging
import os
import shutil
import subprocess
import threading
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection
from django.views.debug import ExceptionReporter

from accounts.models import User
from documents import signing
from documents.keys import Key, KeyUnavailable, WrongPin, key_of
from documents.signatures import signatures_of
from tests.documents.reading import draw
from tests.documents.test_fields import CHAIR, PAPER
from tests.keys import PIN, authority, give_keys, opened

OFFICER = SimpleNamespace(username="meghdubi.officer", name="রেহানা পারভীন")
OTHER = SimpleNamespace(username="meghdubi.staff", name="তানজিলা হক")
NOW = datetime.datetime.now(datetime.UTC)
WRONG = "চাবি-90817"
TOKEN_PIN, WRONG_TOKEN_PIN = "53711908", "90817264"
SOFTHSM = next(
    filter(os.path.exists, ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"]),
    None,
)


@pytest.fixture
def directory(settings, tmp_path):
    give_keys(settings, tmp_path / "keys", OFFICER, OTHER)
    return tmp_path / "keys"


# --- Whose key ----------------------------------------------------------------------------------


def test_everybody_has_their_own_key_or_none(directory):
    assert key_of(OFFICER).describe().name == OFFICER.name
    assert key_of(OTHER).describe().name == OTHER.name
    assert key_of(SimpleNamespace(username="meghdubi.viewer")) is None


def test_nobody_has_a_key_where_no_file_of_signers_is_set(settings):
    settings.SIGNERS_FILE = ""
    assert key_of(OFFICER) is None


def test_a_page_tells_a_key_in_words(settings, tmp_path):
    ends_at = datetime.datetime(2096, 11, 21, 20, 0, tzinfo=datetime.UTC)  # the 22nd in Dhaka
    give_keys(settings, tmp_path / "keys", OFFICER, ends_at=ends_at)
    told = key_of(OFFICER).describe()

    assert str(told) == "রেহানা পারভীন; প্রদানকারী: পরীক্ষার প্রত্যয়নকারী; মেয়াদ: ২২ নভেম্বর ২০৯৬ পর্যন্ত"
    assert told.is_current


@pytest.mark.parametrize(
    "content",
    [
        None,
        "no = [toml",
        "[a]\nkind = 'pkcs13'",
        "a = 'pkcs12'",
        "[a]\nkind = 'pkcs12'\nfile = 'x'",
        "[a]\nkind = 'pkcs11'\nmodule = 'x'\ntoken = 1\nkey = 'x'\ncertificate = 'x'",
    ],
)
def test_a_file_of_signers_that_says_too_little_is_refused_as_a_whole(directory, content):
    path = directory / "signers.toml"
    path.unlink() if content is None else path.write_text(content)

    with pytest.raises(KeyUnavailable, match="তালিকা"):
        key_of(OFFICER)


# --- A key in a file ----------------------------------------------------------------------------


def test_the_right_pass_phrase_opens_a_key(directory):
    assert opened(OFFICER.username).certificate.subject.native["common_name"] == OFFICER.name


@pytest.mark.parametrize(
    "pin", ["", WRONG, PIN + " ", PIN.upper() + "0", "\ud800", "\0", "ক" * 10_000]
)
def test_a_wrong_pass_phrase_opens_nothing(directory, pin):
    with pytest.raises(WrongPin, match="মেলেনি"):
        opened(OFFICER.username, pin)


def test_a_key_out_of_its_time_is_not_opened(settings, tmp_path):
    day = datetime.timedelta(days=1)
    for name, term in {
        "old": {"starts_at": NOW - 9 * day, "ends_at": NOW - day},
        "new": {"starts_at": NOW + day, "ends_at": NOW + 9 * day},
    }.items():
        give_keys(settings, tmp_path / name, OFFICER, **term)
        assert not key_of(OFFICER).describe().is_current
        with pytest.raises(KeyUnavailable, match="মেয়াদ"):
            opened(OFFICER.username)
        with pytest.raises(KeyUnavailable, match="মেয়াদ"):  # not even tried
            opened(OFFICER.username, WRONG)


@pytest.mark.parametrize("name", ["meghdubi.officer.p12", "meghdubi.officer.pem"])
@pytest.mark.parametrize("content", [None, b"", b"junk", "half"])
def test_a_broken_file_is_not_taken_for_a_wrong_pass_phrase(directory, name, content):
    path = directory / name
    whole = path.read_bytes()
    path.unlink() if content is None else path.write_bytes(
        whole[:300] if content == "half" else content
    )

    with pytest.raises(KeyUnavailable):
        opened(OFFICER.username)


def test_a_key_shown_under_another_ones_name_is_not_opened(directory):
    (directory / "meghdubi.officer.pem").write_bytes(
        (directory / "meghdubi.staff.pem").read_bytes()
    )

    with pytest.raises(KeyUnavailable, match="একই ব্যক্তির নয়"):
        opened(OFFICER.username)


# --- A key on a token ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def token(tmp_path_factory):
    """A SoftHSM token with the officer's key; SoftHSM reads where its tokens are once in a process."""
    if SOFTHSM is None or shutil.which("softhsm2-util") is None:
        pytest.skip("no SoftHSM on this machine (Debian package: softhsm2): tokens are untested")
    home = tmp_path_factory.mktemp("tokens")
    configuration = home / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {home}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    run = ["softhsm2-util", "--init-token", "--free", "--label", "meghdubi", "--so-pin", "12345678"]
    subprocess.run([*run, "--pin", TOKEN_PIN], check=True, capture_output=True)

    put_on_token(home, "signing", *authority().certify(OFFICER.name))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    put_on_token(home, "rsa", *authority().certify(OFFICER.name, key=key))
    return home


def put_on_token(home, label, key, certificate):
    import pkcs11

    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (home / "key.pem").write_bytes(private)
    load = ["softhsm2-util", "--import", home / "key.pem", "--token", "meghdubi", "--label", label]
    number = label.encode().hex()
    subprocess.run([*load, "--id", number, "--pin", TOKEN_PIN], check=True, capture_output=True)
    (home / "key.pem").unlink()
    token = pkcs11.lib(SOFTHSM).get_token(token_label="meghdubi")
    with token.open(rw=True, user_pin=TOKEN_PIN) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.PRIVATE: False,
                pkcs11.Attribute.LABEL: label,
                pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
            }
        )


@pytest.fixture
def on_token(token, settings, tmp_path):
    """The officer's key as the file of signers names it; other labels by keyword."""
    give_keys(settings, tmp_path / "keys", OTHER)

    def named(**labels):
        told = {"module": SOFTHSM, "token": "meghdubi", "key": "signing", "certificate": "signing"}
        told |= labels
        lines = "".join(f'{name} = "{value}"\n' for name, value in told.items())
        path = Path(settings.SIGNERS_FILE)
        path.write_text(f'["{OFFICER.username}"]\nkind = "pkcs11"\n{lines}')
        return key_of(OFFICER)

    return named


@pytest.mark.parametrize("label", ["signing", "rsa"])
def test_a_key_on_a_token_signs(on_token, label):
    key = on_token(key=label, certificate=label)
    assert key.describe().name == OFFICER.name

    (found,) = signatures_of(sign(key.open(TOKEN_PIN)))

    assert (found.signer, found.intact, found.trusted) == (OFFICER.name, True, True)


def test_an_opened_key_on_a_token_signs_again_and_leaves_the_token_shut(on_token):
    signer = on_token().open(TOKEN_PIN)
    assert sign(signer) != sign(signer)
    # Nobody is logged in: a wrong PIN does not pass because a right one went before.
    with pytest.raises(WrongPin):
        on_token().open(WRONG_TOKEN_PIN)


def test_after_a_wrong_pin_the_right_one_opens(on_token):
    with pytest.raises(WrongPin, match="টোকেনটি বন্ধ"):
        on_token().open(WRONG_TOKEN_PIN)
    assert on_token().open(TOKEN_PIN)


def test_while_one_is_logged_in_a_wrong_pin_of_another_does_not_pass(on_token):
    """Logged in is the process, not who asked for it."""
    signer, outcomes = on_token().open(TOKEN_PIN), []

    def attempt():
        try:
            on_token().open(WRONG_TOKEN_PIN)
            outcomes.append("opened")
        except WrongPin:
            outcomes.append("refused")

    with signer.at_work():
        other = threading.Thread(target=attempt)
        other.start()
        other.join(0.3)
        assert outcomes == []  # waits for its turn
    other.join(5)
    assert outcomes == ["refused"]


@pytest.mark.parametrize(
    "labels",
    [
        {"token": "nobody"},
        {"key": "nothing"},
        {"certificate": "nothing"},
        {"module": "/nowhere/lib.so"},
    ],
)
def test_what_is_not_on_the_token_is_said_so(on_token, labels):
    with pytest.raises(KeyUnavailable):
        on_token(**labels).open(TOKEN_PIN)


def test_a_token_that_is_pulled_out_before_the_signature_signs_nothing(on_token, token, tmp_path):
    signer = on_token().open(TOKEN_PIN)
    (there,) = (path for path in token.iterdir() if path.is_dir())
    away = there.rename(tmp_path / "away")
    try:
        with pytest.raises(KeyUnavailable):
            sign(signer)
    finally:
        away.rename(there)
    assert sign(signer)


# --- No PIN stays -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["file", "token"])
def test_no_pin_is_left_in_logs_errors_reports_or_the_database(
    kind, request, db, caplog, directory, settings
):
    """Right and wrong ones, through every failure: what is written down is searched for both."""
    settings.DEBUG = True  # the most is written down
    caplog.set_level(logging.DEBUG)
    user = User.objects.create(username=OFFICER.username, name=OFFICER.name)
    if kind == "token":
        key, right, wrong = request.getfixturevalue("on_token")(), TOKEN_PIN, WRONG_TOKEN_PIN
    else:
        key, right, wrong = key_of(user), PIN, WRONG
    told = io.StringIO()

    signer = key.open(right)
    told.write(repr((key, signer, key.describe())))
    sign(signer)
    for attempt in (
        lambda: key.open(wrong),
        lambda: Key(user.username, key._told | {"file": "no", "token": "no"}, key._directory).open(
            right
        ),
        lambda: sign(signer, field="nobody"),
        lambda: sign(signer, post="পদবি " * 500),
    ):
        try:
            attempt()
        except (WrongPin, KeyUnavailable, signing.SigningFailed) as error:
            told.write("".join(traceback.format_exception(error)))
            told.write(report_of(error))
        else:
            pytest.fail("this was to fail")
    told.write(caplog.text)
    told.write(dump())

    # What is searched has something in it.
    assert "&lt;PIN&gt;" in told.getvalue()
    assert "meghdubi.officer" in told.getvalue()
    for secret in right, wrong:
        for written in secret, ascii(secret)[1:-1], repr(secret.encode())[2:-1]:
            assert written not in told.getvalue()


def report_of(error):
    """What Django would tell a developer about an error, with the values of all variables but those
    of this test, which knows the PINs."""
    trace = error.__traceback__
    while trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    reporter = ExceptionReporter(None, type(error), error, trace)
    return reporter.get_traceback_text() + reporter.get_traceback_html()


def dump():
    """Every value in the database."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    return repr(rows)


def sign(signer, field="chair", post="উপজেলা নির্বাহী অফিসার"):
    return signing.sign(
        blank(), field=field, signer=signer, name=OFFICER.name, post=post, signed_at=NOW
    )


def blank(made={}):  # noqa: B006 - drawn once
    return made.setdefault("paper", draw(PAPER, fields=[CHAIR]))
