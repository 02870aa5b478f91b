"""What answers and their verification report to the whole portal."""

from django.urls import reverse

from accounts.reporting import Waiting
from bangla.digits import to_bengali
from followup import worklist

SAID = {
    "assignment progressed": "কাজের অগ্রগতি জানিয়েছেন",
    "assignment claimed": "কাজ সম্পন্ন বলে জানিয়েছেন",
    "assignment taken back": "“আমাদের কাজ নয়” ফিরিয়ে নিয়েছেন",
    "assignment answered": "দাবি বা ফেরতের সঙ্গে আরও জানিয়েছেন",
    "assignment blocked": "কাজ আটকে আছে বলে জানিয়েছেন",
    "assignment waiting": "কাজ অন্যের অপেক্ষায় বলে জানিয়েছেন",
    "assignment not mine": "কাজটি নিজেদের নয় বলে ফেরত দিয়েছেন",
    "assignment extension asked": "কাজের সময় বাড়াতে চেয়েছেন",
    "assignment disagreed": "সিদ্ধান্তের সঙ্গে একমত নন বলে জানিয়েছেন",
    "assignment verified": "সম্পন্ন হওয়ার দাবি যাচাই করেছেন",
    "assignment period verified": "চলমান দায়িত্বের এ মেয়াদের প্রতিবেদন যাচাই করেছেন",
    "assignment next period": "চলমান দায়িত্বের পরের মেয়াদ শুরু হয়েছে",
    "assignment sent back": "সম্পন্ন হওয়ার দাবি ফেরত দিয়েছেন",
    "assignment dated": "অনুমিত তারিখের জায়গায় শেষ তারিখ দিয়েছেন",
    "assignment extended": "কাজের সময় বাড়িয়েছেন",
    "assignment brought forward": "কাজের শেষ তারিখ এগিয়ে এনেছেন",
    "assignment extension refused": "কাজের সময় বাড়াননি",
    "assignment disagreement answered": "দ্বিমতের উত্তর দিয়েছেন",
    "assignment not mine refused": "কাজটি তাঁদেরই বলে ফেরত দিয়েছেন",
    "assignment settled": "কার কাজ, তা ঠিক করেছেন",
    "assignment reassigned": "কাজ অন্যকে দিয়েছেন",
    "assignment taken over": "কাজটি অন্যের কাছ থেকে এসেছে",
    "assignment goes on under another": "কাজের অংশ নতুন দায়িত্বপ্রাপ্তের অধীনে গেছে",
}


def waiting(user):
    """How many shares of this person's are late, and what waits on the section they act for."""
    late = worklist.owned_by(user)[worklist.LATE].count()
    if late:
        text = f"{to_bengali(late)}টি সিদ্ধান্তের কাজে আপনাদের শেষ তারিখ পেরিয়েছে"
        yield Waiting("late", text, f"{reverse('followup:mine')}?tray={worklist.LATE}")
    counts = worklist.counts(worklist.on_desk_of(user))
    page = reverse("followup:desk")
    for tray, text in (
        (worklist.CLAIMS, "সম্পন্ন কাজের দাবি যাচাইয়ের অপেক্ষায়"),
        (worklist.OWNERS, "কাজ কার, তা নির্ধারণের অপেক্ষায়"),
        (worklist.TIME, "কাজে সময় বাড়ানোর অনুরোধ এসেছে"),
        (worklist.DISPUTES, "কাজে দায়িত্বপ্রাপ্ত একমত নন"),
    ):
        if counts[tray]:
            url = f"{page}?tray={tray}" if tray else page
            yield Waiting("waiting", f"{to_bengali(counts[tray])}টি {text}", url)
