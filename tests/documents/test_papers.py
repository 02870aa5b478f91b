"""Issued papers: codes nobody guesses, statuses that never go back, rows that stay."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, models, transaction

from accounts.access import WrongState
from documents import models as documents_models
from documents.codes import (
    CODE_LETTERS,
    grouped_code,
    linked_code,
    new_code,
    plain_code,
    written_codes,
)
from documents.models import KeptQuerySet, Paper, PaperFile
from documents.store import keep
from tests.factories import make_paper, make_user
from tests.meetings.test_races import at_once, held_open

NOON = datetime(2024, 4, 1, 12, tzinfo=ZoneInfo("Asia/Dhaka"))


def kept(data=b"%PDF-1.7 issued"):
    with transaction.atomic():
        return keep(data, mime="application/pdf")


def test_a_code_cannot_be_guessed_and_is_read_off_paper_without_doubt():
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert len(CODE_LETTERS) ** 28 > 2**130
    assert set("".join(codes)) == set(CODE_LETTERS)
    assert not set("01ilou") & set(CODE_LETTERS)
    # Each place takes every letter.
    assert all(len({code[place] for code in codes}) == len(CODE_LETTERS) for place in range(28))


@pytest.mark.parametrize(
    "typed",
    [
        "23456789abcdefghjkmnpqrstvwx",
        "2345-6789-abcd-efgh-jkmn-pqrs-tvwx",
        " 2345 6789 ABCD EFGH JKMN PQRS TVWX\n",
        "২৩৪৫-৬৭৮৯-abcd–efgh‐jkmn.pqrs_tvwx",
        "２３４５６７８９ＡＢＣＤefghjkmnpqrstvwx",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert plain_code(typed) == "23456789abcdefghjkmnpqrstvwx"


def test_a_code_is_printed_in_groups():
    paper = Paper(code="23456789abcdefghjkmnpqrstvwx")
    assert paper.printed_code == "2345-6789-abcd-efgh-jkmn-pqrs-tvwx"
    assert plain_code(paper.printed_code) == paper.code


def test_codes_are_found_in_what_is_written():
    code, other = "23456789abcdefghjkmnpqrstvwx", "zzzz6789abcdefghjkmnpqrstvwx"
    assert written_codes(
        f"যাচাই: {grouped_code(code)}; https://x.example/verify/{other}/ {code}।"
    ) == [
        code,
        other,
    ]
    for end_of_line in ("- \r\n", "\ufffe", "\xad\n", " \n"):
        assert written_codes(f"{code[:12]}{end_of_line}{code[12:]}") == [code]
    assert written_codes(grouped_code(code).upper().replace("-", "‑")) == [code]
    for none in (
        "",
        code[:-1],
        code + "2",
        "x" + code,
        f"{code[:4]}--{code[4:]}",
        code.replace("2", "1"),
    ):
        assert written_codes(none) == []


def test_a_link_leads_to_a_code_wherever_the_portal_lives():
    code = "23456789abcdefghjkmnpqrstvwx"
    for link in (
        f"https://minutes.example/verify/{code}/",
        f"HTTP://10.0.0.7:8000/VERIFY/{code.upper()}",
    ):
        assert linked_code(link) == code
    for link in (
        code,
        f"https://minutes.example/{code}/",
        f"https://minutes.example/verify/{code}2/",
        f"/verify/{code[:-1]}/",
    ):
        assert linked_code(link) is None


def test_a_paper_is_corrected_for_ever(db):
    old, correction = make_paper(number="১"), make_paper(number="২")
    old.supersede(by_paper=correction, at=NOON)
    old.refresh_from_db()
    assert (old.status, old.status_at, old.superseded_by) == ("superseded", NOON, correction)
    for move in (
        lambda: old.supersede(by_paper=make_paper()),
        old.void,
        lambda: Paper.objects.get(pk=old.pk).void(),
    ):
        with pytest.raises(WrongState):
            move()
    old.refresh_from_db()
    assert (old.status, old.superseded_by) == ("superseded", correction)


def test_a_paper_is_void_for_ever(db):
    paper = make_paper()
    paper.void(at=NOON)
    paper.refresh_from_db()
    assert (paper.status, paper.status_at, paper.superseded_by) == ("void", NOON, None)
    with pytest.raises(WrongState):
        paper.void()
    with pytest.raises(WrongState):
        paper.supersede(by_paper=make_paper())


def test_only_a_current_paper_corrects_another_and_never_itself(db):
    paper, void, other = make_paper(), make_paper(), make_paper()
    void.void()
    other.supersede(by_paper=paper)
    for by_paper in (void, paper, other):
        with pytest.raises(WrongState):
            paper.supersede(by_paper=by_paper)
    paper.refresh_from_db()
    assert paper.status == "current"


def test_publishing_shows_and_hides_and_nothing_else(db):
    paper, officer = make_paper(), make_user("officer")
    before = Paper.objects.values().get(pk=paper.pk)
    paper.publish(by=officer)
    changed = {"published_by_id": officer.pk, "published_at": paper.published_at}
    assert Paper.objects.values().get(pk=paper.pk) == {**before, **changed}
    with pytest.raises(WrongState, match="আগেই প্রকাশিত"):
        Paper.objects.get(pk=paper.pk).publish(by=officer)
    paper.withdraw(by=officer, reason="ভুল")
    assert Paper.objects.values().get(pk=paper.pk) == before
    with pytest.raises(WrongState, match="প্রকাশিত নেই"):
        paper.withdraw(by=officer, reason="আবার")


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "superseded", "status_at": NOON},
        {"status": "superseded", "superseded_by": "other"},
        {"status": "current", "superseded_by": "other"},
        {"status": "void", "status_at": NOON, "superseded_by": "other"},
        {"status": "void"},
        {"status": "current", "status_at": NOON},
        {"status": "superseded", "status_at": NOON, "superseded_by": "itself"},
    ],
)
def test_the_database_refuses_a_status_that_does_not_agree_with_itself(db, wrong):
    paper = make_paper()
    if "superseded_by" in wrong:
        wrong = wrong | {
            "superseded_by": paper if wrong["superseded_by"] == "itself" else make_paper()
        }
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**wrong)


def test_the_last_issued_file_is_the_one_that_counts(db):
    paper = make_paper()
    assert paper.issued_file is None
    signer = {
        "name": "রেহানা পারভীন",
        "post": "উপজেলা নির্বাহী অফিসার",
        "signed_at": "2024-03-24T12:00:00+06:00",
    }
    first = paper.add_file(kept(b"first"), kind="issued", signers=[signer], at=NOON)
    second = paper.add_file(kept(b"second"), kind="issued", signers=[signer, signer])
    scan = paper.add_file(kept(b"scan"), kind="scan")
    assert list(paper.files.all()) == [first, second, scan]
    assert (first.made_at, first.signers, scan.signers) == (NOON, [signer], [])
    assert paper.issued_file == second


@pytest.mark.parametrize("half", ["published_by", "published_at"])
def test_the_database_refuses_a_publication_by_nobody_or_at_no_time(db, half):
    paper = make_paper(public_by=make_user("officer"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**{half: None})
    assert Paper.objects.get(pk=paper.pk).is_public


def test_issued_bytes_belong_to_one_paper(db):
    make_paper().add_file(kept(), kind="issued")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_paper().add_file(kept(), kind="issued")


def test_what_was_issued_is_never_deleted(db):
    paper = make_paper()
    file = paper.add_file(kept(), kind="issued")
    for delete in (
        file.delete,
        paper.delete,
        paper.files.all().delete,
        Paper.objects.all().delete,
        PaperFile.objects.filter(pk=file.pk).delete,
    ):
        with pytest.raises(models.ProtectedError):
            delete()
    assert paper.files.get() == file


def test_every_model_of_documents_stays():
    kept_models = [
        model
        for model in vars(documents_models).values()
        if isinstance(model, type) and issubclass(model, models.Model) and not model._meta.abstract
    ]
    assert {model.__name__ for model in kept_models} == {
        "Document",
        "Paper",
        "PaperFile",
        "Withdrawal",
    }
    assert all(isinstance(model.objects.all(), KeptQuerySet) for model in kept_models)


def test_a_paper_leads_to_its_public_page(db, settings):
    settings.BASE_URL = "https://minutes.example"
    paper = make_paper()
    assert paper.public_url == f"https://minutes.example/verify/{paper.code}/"
    assert re.fullmatch(r"[2-9a-z]{28}", paper.code)


# ── At the same moment ──────────────────────────────────────────────────────────────────────────


def race(paper, *corrections):
    with held_open(Paper, len(corrections)):
        return at_once(
            *[
                lambda by=by: Paper.objects.get(pk=paper.pk).supersede(by_paper=by)
                for by in corrections
            ]
        )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_stands():
    paper = make_paper()
    outcomes = race(paper, make_paper(), make_paper())
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "WrongState"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_corrections_would_stand(monkeypatch):
    monkeypatch.setattr(KeptQuerySet, "select_for_update", lambda rows: rows.all())
    paper = make_paper()
    assert race(paper, make_paper(), make_paper()) == [None, None]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_files_put_to_a_paper_at_once_follow_each_other():
    paper = make_paper()
    documents = [kept(b"scan %d" % number) for number in range(6)]
    at_once(
        *[lambda document=document: paper.add_file(document, kind="scan") for document in documents]
    )
    assert [file.position for file in paper.files.all()] == [1, 2, 3, 4, 5, 6]


def test_the_date_of_issue_is_a_day(db):
    assert Paper.objects.get(pk=make_paper().pk).issued_on == date(2024, 3, 24)
