"""What the portal did by itself to be restorable: each nightly backup, each monthly rehearsal."""

from django.db import models
from django.utils import timezone

from bangla.fields import KeptTextField


class Run(models.Model):
    """One backup made, or one brought back for trial, or why not."""

    class Kind(models.TextChoices):
        BACKUP = "backup", "ব্যাকআপ"
        REHEARSAL = "rehearsal", "ফেরানোর মহড়া"

    kind = models.CharField("কাজ", max_length=10, choices=Kind)
    at = models.DateTimeField("সময়", default=timezone.now)
    seconds = models.PositiveIntegerField("কত সেকেন্ড", default=0)
    # The folder that was made or brought back; "" where there is none.
    folder = KeptTextField("ফোল্ডার", blank=True)
    # What went wrong, in a sentence; "" where all is right.
    fault = KeptTextField("যা হয়নি", blank=True)

    class Meta:
        verbose_name = "ব্যাকআপ ও মহড়া"
        verbose_name_plural = "ব্যাকআপ ও মহড়া"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.fault or self.folder}"
