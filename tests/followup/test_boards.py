import random
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followup.boards import TABLES, Board
from followup.columns import COLUMNS, WHOLE
from followup.figures import Figures, behind
from followup.models import Assignment
from followup.views.boards import _counted
from offices.models import today
from tests.cast import signed_in
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.scattered import scatter

MARKER = "শুধু-নিজেদের-জন্য"


def board(client, office):
    answer = client.get(f"/followup/board/{office.pk}/")
    return answer.status_code, re.sub(r'value="\w{64}"', "", answer.content.decode())


def behind_each(office, *, is_own):
    """(figure told, shares of its list) of every figure of every row that leads to a list."""
    shown = Board(office, is_own=is_own)
    rows = [("", "", shown.figures, [each for _, group in WHOLE for each in group])]
    rows += [
        (table.key, row.key, row.figures, COLUMNS)
        for table in shown.tables()
        if table.key != "below"
        for row in table.rows
    ]
    for table, key, figures, columns in rows:
        for column in columns:
            if column.figure:
                found = shown.shares(table=table, key=key, figure=column.figure)
                yield _counted(figures, column.figure), found.count()


def test_behind_every_figure_stand_as_many_shares_as_it_says(cast):
    scatter(cast, random.Random(11), 40)
    for office, is_own in ((cast.shalbon, True), (cast.meghdubi, True), (cast.meghdubi, False)):
        pairs = list(behind_each(office, is_own=is_own))
        assert [pair for pair in pairs if pair[0] != pair[1]] == []
        assert sum(told > 0 for told, _ in pairs) > 20


def test_the_links_of_a_page_lead_to_lists_of_that_length(client, cast):
    scatter(cast, random.Random(12), 30)
    client = signed_in(cast.dc_staff)
    _, page = board(client, cast.shalbon)
    links = set(re.findall(r'href="(/followup/board/\d+/list/[^"]*)"', page))
    assert len(links) > 15
    for link in sorted(links)[:: max(len(links) // 12, 1)]:
        link = link.replace("&amp;", "&")
        listed = client.get(link)
        assert listed.status_code == 200
        asked = parse_qs(urlsplit(link).query)
        shown = Board(cast.shalbon, is_own=True)
        table, key = asked.get("table", [""])[0], asked.get("key", [""])[0]
        whole = shown.owed if table else shown.figures
        figures = shown.row(table, key).figures if key else whole
        assert listed.context["page"].paginator.count == _counted(figures, asked["figure"][0])


def test_who_acts_for_no_office_above_sees_no_board(cast):
    for user in (cast.far_officer, cast.sister_officer, cast.reader, cast.division_viewer):
        assert board(signed_in(user), cast.shalbon)[0] == 404
        assert board(signed_in(user), cast.noldanga)[0] == 404


def test_the_office_below_does_not_see_the_board_above(followed):
    assert board(signed_in(followed.uno), followed.cast.shalbon)[0] == 404
    assert board(signed_in(followed.uno), followed.cast.meghdubi)[0] == 200


def marked(followed, *, shown_above):
    """A decision of Meghdubi's own committee, of a post of its own, due long ago."""
    cast = followed.cast
    cast.committee.name = MARKER
    cast.committee.save()
    sitting = make_sitting(cast.committee, by=cast.staff, decisions=[f"{MARKER} ক"])
    decision = sitting.items.get().decisions.get()
    matter = make_matter(decision, by=cast.officer, due_on=today(), shown_above=shown_above)
    return make_assignment(matter, followed.ours.post)


def test_what_an_office_does_not_show_is_not_counted_above_it(followed):
    cast = followed.cast
    before = board(signed_in(cast.dc_staff), cast.meghdubi)
    above = dict(Board(cast.shalbon, is_own=True)._below)
    marked(followed, shown_above=False)

    assert board(signed_in(cast.dc_staff), cast.meghdubi) == before
    assert dict(Board(cast.shalbon, is_own=True)._below) == above
    assert MARKER in board(signed_in(cast.staff), cast.meghdubi)[1]


def test_what_an_office_shows_is_counted_above_it(followed):
    cast = followed.cast
    marked(followed, shown_above=True)
    assert MARKER in board(signed_in(cast.dc_staff), cast.meghdubi)[1]
    assert Board(cast.shalbon, is_own=True)._below[cast.meghdubi.pk]["open"] == 1


def test_what_an_office_has_to_do_for_others_is_told_to_itself_alone(followed):
    cast = followed.cast
    own = Board(cast.meghdubi, is_own=True)
    assert {table.key for table in own.tables()} >= {"giver"}
    assert own.owed["open"] == 1
    above = Board(cast.meghdubi, is_own=False)
    assert {table.key for table in above.tables()} <= set(TABLES) - {"giver"}
    assert above.owed == Figures()
    client = signed_in(cast.dc_staff)
    listed = f"/followup/board/{cast.meghdubi.pk}/list/?table=giver&key={cast.shalbon.pk}"
    assert client.get(listed).status_code == 404


def test_a_reader_counts_the_own_post_alone(followed):
    cast = followed.cast
    post = cast.reader.postings.get().post
    make_assignment(followed.matter, post, position=5)
    page = signed_in(cast.reader).get("/followup/board/").content.decode()
    assert "<strong>কাজ ১ (একবারের ১)</strong>" in page
    assert (
        "গোনার মতো কিছু নেই" in signed_in(cast.transferred).get("/followup/board/").content.decode()
    )


@pytest.mark.parametrize(
    "query",
    [
        "table=nothing",
        "table=committee&key=0",
        "table=owner&key=x",
        "figure=nothing",
        "table=below&key=1",
    ],
)
def test_a_list_of_what_there_is_not_is_not_found(followed, query):
    client = signed_in(followed.cast.dc_staff)
    assert (
        client.get(f"/followup/board/{followed.cast.shalbon.pk}/list/?{query}").status_code == 404
    )


def test_a_board_asks_as_much_of_few_as_of_many(cast):
    client = signed_in(cast.dc_staff)
    scatter(cast, random.Random(1), 8)
    with CaptureQueriesContext(connection) as few:
        board(client, cast.shalbon)
    for n in range(4):
        sitting = make_sitting(
            cast.committee, by=cast.staff, held_on=today().replace(day=n + 1), decisions=["ক", "খ"]
        )
        for decision in sitting.items.get().decisions.all():
            matter = make_matter(decision, by=cast.officer, shown_above=True)
            make_assignment(matter, cast.meghdubi.posts.first())
    with CaptureQueriesContext(connection) as many:
        board(client, cast.shalbon)
    assert len(many) == len(few)


def test_each_share_has_one_list_among_the_parts_of_a_bar(cast):
    scatter(cast, random.Random(9), 30)
    shares = Assignment.objects.filter(parent=None, matter__state__in=["open", "ended"])
    parts = ("unfinished", "verified", "ended_otherwise")
    counts = [shares.filter(behind(part, today())).count() for part in parts]
    assert sum(counts) == shares.filter(behind("all", today())).count()
