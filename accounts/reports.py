from accounts import anchoring, post
from accounts.models import FAILED_SIGN_IN, User
from accounts.reporting import Help, Report, Target


def targets(reader, office):
    yield Target("accounts.user", User.objects.all(), lambda user: f"{user} ({user.username})")


REPORT = Report(
    said={
        "signed in": "পোর্টালে প্রবেশ করেছেন",
        "signed out": "পোর্টাল থেকে বেরিয়েছেন",
        FAILED_SIGN_IN: "প্রবেশের চেষ্টা করে ব্যর্থ হয়েছেন",
        "password changed": "নিজের পাসওয়ার্ড বদলেছেন",
        "second factor on": "প্রবেশের দ্বিতীয় ধাপ চালু করেছেন",
        "second factor off": "প্রবেশের দ্বিতীয় ধাপ বন্ধ করেছেন",
        "recovery codes made": "ফোন ছাড়া প্রবেশের জরুরি কোড নিয়েছেন",
        "recovery code used": "ফোন ছাড়া, জরুরি কোড দিয়ে প্রবেশ করেছেন",
        "reauth failed": "আবার চাওয়া পাসওয়ার্ড বা কোড ভুল দিয়েছেন",
        "pin failed": "স্বাক্ষরের পিন ভুল দিয়েছেন",
        "mail tried again": "না পৌঁছানো ই-মেইল আবার পাঠাতে দিয়েছেন",
    },
    labels={"address": "যে ঠিকানা থেকে"},
    flags={"closed": "হিসাবটি বন্ধ"},
    administered=(User,),
    targets=targets,
    help=(Help(10, "accounts/_help.html"),),
    daily=((1, anchoring.note_heads), (2, post.forget_old)),
)
