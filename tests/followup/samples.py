"""The offices in which the five samples are issued, and how they go out there."""

import json
from types import SimpleNamespace

from bangla.digits import to_bengali
from distribution.models import Addressee
from meetings.interchange import store
from meetings.models import Meeting
from memos.models import FileNumber
from offices.models import Office, Post
from tests.factories import (
    give_post,
    make_committee,
    make_issued,
    make_office,
    make_post,
    make_user,
    seat,
)

Kind, PostKind = Office.Kind, Post.Kind
UNO = "উপজেলা নির্বাহী অফিসার"
UPAZILAS = ["সদর", "আদিতমারী", "কালীগঞ্জ", "হাতীবান্ধা", "পাটগ্রাম"]
# title, kind of the posts of the district's own office
OF_THE_DISTRICT = [
    ("জেলা প্রশাসক", PostKind.DC),
    ("অতিরিক্ত জেলা প্রশাসক (সার্বিক)", PostKind.ADC),
    ("অতিরিক্ত জেলা প্রশাসক (রাজস্ব)", PostKind.ADC),
    ("অতিরিক্ত জেলা ম্যাজিস্ট্রেট", PostKind.ADC),
    ("সহকারী কমিশনার (আইসিটি)", PostKind.AC_ICT),
    ("ভারপ্রাপ্ত কর্মকর্তা, রেকর্ডরুম", PostKind.OTHER),
]
DEPARTMENTS = [
    ("education", "জেলা শিক্ষা অফিস", "জেলা শিক্ষা অফিসার"),
    ("primary", "জেলা প্রাথমিক শিক্ষা অফিস", "জেলা প্রাথমিক শিক্ষা অফিসার"),
]


def make_district(code="lalmonirhat", place="লালমনিরহাট", parent=None):
    """A district with five upazilas, two departments of its own and one in an upazila; {title: Post}.

    `staff` and `officer` are those of the district, of the upazila and of the line office.
    """
    world = SimpleNamespace(posts={}, unos=[], heads=[])
    name = f"জেলা প্রশাসকের কার্যালয়, {place}"
    world.office = make_office(code, Kind.DISTRICT, parent, name=name, letter_place=place)
    for title, kind in OF_THE_DISTRICT:
        world.posts[title] = make_post(world.office, title, kind=kind)
    for number, upazila in enumerate(UPAZILAS):
        office = make_office(
            f"{code}-{number}", Kind.UPAZILA, world.office, name=f"উপজেলা কার্যালয়, {upazila}", letter_place=upazila
        )  # fmt: skip
        world.unos.append(make_post(office, UNO, kind=PostKind.UNO))
    world.upazila = world.unos[0].office
    for short, name, title in DEPARTMENTS:
        office = make_office(
            f"{code}-{short}", Kind.LINE, world.office, name=name, letter_place=place
        )
        world.posts[title] = make_post(office, title, kind=PostKind.DEPARTMENT_HEAD)
        world.heads.append(world.posts[title])
    world.line = make_office(f"{code}-coop", Kind.LINE, world.upazila, name="উপজেলা সমবায় কার্যালয়")
    world.head_below = make_post(world.line, "উপজেলা সমবায় অফিসার", kind=PostKind.DEPARTMENT_HEAD)
    world.people = {}
    for office in (world.office, world.upazila, world.line):
        staff, officer = (make_user(f"{office.code}-{role}") for role in ("staff", "officer"))
        give_post(staff, office, "staff")
        give_post(officer, office, "officer")
        world.people[office.pk] = (staff, officer)
    return world


def make_committees(world):
    """The committees of the samples 000, 001, 003 and 004, and whom their lines name outside the portal."""
    ict = "জেলা আইসিটি কমিটি"
    world.ict = make_committee(world.office, ict)
    make_committee(world.office, "জেলা ইনোভেশন কমিটি")
    team = make_committee(world.upazila, "লোহজং উপজেলা ইনোভেশন কমিটি")
    secretary = make_post(world.upazila, "সহকারী প্রোগ্রামার")
    seat(team, world.unos[0], "chair", order=1)
    seat(team, secretary, "member_secretary", order=2)
    world.team = [secretary, world.unos[0]]
    planning = make_committee(
        world.line, "ই-গভর্ন্যান্স ও উদ্ভাবন পরিকল্পনা বাস্তবায়ন কমিটি", shape="line_office"
    )
    inspectors = [make_post(world.line, f"সহকারী পরিদর্শক ({number})") for number in "১২"]
    seat(planning, world.head_below, "convener", order=1)
    seat(planning, inspectors[0], order=2)
    seat(planning, inspectors[1], "member_secretary", order=3, second_role="focal_point")
    world.planning = [inspectors[1], world.head_below, inspectors[0]]
    world.fiber = Addressee.objects.create(office=world.office, line="প্রতিনিধি, ফাইবার এট হোম")


def content_of_sample(folder, sample):
    (file,) = (folder / "seeds").glob(f"{sample}_*.json")
    return json.loads(file.read_text("utf-8"))


def issue_sample(world, office, content):
    """The Meeting of a sample, issued by the people of an office."""
    staff, officer = world.people[office.pk]
    meeting, _ = store(content, office=office, by=staff)
    # A file of its own: a tiny paper is told from others by its number alone.
    number = f"০৫.৪৭.৮৫৯২.০০০.০১.{to_bengali(f'{Meeting.objects.count():03}')}.২৪"
    file = FileNumber.named_on_paper(office, number)
    make_issued(meeting, author=staff, officer=officer, file=file)
    return meeting
