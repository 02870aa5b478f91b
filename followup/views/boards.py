"""What became of decisions, in figures: of an office, of those below it, and the shares behind each figure."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bangla.digits import to_bengali
from followup import drawing
from followup.boards import Board, of_own_posts, offices_seen
from followup.columns import COLUMNS, WHOLE, all_said, columns_of, ends_said, kinds_said
from followup.models import UNCHASED, Kind
from followup.views.fetching import fetch_office
from offices.rules import offices_acted_for

A_PAGE = 50
# Lines of a table of a board; whoever is late with most stands first.
MOST_LINES = 40


@require_safe
def board(request):
    """The board of the own office; of who acts for none, the figures of the own posts."""
    own = list(offices_acted_for(request.user).order_by("name", "pk"))
    if not own:
        figures = of_own_posts(request.user)
        told = {"whole": _whole(figures), "said": _said(figures)} if figures else {}
        return render(request, "followup/own_board.html", {"tab": "board", **told})
    if len(own) > 1:
        return render(request, "followup/boards.html", {"tab": "board", "offices": own})
    return _board(request, own[0], is_own=True)


@require_safe
def board_of(request, pk):
    office = fetch_office(request, pk)
    return _board(request, office, is_own=_is_own(request.user, office))


@require_safe
def board_list(request, pk):
    """The shares that a figure counts, one a line."""
    office = fetch_office(request, pk)
    shown = Board(office, is_own=_is_own(request.user, office))
    table, key = request.GET.get("table", ""), request.GET.get("key", "")
    figure = request.GET.get("figure") or "all"
    try:
        row = shown.row(table, key) if key or table not in ("", "giver") else None
        found = shown.shares(table=table, key=key, figure=figure).with_decision()
    except KeyError as wrong:
        raise Http404 from wrong
    page = Paginator(found.order_by("due_on", "pk"), A_PAGE).get_page(request.GET.get("page"))
    lines = [(share, share.days_late(shown.day)) for share in page]
    return render(
        request,
        "followup/board_list.html",
        {
            "tab": "board", "office": office, "page": page, "lines": lines,
            "title": _heads()[figure], "row": row,
        },
    )  # fmt: skip


def _is_own(user, office):
    return offices_acted_for(user).filter(pk=office.pk).exists()


def _board(request, office, *, is_own):
    shown = Board(office, is_own=is_own)
    above = office.parent_id and offices_seen(request.user).filter(pk=office.parent_id).exists()
    base = reverse("followup:board_list", args=[office.pk])
    return render(
        request,
        "followup/board.html",
        {
            "tab": "board",
            "office": office,
            "is_own": is_own,
            "above": office.parent if above else None,
            "said": _said(shown.figures),
            "whole": _whole(shown.figures, base),
            "owed_said": _said(shown.owed) if shown.owed else None,
            "owed": _whole(shown.owed, base, table="giver"),
            "tables": [_table(table, base) for table in shown.tables()],
            "parts": drawing.PARTS,
            "counted_at": shown.counted_at,
            "is_whole": shown.is_whole,
            "day": shown.day,
        },
    )


def _said(figures):
    """What stands at the head: how many decisions and shares, and of which kinds."""
    return {
        "decisions": to_bengali(figures.decisions),
        "decision_kinds": kinds_said(figures, prefix="decisions", kinds=list(Kind)),
        "shares": all_said(figures),
        "apart": kinds_said(figures, kinds=UNCHASED),
        "ends": ends_said(figures),
        "bar": drawing.bar(figures, figures.n) if figures.n else None,
    }


def _whole(figures, base=None, **asked):
    return [
        (
            title,
            [
                (each.head, each.said(figures), _link(base, each, figures, **asked))
                for each in columns
            ],
        )
        for title, columns in WHOLE
    ]


def _table(table, base):
    most = max([row.figures.n for row in table.rows] or [0]) or 1
    is_below = table.key == "below"
    columns = columns_of(table.key)
    return {
        "key": table.key,
        "title": table.title,
        "heads": [table.head, *(column.head for column in columns)],
        "rows": [
            {
                "name": row.name,
                "key": row.key,
                "url": reverse("followup:board_of", args=[row.key])
                if is_below
                else _link(base, COLUMNS[0], row.figures, table=table.key, key=row.key),
                "cells": [
                    (
                        each.said(row.figures),
                        None
                        if is_below
                        else _link(base, each, row.figures, table=table.key, key=row.key),
                    )
                    for each in columns
                ],
                "bar": drawing.bar(row.figures, most),
            }
            for row in table.rows[:MOST_LINES]
        ],
        "left_out": max(len(table.rows) - MOST_LINES, 0),
        "total": [each.said(table.total) for each in columns] if len(table.rows) > 1 else None,
    }


def _link(base, column, figures, **asked):
    """The list of the shares behind a figure, where there are some."""
    if base is None or not column.figure or not _counted(figures, column.figure):
        return None
    return f"{base}?{urlencode(asked | {'figure': column.figure})}"


def _counted(figures, name):
    whole = {
        "all": figures.n,
        "unfinished": figures.unfinished,
        "ended_otherwise": figures.ended_otherwise,
    }
    return whole[name] if name in whole else figures[name]


def _heads():
    return {
        column.figure: column.head
        for _, columns in [*WHOLE, ("", COLUMNS)]
        for column in columns
        if column.figure
    }
