"""Files that show what an answer says (প্রমাণক), held while the form they came with is looked at again.

A browser does not send a file twice. What was let in is kept, and the form carries a signed note of it;
a file that no answer takes stays without a proof, as any document that nothing names.
"""

from pathlib import PurePath

from django.core import signing
from django.db import transaction

from bangla.text import normalise
from documents import store
from documents.models import Document
from meetings.attached import extension_of, media_type

_SALT = "followup.evidence"
# A form lies open for so long, in seconds.
_OPEN_FOR = 24 * 3600


def proof_of(file):
    """(name, bytes, media type) of a file that UploadField let in, as `actions.answer` takes it."""
    extension = extension_of(file.name)
    name = " ".join(normalise(PurePath(file.name).name).split())
    stem = name[: -len(extension) - 1][:190] or "ফাইল"
    file.seek(0)
    return f"{stem}.{extension}", file.read(), media_type(file.name)


@transaction.atomic
def hold(proofs, *, share):
    """Keep files for a form that comes back. [(name, signed note)]. Raises documents.store.NotStored."""
    held = []
    for name, data, mime in proofs:
        document = store.keep(data, mime=mime)
        note = signing.dumps([share.pk, document.pk, name], salt=_SALT)
        held.append((name, note))
    return held


def held(notes, *, share):
    """The files of notes that a form sends back, as `actions.answer` takes them; others are passed over."""
    proofs = []
    for note in notes:
        try:
            of, pk, name = signing.loads(note, salt=_SALT, max_age=_OPEN_FOR)
        except signing.BadSignature:
            continue
        document = Document.objects.filter(pk=pk).first() if of == share.pk else None
        if document:
            proofs.append((name, document.read(), document.mime))
    return proofs
