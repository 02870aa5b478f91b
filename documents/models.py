"""What was issued, for good: frozen bytes, and what anyone who holds a paper may learn of it.

Nothing here is ever deleted, and no byte of a document is ever changed: a correction is another
paper. Who did what is kept by the rooms above; here stands only what a stranger may be told.
"""

from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.access import WrongState
from accounts.deeds import by_and_at, together
from bangla.fields import KeptCharField, KeptJSONField, KeptTextField
from documents.codes import CODE_LENGTH, grouped_code, new_code
from documents.stored import StoredFile


class KeptQuerySet(models.QuerySet):
    """Rows that stay."""

    def delete(self):
        raise models.ProtectedError("issued papers are never deleted", set(self))


class Kept(models.Model):
    """A row that stays."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        raise models.ProtectedError("issued papers are never deleted", {self})


class Document(Kept):
    """Frozen bytes, found by their SHA-256. documents.store.keep() makes them; nobody changes them."""

    sha256 = KeptCharField("SHA-256", max_length=64, unique=True, editable=False)
    size = models.PositiveBigIntegerField("আকার", editable=False)
    mime = KeptCharField("ধরন", max_length=100, editable=False)
    stored_at = models.DateTimeField("সংরক্ষণের সময়", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "সংরক্ষিত দলিল"
        verbose_name_plural = "সংরক্ষিত দলিল"

    def __str__(self):
        return self.sha256

    @property
    def path(self):
        return path_of(self.sha256)

    @property
    def stored(self):
        return StoredFile(self.path, self.sha256, self.size, self.mime)

    def open(self):
        """The file, open at its start, every byte checked. Raises Damaged."""
        return self.stored.open()

    def read(self):
        """All its bytes, checked. Raises Damaged."""
        return self.stored.read()


def path_of(sha256):
    """Where the bytes with this SHA-256 are kept, whether they are there or not."""
    return Path(settings.MEDIA_ROOT) / "sha256" / sha256[:2] / sha256[2:4] / sha256


class Paper(Kept):
    """One issued paper, as anyone may check it who holds it.

    The words (office, kind, title) stand as they are printed on it.
    """

    class Status(models.TextChoices):
        CURRENT = "current", "বহাল"
        SUPERSEDED = "superseded", "সংশোধিত"
        VOID = "void", "বাতিল"

    code = KeptCharField(
        "যাচাই কোড", max_length=CODE_LENGTH, unique=True, default=new_code, editable=False
    )
    number = KeptCharField("স্মারক নম্বর", max_length=200)
    issued_on = models.DateField("জারির তারিখ")
    office = KeptCharField("কার্যালয়", max_length=300)
    kind = KeptCharField("কাগজের ধরন", max_length=60)
    title = KeptTextField("শিরোনাম")
    status = models.CharField("অবস্থা", max_length=12, choices=Status, default=Status.CURRENT)
    status_at = models.DateTimeField("সংশোধন বা বাতিলের সময়", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        verbose_name="যে কাগজে সংশোধিত",
        on_delete=models.PROTECT,
        related_name="supersedes",
        null=True,
        blank=True,
    )
    # The paper that it adds something to, and that goes on to stand.
    adds_to = models.ForeignKey(
        "self",
        verbose_name="যে কাগজে সংযোজন",
        on_delete=models.PROTECT,
        related_name="additions",
        null=True,
        blank=True,
    )
    # Since when everybody may read it, and who let them; empty while nobody else may.
    published_by, published_at = by_and_at("প্রকাশ করেছেন", "প্রকাশের সময়")
    is_demo = models.BooleanField("পরীক্ষামূলক", default=False)

    class Meta:
        verbose_name = "জারি করা কাগজ"
        verbose_name_plural = "জারি করা কাগজ"
        constraints = [
            models.CheckConstraint(
                name="superseded_papers_name_their_successor",
                condition=Q(status="superseded", superseded_by__isnull=False)
                | (~Q(status="superseded") & Q(superseded_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="papers_no_longer_current_say_since_when",
                condition=Q(status="current", status_at__isnull=True)
                | (~Q(status="current") & Q(status_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="no_paper_supersedes_itself",
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("pk")),
            ),
            *together("published", of="paper_"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("documents:paper", args=[self.code])

    @property
    def printed_code(self):
        return grouped_code(self.code)

    @property
    def public_url(self):
        """What its QR code leads to, from wherever it is scanned."""
        return f"{settings.BASE_URL}{self.get_absolute_url()}"

    @property
    def issued_file(self):
        """The PaperFile of its latest stage, with all signatures there are; None before the first."""
        return (
            self.files.filter(kind=PaperFile.Kind.ISSUED)
            .select_related("document")
            .order_by("-position")
            .first()
        )

    @transaction.atomic
    def add_file(self, document, *, kind, signers=(), at=None):
        """Put a document to this paper behind those it has. `signers`: dicts of name, post, signed_at."""
        Paper.objects.select_for_update().get(pk=self.pk)
        last = self.files.aggregate(last=models.Max("position"))["last"] or 0
        return self.files.create(
            document=document,
            kind=kind,
            signers=list(signers),
            made_at=at or timezone.now(),
            position=last + 1,
        )

    def supersede(self, *, by_paper, at=None):
        """Say for ever that another paper, itself current, has corrected this one."""
        self._leave_current(self.Status.SUPERSEDED, at=at, superseded_by=by_paper)

    def void(self, *, at=None):
        """Say for ever that this paper is void."""
        self._leave_current(self.Status.VOID, at=at)

    @property
    def is_public(self):
        """Whether everybody may read the paper itself, beside what is known of it."""
        return self.published_at is not None

    @transaction.atomic
    def publish(self, *, by, at=None):
        """Show the paper itself to everybody."""
        self._show(True, published_by=by, published_at=at or timezone.now())

    @transaction.atomic
    def withdraw(self, *, by, reason, at=None):
        """Show it no longer; that it was shown, and until when, stays told."""
        shown = {"published_by": self.published_by, "published_at": self.published_at}
        self._show(False, published_by=None, published_at=None)
        self.withdrawals.create(
            withdrawn_by=by, withdrawn_at=at or timezone.now(), reason=reason, **shown
        )

    @transaction.atomic
    def _leave_current(self, status, *, at, superseded_by=None):
        """The one place a status changes: lock, guard, save. There is no way back."""
        wanted = {self.pk, superseded_by.pk} if superseded_by else {self.pk}
        # In one order for all, so that two corrections of each other do not wait in a circle.
        locked = Paper.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        before = {paper.pk: paper.status for paper in locked}
        if len(before) != len(wanted) or (superseded_by and superseded_by.pk == self.pk):
            raise WrongState("কাগজটি নিজেকে সংশোধন করতে পারে না।")
        if before[self.pk] != self.Status.CURRENT:
            raise WrongState("কাগজটি আগেই সংশোধিত বা বাতিল হয়েছে।")
        if superseded_by and before[superseded_by.pk] != self.Status.CURRENT:
            raise WrongState("যে কাগজ নিজে বহাল নেই, তা দিয়ে আরেকটি সংশোধন করা যায় না।")
        self.status, self.status_at = status, at or timezone.now()
        self.superseded_by = superseded_by
        self.save(update_fields=["status", "status_at", "superseded_by"])

    def _show(self, shown, **changes):
        """The one place it is published or withdrawn: lock, guard, save."""
        before = Paper.objects.select_for_update().get(pk=self.pk)
        if before.is_public == shown:
            raise WrongState("কাগজটি আগেই প্রকাশিত হয়েছে।" if shown else "কাগজটি প্রকাশিত নেই।")
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))


class Withdrawal(Kept):
    """A time during which everybody could read a paper, and that is over."""

    paper = models.ForeignKey(
        Paper, verbose_name="কাগজ", on_delete=models.PROTECT, related_name="withdrawals"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="প্রকাশ করেছেন",
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField("প্রকাশের সময়")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="প্রত্যাহার করেছেন",
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("প্রত্যাহারের সময়")
    reason = KeptTextField("প্রত্যাহারের কারণ")

    class Meta:
        verbose_name = "প্রকাশের প্রত্যাহার"
        verbose_name_plural = "প্রকাশের প্রত্যাহার"
        ordering = ["withdrawn_at", "pk"]

    def __str__(self):
        return f"{self.paper}, {self.withdrawn_at:%Y-%m-%d}"


class PaperFile(Kept):
    """One file of a paper: the bytes as issued, those of a further signature, or a signed print's scan."""

    class Kind(models.TextChoices):
        ISSUED = "issued", "জারি করা ফাইল"
        SCAN = "scan", "হাতে স্বাক্ষর করা কপির স্ক্যান"

    paper = models.ForeignKey(
        Paper, verbose_name="কাগজ", on_delete=models.PROTECT, related_name="files"
    )
    document = models.ForeignKey(
        Document, verbose_name="দলিল", on_delete=models.PROTECT, related_name="paper_files"
    )
    kind = models.CharField("ধরন", max_length=8, choices=Kind)
    # [{"name", "post", "signed_at"}] in the order they signed, as their signatures show them.
    signers = KeptJSONField("স্বাক্ষরকারী", default=list, blank=True)
    made_at = models.DateTimeField("তৈরির সময়", default=timezone.now)
    position = models.PositiveSmallIntegerField("ক্রম")

    class Meta:
        verbose_name = "কাগজের ফাইল"
        verbose_name_plural = "কাগজের ফাইল"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position"], name="one_file_of_a_paper_at_each_position"
            ),
            # Whoever shows the bytes must be told of one paper.
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(kind="issued"),
                name="issued_bytes_belong_to_one_paper",
            ),
        ]

    def __str__(self):
        return f"{self.paper} · {self.get_kind_display()}"
