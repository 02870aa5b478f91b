"""What a file is: three answers, kept apart.

1. Is it byte for byte a file that was issued, and does that still stand? Its SHA-256 says so, and
   nothing else does: a paper is the issued one or it is not.
2. What of the signatures in it? They can be without fault in a file that nobody issued.
3. Which paper does it claim to be? Its code says so, and anybody can copy a code.
"""

import hashlib
from dataclasses import dataclass, field

from documents import confined
from documents.models import Paper, PaperFile
from documents.qr import BEGINNINGS
from documents.signing import UnreadableSignatures, signatures_of

Status = Paper.Status


@dataclass(frozen=True)
class Verdict:
    """The three answers about one file.

    file: the PaperFile that these very bytes are kept as, or None. later: the file of the same paper
    to which signatures were added after it, or None. signatures: of documents.signing, or None with
    the reason in `signatures_unread`. claims: the papers whose codes it bears, apart from the one it
    is; None with the reason in `claims_unread`.
    """

    sha256: str
    file: PaperFile | None = None
    later: PaperFile | None = None
    signatures: list | None = field(default_factory=list)
    signatures_unread: str = ""
    claims: list[Paper] | None = field(default_factory=list)
    claims_unread: str = ""
    is_picture: bool = False

    @property
    def issued(self):
        """Whether it is byte for byte an issued file, though that may no longer stand."""
        return self.file is not None and self.file.kind == PaperFile.Kind.ISSUED

    @property
    def finding(self):
        """What a file is that nobody issued, in one word; "" of a file that is known.

        altered: signed, and not as it was signed. unknown_certificate: a certificate of no authority
        trusted here. unread: its signatures could not be looked at. copy: a picture, or a file that
        bears a paper's code without its signatures; nothing in it can be proven. other: another file.
        """
        if self.file is not None:
            return ""
        if self.signatures is None:
            return "unread"
        if self.signatures:
            whole = any(each.covers_whole_file for each in self.signatures)
            if not whole or not all(each.intact for each in self.signatures):
                return "altered"
            trusted = all(each.trusted for each in self.signatures)
            return "other" if trusted else "unknown_certificate"
        return "copy" if self.is_picture or self.claims else "other"

    @property
    def is_scan(self):
        """Whether it is byte for byte the scan of a signed print that its office keeps."""
        return self.file is not None and self.file.kind == PaperFile.Kind.SCAN

    @property
    def paper(self):
        """The paper it is a file of, by its bytes; None for whatever only claims to be one."""
        return self.file and self.file.paper

    @property
    def status(self):
        """current, superseded or void of an issued file (of an earlier stage: superseded); unknown
        of everything else."""
        if not self.issued:
            return "unknown"
        if self.later and self.paper.status == Status.CURRENT:
            return Status.SUPERSEDED.value
        return self.paper.status

    @property
    def stands(self):
        """Whether it is the issued file and nothing has come after it."""
        return self.issued and self.status == Status.CURRENT


def verdict_on(data: bytes) -> Verdict:
    """The three answers about a file, whatever it holds. Nothing in it is executed."""
    sha256 = hashlib.sha256(data).hexdigest()
    file = file_of(sha256)
    signatures, signatures_unread = _signatures(data, at=file and file.made_at)
    if file is not None:
        later = file.paper.issued_file if file.kind == PaperFile.Kind.ISSUED else None
        return Verdict(
            sha256=sha256,
            file=file,
            later=later if later != file else None,
            signatures=signatures,
            signatures_unread=signatures_unread,
        )
    claims, claims_unread = _claims(data)
    return Verdict(
        sha256=sha256,
        signatures=signatures,
        signatures_unread=signatures_unread,
        claims=claims,
        claims_unread=claims_unread,
        is_picture=kind_of(data).startswith("image/"),
    )


def file_of(sha256: str) -> PaperFile | None:
    """The file of a paper whose bytes have this SHA-256: the first answer, and the only one that
    makes a file the issued one."""
    return (
        PaperFile.objects.filter(document__sha256=sha256)
        .select_related("paper__superseded_by")
        # Bytes that were issued and scanned are issued.
        .order_by("kind", "pk")
        .first()
    )


def _signatures(data, *, at):
    """(the signatures, "") or (None, why they could not be read). `at`: when the paper was made, if
    that is known: its signatures are judged as of then."""
    if not is_pdf(data):
        return [], ""
    try:
        return signatures_of(data, at=at), ""
    except UnreadableSignatures as unread:
        return None, str(unread)


def _claims(data):
    """(the papers whose codes the file bears, "") or (None, why it could not be read)."""
    kind = kind_of(data)
    if not kind:
        return [], ""
    try:
        found = confined.ask("documents.codereading", data, mime=kind)
    except confined.NoAnswer as none:
        return None, str(none)
    codes = [code for code in [*found["qr"], *found["written"]] if isinstance(code, str)]
    papers = Paper.objects.select_related("superseded_by").in_bulk(codes, field_name="code")
    # In the order found: what the QR code says before what is written.
    return [papers[code] for code in dict.fromkeys(codes) if code in papers], ""


def is_pdf(data: bytes) -> bool:
    """Whether readers take it for a PDF: they accept some bytes before its beginning."""
    return b"%PDF-" in data[:1024]


def kind_of(data: bytes) -> str:
    """The type of a file that can be looked into for a code, by its content; "" of any other."""
    if is_pdf(data):
        return "application/pdf"
    return next((mime for mime, begins in BEGINNINGS.items() if data.startswith(begins)), "")
