from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from bangla.digits import to_bengali
from demo.cast import ROOT
from demo.despatch import despatch
from demo.followup import follow_up
from demo.letters import correspond
from demo.load import load
from demo.submitting import SubmittingDesk
from offices.models import Office


class Command(BaseCommand):
    help = "পরীক্ষামূলক তথ্য ভরে: কাল্পনিক মানুষ ও এক বছরের সভা ও জমা। শুধু DEMO=1 থাকলে চলে।"

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("পরীক্ষামূলক তথ্য শুধু DEMO=1 থাকলে ভরা যায়; এখানে DEMO চালু নেই।")
        if Office.objects.filter(code=ROOT).exists():
            self.stderr.write("পরীক্ষামূলক তথ্য আগে থেকেই আছে; কিছু বদলানো হয়নি।")
            return
        with transaction.atomic():
            desk = SubmittingDesk(timezone.localtime())
            meetings = load(desk.now, issue=desk.issue)
            desk.finish()
            correspond(desk)
            despatch(desk)
            follow_up(desk)
        self.stderr.write(f"পরীক্ষামূলক তথ্য ভরা হয়েছে: {to_bengali(meetings)}টি সভা।")
