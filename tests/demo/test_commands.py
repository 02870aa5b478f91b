"""The commands of the demo where there is no demo."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from demo.cast import SIGN_INS
from demo.signins import signers
from documents.checks import check_signing
from documents.demo_keys import AUTHORITY
from documents.demo_keys import PIN as DEMO_PIN
from documents.keys import key_of
from documents.signatures import trusted_certificates
from offices.models import Office


def test_nothing_is_loaded_where_there_is_no_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")
    assert not Office.objects.exists()
    assert not User.objects.exists()


def test_demo_signins_says_nothing_before_the_demo_is_loaded(db, settings, capsys):
    settings.DEMO = True
    call_command("demo_signins")
    assert capsys.readouterr() == ("", "")


# --- Keys ---------------------------------------------------------------------------------------


@pytest.fixture
def key_places(settings, tmp_path):
    settings.DEMO = True
    settings.SIGNERS_FILE = str(tmp_path / "keys/signers.toml")
    settings.TRUST_ROOTS = str(tmp_path / "keys/trust")
    return tmp_path / "keys"


def test_no_demo_keys_are_made_where_there_is_no_demo(key_places, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("make_demo_keys")
    assert not key_places.exists()


def test_whoever_may_sign_in_the_demo_has_a_key_of_their_own(key_places, capsys):
    call_command("make_demo_keys")

    assert check_signing(None) == []
    assert len(trusted_certificates()) == 1
    for person in signers():
        told = key_of(person).describe()
        assert (told.name, told.issuer) == (person.name, AUTHORITY)
    usernames = {person.username for person in signers()}
    assert {name for name in SIGN_INS if name.endswith((".officer", ".staff"))} <= usernames
    # Who signs copies and annexes has one, whatever they may do in the portal.
    assert {"division.viewer", "kurigram.ac", "gaibandha.ac"} <= usernames
    assert "sysadmin" not in usernames
    opened = key_of(signers()[0]).open(DEMO_PIN)
    assert opened.certificate.subject.native["common_name"] == signers()[0].name


def test_the_demo_authority_says_that_it_is_worth_nothing():
    assert "পরীক্ষামূলক" in AUTHORITY
    assert "আইনগত মূল্য নেই" in AUTHORITY


def test_demo_keys_are_for_their_owner_alone(key_places):
    call_command("make_demo_keys")

    modes = {path: path.stat().st_mode & 0o777 for path in [key_places, *key_places.rglob("*")]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if not path.is_dir()} == {0o600}


def test_demo_keys_that_are_there_stay(key_places, capsys):
    call_command("make_demo_keys")
    before = {path: path.read_bytes() for path in key_places.rglob("*.*")}

    call_command("make_demo_keys")

    assert {path: path.read_bytes() for path in key_places.rglob("*.*")} == before
    assert "আগে থেকেই আছে" in capsys.readouterr().err
