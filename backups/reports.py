from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.reporting import Report, Waiting
from backups import nightly
from backups.models import Run


def waiting(user):
    """What a system administrator has to see to, so that the portal can be restored."""
    if not (user.is_superuser and settings.BACKUP_DIR):
        return
    page = reverse("admin:backups_run_changelist")
    for kind, days in ((Run.Kind.BACKUP, 2), (Run.Kind.REHEARSAL, 35)):
        last = Run.objects.filter(kind=kind).first()
        if last and last.fault:
            yield Waiting("late", f"শেষ {last.get_kind_display()} ঠিক হয়নি: {last.fault}", page)
        elif not last or last.at < timezone.now() - timedelta(days=days):
            yield Waiting("late", f"অনেক দিন কোনো {kind.label} হয়নি", page)


REPORT = Report(
    waiting=waiting,
    administered=(),
    nightly=((3, nightly.back_up), (4, nightly.rehearse)),
)
