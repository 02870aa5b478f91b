from accounts.reporting import Report, Target
from offices.models import Holiday, Office, Post, Posting


def targets(reader, office):
    here = {"office": office} if office else {}
    of_posts = {f"post__{name}": value for name, value in here.items()}
    yield Target("offices.office", Office.objects.all())
    yield Target("offices.post", Post.objects.filter(**here), lambda post: post.title)
    yield Target(
        "offices.posting",
        Posting.objects.select_related("post").filter(**of_posts),
        lambda posting: f"{posting.name}, {posting.post.title}",
    )


REPORT = Report(
    said={
        "post made": "পদ তৈরি করেছেন",
        "post filled": "পদে কে আছেন তা লিখেছেন",
        "posting ended": "পদে থাকার শেষ দিন লিখেছেন",
        "holder since": "পদে যিনি আছেন তাঁর শুরুর তারিখ বদলেছেন",
        "holder renamed": "পদে যিনি আছেন তাঁর নামের বানান ঠিক করেছেন",
    },
    labels={
        "since": "যে তারিখ থেকে",
        "starts_on": "যে তারিখ থেকে",
        "ends_on": "যে তারিখ পর্যন্ত",
        "role": "ভূমিকা",
    },
    administered=(Office, Post, Posting, Holiday),
    targets=targets,
)
