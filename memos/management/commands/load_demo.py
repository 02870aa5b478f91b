from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bangla.digits import to_bengali
from committees.models import Office
from meetings.demo.cast import ROOT
from meetings.demo.load import load
from memos.demo import Desk


class Command(BaseCommand):
    help = "পরীক্ষামূলক তথ্য ভরে: কাল্পনিক মানুষ ও এক বছরের সভা। শুধু DEMO=1 থাকলে চলে।"

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("পরীক্ষামূলক তথ্য শুধু DEMO=1 থাকলে ভরা যায়; এখানে DEMO চালু নেই।")
        if Office.objects.filter(code=ROOT).exists():
            self.stderr.write("পরীক্ষামূলক তথ্য আগে থেকেই আছে; কিছু বদলানো হয়নি।")
            return
        self.stderr.write(f"পরীক্ষামূলক তথ্য ভরা হয়েছে: {to_bengali(load(issue=Desk().issue))}টি সভা।")
