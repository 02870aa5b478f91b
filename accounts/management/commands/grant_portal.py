from django.core.management.base import BaseCommand, CommandError

from accounts import roles


class Command(BaseCommand):
    help = "যে ভূমিকা দিয়ে পোর্টাল চলবে, তাকে শুধু কাজের অধিকারটুকু দেয়; টেবিলের মালিক হিসেবে চালান।"

    def add_arguments(self, parser):
        parser.add_argument("role")

    def handle(self, *, role, **options):
        try:
            roles.grant(role)
        except roles.Unfit as unfit:
            raise CommandError(str(unfit)) from None
