from accounts.reporting import Help, Report, Target
from committees.models import Committee, Membership


def targets(reader, office):
    here = {"office": office} if office else {}
    of_committees = {f"committee__{name}": value for name, value in here.items()}
    yield Target(
        "committees.committee",
        Committee.objects.filter(**here),
        page="committees:detail" if office else None,
    )
    yield Target(
        "committees.membership",
        Membership.objects.select_related("post", "committee").filter(**of_committees),
        lambda seat: f"{seat.post.title}, {seat.committee}",
    )


REPORT = Report(
    said={
        "committee opened": "কমিটি খুলেছেন",
        "committee changed": "কমিটির তথ্য বদলেছেন",
        "committee closed": "কমিটি বিলুপ্ত করেছেন",
        "committee reopened": "কমিটি আবার চালু করেছেন",
        "shape changed": "কমিটির কাগজের গড়ন বদলেছেন",
        "member added": "কমিটিতে সদস্য যোগ করেছেন",
        "member changed": "সদস্যপদ বদলেছেন",
        "membership ended": "সদস্যপদ শেষ করেছেন",
        "member moved": "সদস্যের জ্যেষ্ঠতার ক্রম বদলেছেন",
    },
    field_names={"ready_shape": "কাগজের গড়ন"},
    administered=(Committee, Membership),
    targets=targets,
    help=(Help(15, "committees/_help.html"),),
)
