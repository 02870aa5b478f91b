"""Issue a paper of a meeting, under the rights of a user: the whole act at once."""

import getpass
import json
import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from documents.demo_keys import PIN
from documents.keys import KeyUnavailable, WrongPin, key_of
from letters import actions as letters
from letters.making import begin
from letters.printing import NUMBERED, kind_issued
from meetings.models import Meeting
from memos import actions as memos
from memos.hindrances import HINDRANCES, said_of
from memos.models import FileNumber
from memos.numbers import plain


class Command(BaseCommand):
    help = "সভার একটি কাগজ জারি করে: নম্বর, ছাপা, স্বাক্ষর ও সংরক্ষণ একসঙ্গে।"

    def add_arguments(self, parser):
        parser.add_argument("id", type=int, help="সভার নম্বর")
        parser.add_argument("--paper", default="minutes", metavar="PAPER", help=", ".join(NUMBERED))
        parser.add_argument("--as", dest="username", required=True, help="যিনি জারি করছেন")
        parser.add_argument("--file", help="কাগজে নথি নম্বর না থাকলে: যে নথি থেকে জারি হবে")
        parser.add_argument(
            "--ink", action="store_true", help="ডিজিটাল স্বাক্ষর ছাড়া; কালিতে বা পরে স্বাক্ষর হবে"
        )
        parser.add_argument("--reason", default="", help="নম্বর বা তারিখ আগে-পরে হলে কারণ")
        parser.add_argument("--short-notice", default="", help="নোটিশ নিয়মের চেয়ে দেরিতে গেলে কারণ")
        parser.add_argument("-o", "--output", required=True, help="PDF ফাইল")

    def handle(self, *, id, username, output, paper, file, ink, reason, short_notice, **options):
        if paper not in NUMBERED:
            raise CommandError(f"“{paper}” নামে জারির কোনো কাগজ নেই; আছে: {', '.join(NUMBERED)}।")
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"{username} নামে কোনো সক্রিয় ব্যবহারকারী নেই।")
        # Whoever may not see it is told no more than of what is not there.
        meeting = Meeting.objects.visible_to(user).filter(pk=id).first()
        if meeting is None:
            raise CommandError(f"{id} নম্বর সভা নেই।")
        out = Path(output)
        if not out.parent.is_dir():
            raise CommandError(f"{out.parent} ফোল্ডারটি নেই।")
        kind = kind_issued(paper, meeting)
        asked = {"by": user, "file": self.file_of(meeting, file), "order_reason": reason}
        try:
            # A letter that nobody has begun is begun and issued, or neither.
            with transaction.atomic():
                if kind:
                    letter = begin(kind, by=user, meeting=meeting)
                    letters.may_issue(user, letter)
                    line = letters.issue(
                        letter=letter,
                        short_notice_reason=short_notice,
                        signer=None if ink else self.signer_of(user),
                        **asked,
                    )
                else:
                    # Before anybody is asked for a PIN; the act asks it again under its lock.
                    memos.may_issue(user, meeting)
                    signer = None if ink else self.signer_of(user)
                    line = memos.issue(meeting=meeting, signer=signer, **asked)
        except PermissionDenied as denied:
            raise CommandError(str(denied)) from None
        except (WrongPin, KeyUnavailable, *HINDRANCES) as hindered:
            raise CommandError(said_of(hindered)) from None
        document = line.paper.issued_file.document
        out.write_bytes(document.read())
        told = {"memo": line.number, "serial": line.serial, "sha256": document.sha256}
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def file_of(self, meeting, number):
        """The file that was named, or the usual one; a paper that names its own asks for none."""
        if number is None:
            return FileNumber.usual_for(meeting)
        files = FileNumber.objects.open().filter(office=meeting.office, number=plain(number))
        if file := files.first():
            return file
        raise CommandError(f"{number} নম্বরের কোনো চলমান নথি এই কার্যালয়ে নেই।")

    def signer_of(self, user):
        """The person's opened key; None where they sign in ink. The PIN is asked for, never kept."""
        key = key_of(user)
        if key is None:
            self.stderr.write("এই ব্যবহারকারীর স্বাক্ষর-চাবি নেই; কাগজটি কালিতে স্বাক্ষরের জন্য জারি হচ্ছে।")
            return None
        if "SIGNING_PIN" in os.environ:
            pin = os.environ["SIGNING_PIN"]
        elif settings.DEMO:
            pin = PIN
        elif sys.stdin.isatty():
            pin = getpass.getpass("স্বাক্ষর-চাবির পিন: ")
        else:
            raise CommandError("পিন দিন: SIGNING_PIN পরিবেশ চলকে, অথবা টার্মিনাল থেকে চালান।")
        return key.open(pin)
