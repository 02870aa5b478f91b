"""A backup brought back into an empty installation, and everything in it read again.

The papers come first and the database last, in one transaction: whoever is stopped in between begins
again, and finds what was copied already.
"""

import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts import trail
from backups import database, manifest
from backups.faults import Fault
from bangla.digits import to_bengali
from documents import store
from documents.models import path_of


def restore(folder):
    """Bring a backup back, or the newest in a folder of backups. Returns what was found right, a dict.

    Refuses, with nothing changed, where people have worked here, where the backup is of another
    version or kind of database, or where one byte of it is not as it was. Raises Fault.
    """
    began = time.monotonic()
    backup = chosen(folder)
    told, sums = manifest.read(backup)
    manifest.check(backup, {manifest.MANIFEST: sums.get(manifest.MANIFEST, "")})
    refuse_unless_fitting(told)
    manifest.check(backup, sums)
    papers = {
        path: sha256 for path, sha256 in sums.items() if path.startswith(f"{manifest.PAPERS}/")
    }
    _refuse_unless_empty(set(papers.values()))
    for path, sha256 in papers.items():
        _bring_back(backup / path, sha256)
    database.load(backup / manifest.DATABASES[connection.vendor])
    found = looked_through()
    return {"backup": str(backup), **found, "seconds": round(time.monotonic() - began, 1)}


def chosen(folder):
    """The backup meant by a folder: itself, or the newest in it. Raises Fault."""
    folder = Path(folder)
    if (folder / manifest.MANIFEST).is_file():
        return folder
    found = manifest.whole_backups(folder)
    if not found:
        raise Fault(f"{folder}: এখানে কোনো সম্পূর্ণ ব্যাকআপ নেই।")
    return found[0]


def refuse_unless_fitting(told):
    if told["database"] != connection.vendor:
        raise Fault(
            f"ব্যাকআপটি {told['database']} ডেটাবেসের, এখানকারটি {connection.vendor}; একই ধরনের ডেটাবেসে ফেরান।"
        )
    if told["migrations"] != database.migrations_of_code():
        raise Fault(
            "ব্যাকআপটি পোর্টালের অন্য সংস্করণের; যে সংস্করণে করা হয়েছে, সেটি বসিয়ে ফেরান, পরে হালনাগাদ করুন।"
        )


def _refuse_unless_empty(papers):
    if not database.is_empty():
        raise Fault("এখানে আগে থেকে তথ্য আছে; ব্যাকআপ শুধু খালি পোর্টালে ফেরানো যায়। কিছুই বদলানো হয়নি।")
    # Papers of this very backup are left of a time that was cut short.
    if any(path.name not in papers for path in store.stored_files()):
        raise Fault(
            f"{settings.MEDIA_ROOT}: এখানে আগে থেকে কাগজ আছে; খালি ফোল্ডার দিন। কিছুই বদলানো হয়নি।"
        )


def _bring_back(source, sha256):
    target = path_of(sha256)
    if target.exists() and manifest.hash_of(target) == sha256:
        return
    try:
        store.write(source.read_bytes(), sha256)
    except (OSError, store.NotStored) as error:
        raise Fault(f"{target}: {error} আবার চালালে বাকিগুলো ফিরবে।") from error


def looked_through():
    """{documents, chains, events} of an installation in which every paper and every chain is right.

    Raises Fault, which says what is not.
    """
    whole = [is_whole for _, is_whole in store.checked()]
    count, faulty = len(whole), whole.count(False)
    if faulty:
        raise Fault(f"{to_bengali(count)}টি কাগজের {to_bengali(faulty)}টির ফাইল ব্যাকআপে নেই বা নষ্ট।")
    verdicts = [trail.verify(chain) for chain in trail.chains()]
    broken = [verdict.chain for verdict in verdicts if not verdict.is_intact]
    if broken:
        raise Fault(f"নিরীক্ষার শিকল মেলেনি: {', '.join(broken)}")
    events = sum(verdict.events for verdict in verdicts)
    return {"documents": count, "chains": len(verdicts), "events": events}
