"""The indicators of an office's plan of a fiscal year: what each is, what its quarters achieved.

A fiscal year is named by the year in which its July lies. A code is kept as papers print it, without its
brackets and in Bengali digits: ১.১.১.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import allow
from accounts.models import record
from bangla.digits import to_ascii, to_bengali
from bangla.phrases import YEARLY, period_of
from bangla.text import normalise
from followup.models import Achievement, Indicator
from followup.rules import WHO_KEEPS_INDICATORS, can_keep_indicators
from offices.models import Office, today

QUARTERS = (1, 2, 3, 4)
# Of an office in one year.
MOST = 300
# What is told of an indicator, beside whose it is and of which year.
KEPT = ("code", "name", "unit", "target", "counting")
CONFLICT = "আপনি খোলার পর অন্য একজন সূচকটি বদলেছেন; নিচে এখন যা আছে, দেখে আবার সংরক্ষণ করুন।"
TWICE = "এই অর্থবছরে এই কোডের সূচক ইতোমধ্যে আছে।"


def fiscal_year_of(day):
    """The fiscal year a day falls in, July to June."""
    return period_of(YEARLY, day, fiscal=True)[0].year


def year_called(year):
    """২০২৪-২০২৫."""
    return to_bengali(f"{year}-{year + 1}")


def first_day_of(year, quarter):
    """The day on which a quarter of a fiscal year begins."""
    month = 7 + 3 * (quarter - 1)
    return date(year + (month > 12), (month - 1) % 12 + 1, 1)


def code_of(text):
    """A code as it is kept: “[1.1.1]”, “১.১.১।” → “১.১.১”; "" for nothing."""
    text = " ".join(normalise(str(text or "")).split()).strip(" []()।:.")
    return to_bengali(re.sub(r"\s*\.\s*", ".", text))


def place_of(code):
    """What orders codes as a plan does: ২.১ before ১০.১."""
    parts = re.split(r"[.\-/]", to_ascii(code))
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def amount_told(value):
    """An amount as a person reads it: ১,২০০.৫ without what is nothing behind the point."""
    if value is None:
        return ""
    text = f"{Decimal(value):f}"
    return to_bengali(text.rstrip("0").rstrip(".") if "." in text else text)


@dataclass
class Standing:
    """How an indicator stands: the last Achievement of each quarter, and what they add up to."""

    indicator: Indicator
    quarters: list

    @property
    def achieved(self):
        """The amount of the year so far, None before any."""
        values = [each.value for each in self.quarters if each is not None]
        if not values:
            return None
        counting = self.indicator.counting
        if counting == Indicator.Counting.LAST:
            return values[-1]
        whole = sum(values, Decimal(0))
        if counting == Indicator.Counting.MEAN:
            return (whole / len(values)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return whole

    @property
    def percent(self):
        """How much of the target that is, in whole percent rounded down."""
        if self.achieved is None:
            return None
        return int(self.achieved * 100 / self.indicator.target)


def standings(indicators):
    """[Standing] of indicators, in one query however many, ordered by their codes."""
    indicators = sorted(indicators, key=lambda each: (-each.year, place_of(each.code)))
    last = {}
    told = Achievement.objects.filter(indicator__in=indicators).select_related("told_by")
    for each in told.order_by("pk"):
        last[each.indicator_id, each.quarter] = each
    return [
        Standing(indicator, [last.get((indicator.pk, quarter)) for quarter in QUARTERS])
        for indicator in indicators
    ]


def of_meeting(meeting):
    """{item's primary key: Standing} of the agenda items of a meeting that name an indicator of its
    office and fiscal year."""
    codes = {}
    for item in meeting.items.all():
        if code := code_of(item.code):
            codes[item.pk] = code
    if not codes:
        return {}
    found = Indicator.objects.filter(
        office=meeting.office, year=fiscal_year_of(meeting.held_on), code__in=set(codes.values())
    )
    by_code = {each.indicator.code: each for each in standings(found)}
    return {pk: by_code[code] for pk, code in codes.items() if code in by_code}


def of_item(item):
    """The Indicator an agenda item names, of the plan of its office and fiscal year, or None."""
    code = code_of(item.code)
    if not code:
        return None
    meeting = item.meeting
    year = fiscal_year_of(meeting.held_on)
    return Indicator.objects.filter(office=meeting.office, year=year, code=code).first()


def of_assignment(assignment):
    """The Indicator a share is about: the only shares that are answered with a free figure. Or None."""
    decision = assignment.matter.decision
    return of_item(decision.item) if decision else None


# --- Acts -------------------------------------------------------------------------------------------


def _hold(office, by):
    """Hold the plans of an office, which this person keeps."""
    allow(can_keep_indicators(by, office), WHO_KEEPS_INDICATORS)
    Office.objects.select_for_update(of=("self",)).get(pk=office.pk)


class Conflict(Exception):
    """Somebody else saved the indicator since it was fetched. `current` is the row as it stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__(CONFLICT)


@transaction.atomic
def keep(indicator, *, by, version=None):
    """Put an indicator into a plan, or save one that was changed; a save that changes nothing leaves it
    as it was. Raises Conflict, ValidationError."""
    before = (
        Indicator.objects.select_related("office").get(pk=indicator.pk) if indicator.pk else None
    )
    _hold(before.office if before else indicator.office, by)
    if before:
        before.refresh_from_db()
        if before.version != version:
            raise Conflict(before)
        indicator.office, indicator.year = before.office, before.year
    _check(indicator)
    if before and _told(indicator) == _told(before):
        return before
    indicator.version = before.version + 1 if before else 1
    _save(indicator)
    record(by=by, what="indicator kept", target=indicator, office=indicator.office)
    return indicator


def _told(indicator):
    return [getattr(indicator, name) for name in KEPT]


def _save(indicator):
    same = Indicator.objects.filter(
        office=indicator.office, year=indicator.year, code=indicator.code
    )
    if same.exclude(pk=indicator.pk).exists():
        raise ValidationError({"code": TWICE})
    indicator.save()


def _check(indicator):
    """Bring an indicator into the form it is kept in. Raises ValidationError."""
    indicator.code = code_of(indicator.code)
    if not indicator.code:
        raise ValidationError({"code": "সূচকের কোড লিখুন, যেমন ১.১.১।"})
    indicator.clean_fields(exclude=["office"])
    if indicator.target <= 0:
        raise ValidationError({"target": "লক্ষ্যমাত্রা শূন্যের বেশি হতে হবে।"})


@transaction.atomic
def keep_many(office, *, year, rows, by):
    """Put many indicators into a plan at once, all or none: `rows` are dicts of their fields.

    A code that is there already is changed in place. Returns how many are new. Raises ValidationError
    with the place of the row, from 0, as its code.
    """
    _hold(office, by)
    there = {each.code: each for each in Indicator.objects.filter(office=office, year=year)}
    kept = {}
    for place, row in enumerate(rows):
        code = code_of(row["code"])
        indicator = there.get(code) or Indicator(office=office, year=year, version=0)
        for name, value in row.items():
            setattr(indicator, name, value)
        indicator.version += 1
        try:
            if code in kept:
                raise ValidationError({"code": TWICE})
            _check(indicator)
        except ValidationError as refused:
            raise ValidationError(" ".join(refused.messages), code=str(place)) from None
        kept[code] = indicator
    if len(there | kept) > MOST:
        raise ValidationError(f"এক অর্থবছরে সর্বোচ্চ {to_bengali(MOST)}টি সূচক রাখা যায়।")
    new = [each for code, each in kept.items() if code not in there]
    Indicator.objects.bulk_create(new)
    old = [each for code, each in kept.items() if code in there]
    Indicator.objects.bulk_update(old, [*KEPT, "version"])
    record(by=by, what="indicators kept", target=office, office=office, year=year, count=len(rows))
    return len(new)


@transaction.atomic
def copy_year(office, *, year, by):
    """Take what the plan of the year before has and this one lacks; how many that were."""
    _hold(office, by)
    there = set(Indicator.objects.filter(office=office, year=year).values_list("code", flat=True))
    before = Indicator.objects.filter(office=office, year=year - 1).exclude(code__in=there)
    rows = [
        Indicator(
            office=office, year=year, code=each.code, name=each.name, unit=each.unit,
            target=each.target, counting=each.counting,
        )
        for each in before
    ]  # fmt: skip
    Indicator.objects.bulk_create(rows)
    if rows:
        told = {"year": year, "count": len(rows)}
        record(by=by, what="indicators kept", target=office, office=office, **told)
    return len(rows)


@transaction.atomic
def drop(indicator, *, by):
    """Take an indicator out of its plan, as long as no quarter has told anything of it."""
    _hold(indicator.office, by)
    if indicator.achievements.exists():
        raise ValidationError("এই সূচকের অর্জন লেখা আছে; এটি আর বাদ দেওয়া যায় না।")
    told = {"code": indicator.code, "year": indicator.year}
    record(
        by=by, what="indicator dropped", target=indicator.office, office=indicator.office, **told
    )
    indicator.delete()


@transaction.atomic
def achieve(office, *, year, quarter, told, by, at=None):
    """Say what a quarter achieved: `told` is {indicator's primary key: (value, note)}.

    What was told before stays, the last counts; told again the same is nothing new. Returns the
    Achievements that were added.
    """
    _hold(office, by)
    if first_day_of(year, quarter) > today():
        raise ValidationError("এই ত্রৈমাসিক এখনও শুরু হয়নি।")
    rows = standings(Indicator.objects.filter(office=office, year=year, pk__in=told))
    new = []
    for row in rows:
        (value, note), last = told[row.indicator.pk], row.quarters[quarter - 1]
        if last is None or (last.value, last.note) != (value, note):
            new.append(
                Achievement(
                    indicator=row.indicator,
                    quarter=quarter,
                    value=value,
                    note=note,
                    told_by=by,
                    told_at=at or timezone.now(),
                )
            )
    Achievement.objects.bulk_create(new)
    if new:
        values = {each.indicator.code: str(each.value) for each in new}
        said = {"year": year, "quarter": quarter, "values": values}
        record(by=by, what="indicator achieved", target=office, office=office, **said)
    return new
