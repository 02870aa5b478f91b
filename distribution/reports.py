from accounts.reporting import Help, Report, Target
from distribution.models import Addressee, DistributionList


def targets(reader, office):
    here = {"office": office} if office else {}
    pages = ("distribution:addressee", "distribution:list") if office else (None, None)
    yield Target("distribution.addressee", Addressee.objects.filter(**here), page=pages[0])
    yield Target(
        "distribution.distributionlist", DistributionList.objects.filter(**here), page=pages[1]
    )


REPORT = Report(
    said={
        "addressee added": "ঠিকানা বইয়ে প্রাপক যোগ করেছেন",
        "addressee changed": "ঠিকানা বইয়ের প্রাপক বদলেছেন",
        "addressee closed": "ঠিকানা বইয়ের প্রাপক বন্ধ করেছেন",
        "addressee reopened": "ঠিকানা বইয়ের প্রাপক আবার চালু করেছেন",
        "list opened": "বিতরণ তালিকা খুলেছেন",
        "list changed": "বিতরণ তালিকা বদলেছেন",
        "list closed": "বিতরণ তালিকা বন্ধ করেছেন",
        "list reopened": "বিতরণ তালিকা আবার চালু করেছেন",
    },
    labels={"line": "প্রাপক", "name": "নাম", "recipients": "প্রাপক"},
    field_names={"post_id": "পোর্টালের পদ", "post": "পোর্টালের পদ"},
    targets=targets,
    help=(Help(45, "distribution/_help.html"),),
)
