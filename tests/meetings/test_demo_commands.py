"""The commands of the demo where there is no demo."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from committees.models import Office


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
