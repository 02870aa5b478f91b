"""Reads the signatures on a PDF from anywhere, for documents.signatures; runs closed in, see
documents.confined."""

import asyncio
import base64
import contextlib
import datetime
import io

from asn1crypto import cms, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

MAX_SIGNATURES = 8

# All that may happen to a paper after it was signed: an empty signature field that was there is
# filled, and answers about revocation are laid beside it. pyHanko's own policy lets the title, the
# metadata and other fields change too, and new ones be added.
LATER_SIGNATURES_ONLY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys={"/AcroForm", "/DSS", "/Extensions"}),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldModificationRule(allow_in_place_appearance_stream_changes=False)],
        ignored_acroform_keys={"/Fields"},
    ),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


def answer(data: bytes, *, roots: list[str], at: str | None) -> dict:
    """`signatures`: what is to be said of each; `roots` in base64, `at` in ISO 8601."""
    moment = at and datetime.datetime.fromisoformat(at)
    return {"signatures": judge(data, roots=map(base64.b64decode, roots), at=moment)}


def judge(pdf: bytes, *, roots, at=None) -> list[dict]:
    """What is to be said of each signature, as documents.signatures.Signature has it.

    `roots`: certificates in DER; `at`: the moment to judge by, now if None.
    """
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    fields = [
        (name, reference)
        for name, value, reference in enumerate_sig_fields(reader, filled_status=True)
        if value is not None
    ]
    if len(fields) > MAX_SIGNATURES:
        raise ValueError("too many signatures")
    trust = {
        "trust_roots": [x509.Certificate.load(root) for root in roots],
        "allow_fetching": False,
        "revocation_mode": "soft-fail",
        # An answer about revocation is always younger than the signature it is about.
        "retroactive_revinfo": True,
    }
    found = [_Found(pdf, reader, name, reference, trust, at) for name, reference in fields]
    found.sort(key=lambda each: each.end)
    complete = bool(found) and found[-1].ends_the_file
    for each in reversed(found):
        if not _is_same_document(reader, each.revision):
            each.told |= {"intact": False, "trusted": False}
        complete = complete and each.told["intact"]
        each.told["covers_whole_file"] = complete
    return [each.told for each in found]


class _Found:
    """One signature: `end`, where what it covers ends, `revision`, and `told`, what to say of it."""

    def __init__(self, pdf, reader, name, reference, trust, at):
        self.end, self.revision, self.ends_the_file = 0, 0, False
        self.told = {
            "field": name,
            "signer": "",
            "issuer": "",
            "signed_at": None,
            "timestamped": False,
            "intact": False,
            "trusted": False,
            "covers_whole_file": False,
        }
        # One that cannot be read is there all the same, and worth nothing.
        with contextlib.suppress(Exception):
            signature = EmbeddedPdfSignature(reader, reference.get_object(), name)
            self._judge(pdf, reader, signature, trust, at)

    def _judge(self, pdf, reader, signature, trust, at):
        self.told["signer"] = _name(signature.signer_cert.subject)
        self.told["issuer"] = _name(signature.signer_cert.issuer)
        self.end = signature.byte_range[2] + signature.byte_range[3]
        self.revision = signature.signed_revision

        status = _status(reader, signature, trust, at)
        stamp, signed_at = status.timestamp_validity, signature.self_reported_timestamp
        stamp_holds = stamp is None or (stamp.intact and stamp.valid)
        timestamped = stamp is not None and stamp_holds and stamp.trusted
        if timestamped:
            # Somebody trusted knows when it was signed: what matters is what held then.
            signed_at = stamp.timestamp
            status = _status(reader, signature, trust, signed_at)
        whole = {SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION}
        intact = bool(
            status.intact
            and status.valid
            and status.docmdp_ok
            and status.coverage in whole
            and stamp_holds
            and _is_plain(pdf, signature)
        )
        self.told |= {
            "signed_at": signed_at and signed_at.isoformat(),
            "timestamped": bool(timestamped),
            "intact": intact,
            "trusted": bool(intact and status.trusted),
        }
        self.ends_the_file = (
            status.coverage == SignatureCoverageLevel.ENTIRE_FILE and self.end == len(pdf)
        )


def _status(reader, signature, trust, at):
    """pyHanko's findings, with what it lays beside the signatures about revocation."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        context = ValidationContext(moment=at, **trust)
    else:
        context = store.as_validation_context({"moment": at, **trust})
    return asyncio.run(
        async_validate_pdf_signature(signature, context, diff_policy=LATER_SIGNATURES_ONLY)
    )


def _is_plain(pdf, signature):
    """Whether the part of the file that no digest covers holds one signature, written one way.

    There is room in it to alter bytes without any effect: behind the signature, in the case of hex
    digits, in parts of the CMS that are not signed. Nothing of ours is written so.
    """
    if [type(number) for number in signature.byte_range] != [generic.NumberObject] * 4:
        return False
    start, length, after, _ = signature.byte_range
    gap = pdf[length:after]
    contents = signature.pkcs7_content
    der = cms.ContentInfo.load(contents).dump()
    padding = contents[len(der) :]
    digits = (contents.hex(), contents.hex().upper())
    return (
        start == 0
        and gap in tuple(f"<{each}>".encode() for each in digits)
        and not padding.strip(b"\0")
        and _cms_is_plain(der, signature)
    )


def _cms_is_plain(der, signature):
    """Whether a CMS (RFC 5652) has nothing in it that is neither signed nor needed."""
    content = cms.ContentInfo.load(der, strict=True)
    data = signature.signed_data
    digests = [each["algorithm"].native for each in data["digest_algorithms"]]
    unsigned = signature.signer_info["unsigned_attrs"]
    kinds = [each["type"].native for each in unsigned] if unsigned.native else []
    return (
        content["content_type"].native == "signed_data"
        and data["version"].native == "v1"
        and signature.signer_info["version"].native == "v1"
        and data["encap_content_info"]["content"].native is None
        and not data["crls"].native
        and digests == [signature.signer_info["digest_algorithm"]["algorithm"].native]
        and kinds in ([], ["signature_time_stamp_token"])
        and _dump(content) == der
    )


def _dump(content):
    """The DER of a CMS, written anew from its values."""
    return cms.ContentInfo.load(content.dump(), strict=True).copy().dump(force=True)


def _is_same_document(reader, since):
    """Whether all revisions from one on name the same catalogue, and the same title and author: the
    trailer that does belongs to no object, so no comparison of objects tells."""
    trailers = [
        reader.get_historical_resolver(revision).trailer_view
        for revision in range(since, reader.xrefs.total_revisions)
    ]
    return all(
        len({trailer.get_value_as_reference(key, optional=True) for trailer in trailers}) == 1
        for key in ("/Root", "/Info")
    ) and not any("/Encrypt" in trailer for trailer in trailers)


def _name(name):
    told = name.native.get("common_name") or name.native.get("organization_name") or ""
    return told if isinstance(told, str) else told[-1]
