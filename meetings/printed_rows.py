"""What the minutes will print, in rows to look through before they are handed in."""

from django.urls import reverse

from bangla.digits import to_bengali
from bangla.phrases import long_date
from meetings.completeness import (
    counts_of,
    serial_of,
)
from papers.head import WHEN_AND_WHERE, sitting_of
from papers.paragraphs import is_table
from papers.wording import BIJOY


def rows_of(meeting, missing, doubts):
    """The content in groups of rows: [{"name", "rows": [{"id", "label", "lines", "url", …}]}].

    A row that prints nothing is there only when something is missing in it.
    """
    lacking = [lack["row"] for lack in missing]
    doubted = [doubt["row"] for doubt in doubts]
    in_bijoy = {doubt["row"] for doubt in doubts if doubt.get("code") == BIJOY}
    groups = [
        {"name": "সভার তথ্য", "rows": _head_rows(meeting)},
        {"name": "উপস্থিতি", "rows": _attendance_rows(meeting)},
        *_item_groups(meeting),
        {"name": "শেষ অংশ", "rows": _foot_rows(meeting)},
    ]
    for group in groups:
        for row in group["rows"]:
            row["is_missing"] = row["id"] in lacking
            row["is_doubtful"] = row["id"] in doubted
            row["is_bijoy"] = row["id"] in in_bijoy
            row["notes"] = [
                told["message"] for told in [*missing, *doubts] if told["row"] == row["id"]
            ]
        group["rows"] = [row for row in group["rows"] if row["lines"] or row["notes"]]
    return groups


def _row(row, label, lines, url):
    return {"id": row, "label": label, "lines": [line for line in lines if line], "url": url}


def _head_rows(meeting):
    url = reverse("meetings:head", args=[meeting.pk])
    chair, told = meeting.chair or {}, {"meeting": sitting_of(meeting)}
    period = meeting.period_start and (
        f"{long_date(meeting.period_start)} – {long_date(meeting.period_end)}"
    )
    label = chair.get("label") or meeting.committee.chair_label
    return [
        _row("title", "শিরোনাম", [meeting.heading], f"{url}#id_title"),
        *(
            _row(line.key, line.name, line.lines(told), f"{url}#id_{line.attribute}")
            for line in WHEN_AND_WHERE
        ),
        _row("period", "মেয়াদ", [period], f"{url}#id_period_start"),
        _row("chair", label, _person(chair), f"{url}#id_chair_name"),
        _row("opening", "সূচনা", meeting.opening, f"{url}#id_opening"),
        _row("earlier", "বিগত সভার সিদ্ধান্তের অগ্রগতি", list(_earlier(meeting)), _review(meeting)),
    ]


def _earlier(meeting):
    """Of its table no more than how many rows it has: they are looked through where they are kept."""
    for said in meeting.earlier:
        yield f"ছকে {to_bengali(len(said['table']['rows']))}টি সিদ্ধান্ত" if is_table(said) else said


def _review(meeting):
    return reverse("followup:review", args=[meeting.pk])


def _person(person):
    return [person.get("name"), *person.get("designation", [])] if person else []


def _attendance_rows(meeting):
    url = reverse("meetings:attendance", args=[meeting.pk])
    rows = list(meeting.attendances.all())
    by_status = {}
    for row in rows:
        said = row.name
        if row.representative_name:
            post = f", {row.representative_post}" if row.representative_post else ""
            said = f"{row.name} (পক্ষে {row.representative_name}{post})"
        by_status.setdefault(row.get_status_display(), []).append(said)
    lines = [f"{status}: {'; '.join(names)}" for status, names in by_status.items()]
    if meeting.attendance_as_printed:
        lines.insert(0, meeting.attendance_as_printed)
    if "annex" in meeting.shape["order"] and any(row.status in row.SEATED for row in rows):
        lines.append("উপস্থিতদের তালিকা এই কাগজেই পরিশিষ্ট হিসেবে নতুন পাতায় ছাপা হবে।")
    if meeting.quorum_override:
        lines.append(f"কোরাম না হলেও সভার কারণ: {meeting.quorum_override}")
    return [_row("attendance", "উপস্থিতি", lines, url) | {"counts": counts_of(meeting)}]


def _item_groups(meeting):
    columns = meeting.shape["column_keys"]
    page = reverse("meetings:items", args=[meeting.pk])
    items = list(meeting.items.all())
    if not items:
        yield {"name": "আলোচ্যসূচি ও সিদ্ধান্ত", "rows": [_row("items", "আলোচ্যসূচি", [], page)]}
    for number, item in enumerate(items, 1):
        url = f"{page}?focus={item.pk}#item{item.pk}"
        called = f"{serial_of(item, number)} নম্বর বিষয়"
        rows = [
            _row(f"item{item.pk}-topic", "আলোচ্য বিষয়", [item.topic], _topic_url(item, url)),
            _row(f"item{item.pk}-discussion", "আলোচনা", item.discussion, url),
            _row(f"item{item.pk}-decision", "সিদ্ধান্ত", [], _decision_url(item, url))
            | {"lines": [_decided(decision, columns) for decision in item.decisions.all()]},
        ]
        if item.implementers_as_printed:
            rows.append(
                _row(
                    f"item{item.pk}-implementers",
                    "বাস্তবায়নকারী",
                    [item.implementers_as_printed],
                    url,
                )
            )
        yield {"name": called, "rows": rows, "item": item}


def _topic_url(item, url):
    if item.confirms_id:
        return reverse("meetings:confirmation", args=[item.meeting_id, item.pk])
    return url


def _decision_url(item, url):
    return url if item.confirmed_as else _topic_url(item, url)


def _decided(decision, columns):
    """One decision in one line, with who carries it out and until when."""
    label = f"({decision.label}) " if decision.label else ""
    said = f"{label}{decision.text}"
    named = [line.printed for line in decision.implementers.all()]
    if named and "implementer" in columns:
        said += f" — বাস্তবায়নকারী: {'; '.join(named)}"
    if decision.progress:
        said += f" — অগ্রগতি: {decision.progress}"
    if decision.due_on:
        said += f" — শেষ তারিখ: {long_date(decision.due_on)}"
    return said.strip()


def _foot_rows(meeting):
    url = reverse("meetings:head", args=[meeting.pk])
    memo = meeting.memo or {}
    lists = [
        line
        for copies in meeting.distribution
        for line in (copies["heading"], *copies["recipients"])
    ]
    files = [f"{row.get_kind_display()}: {row.name}" for row in meeting.files.all()]
    return [
        _row("closing", "সমাপ্তি", meeting.closing, f"{url}#id_closing"),
        _row("signatory", "স্বাক্ষরকারী", _person(meeting.signatory), f"{url}#id_signatory_name"),
        _row(
            "memo", "স্মারক", [memo.get("as_printed") or memo.get("number")], f"{url}#id_memo_number"
        ),
        _row("distribution", "বিতরণ", lists, f"{url}#id_copies0-heading"),
        _row(
            "copy_signatory",
            "অনুলিপির স্বাক্ষরকারী",
            _person(meeting.copy_signatory),
            f"{url}#id_copy_signatory_name",
        ),
        _row("files", "সংযুক্তি", files, reverse("meetings:files", args=[meeting.pk])),
    ]
