"""How a signature is written into a PDF with pyHanko. documents.signing is the door.

Kept apart because pyHanko takes half a second to load.
"""

import asyncio
import functools
import io
import logging
from concurrent.futures import ThreadPoolExecutor

from asn1crypto import x509
from pyhanko.pdf_utils.content import AppearanceContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, RevokedError
from pyhanko_certvalidator.fetchers import OwnedFetcherBackend
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

logger = logging.getLogger(__name__)

# In the revision of the signature itself, so that it covers them too.
WITH_THE_SIGNATURE = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)

# Bytes of a signature besides its certificates, its value and its time stamp: 250, and as much to spare.
AROUND = 512


class Refused(Exception):
    """Nothing was signed; `reason` is a key of documents.signing.MESSAGES."""

    def __init__(self, reason: str, detail: object = ""):
        super().__init__(detail)
        self.reason = reason


class Paper:
    """A PDF with an empty signature field `name`."""

    def __init__(self, pdf: bytes, name: str):
        self._pdf, self._name = pdf, name
        try:
            self._writer = _Addition(io.BytesIO(pdf))
            empty = {
                each: reference.get_object()
                for each, _, reference in enumerate_sig_fields(self._writer, filled_status=False)
            }
        except PdfError as error:
            raise Refused("broken", type(error).__name__) from None
        if name not in empty:
            raise Refused("field", name)
        left, bottom, right, top = map(float, empty[name]["/Rect"])
        self.room = (right - left, top - bottom)

    def signed(self, key, stamp: bytes, *, signed_at, time_stamper, roots, seconds) -> bytes:
        """The bytes with a signature by `key` (a pyhanko Signer) and `stamp` (a PDF) for its picture.

        To be called once.
        """
        key.embed_roots = False  # who checks has them, or does not believe them
        signing = self._sign(key, stamp, signed_at, time_stamper, roots, seconds)
        try:
            # In a thread of its own, which cannot have an event loop running already.
            with ThreadPoolExecutor(1) as thread:
                output = thread.submit(asyncio.run, signing).result()
        except TimestampRequestError as error:
            raise Refused("time", type(error.__cause__ or error).__name__) from None
        except SigningError as error:
            raise Refused("broken", error) from None
        signed = output.getvalue()
        self._check(signed, key.signing_cert)
        return signed

    async def _sign(self, key, stamp, signed_at, time_stamper, roots, seconds):
        revocation = await _revocation(key, time_stamper, roots, seconds) if roots else None
        metadata = PdfSignatureMetadata(
            field_name=self._name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=revocation is not None,
            validation_context=revocation,
            dss_settings=WITH_THE_SIGNATURE,
        )
        session = PdfSigner(
            metadata, key, timestamper=time_stamper, stamp_style=_Stamp(stamp)
        ).init_signing_session(self._writer, existing_fields_only=True)
        session.system_time = signed_at
        try:
            about = await session.perform_presign_validation(self._writer)
            room = await _bytes_of(key, time_stamper)
            # In hexadecimal digits.
            document = session.prepare_tbs_document(about, bytes_reserved=2 * room)
            prepared, output = document.digest_tbs_document()
            # PAdES tells the time in the PDF, not in a signed attribute.
            await document.perform_signature(
                prepared.document_digest, PdfCMSSignedAttributes(signing_time=signed_at)
            )
        finally:
            if revocation is not None:
                await revocation.aclose()
        return output

    def _check(self, signed, certificate):
        """Whether what was made is what was wanted: a token may hold another key than its owner thinks."""
        if not signed.startswith(self._pdf):
            raise Refused("broken", "the bytes before the signature changed")
        reader = PdfFileReader(io.BytesIO(signed))
        fields = {name: reference for name, _, reference in enumerate_sig_fields(reader)}
        signature = EmbeddedPdfSignature(reader, fields[self._name], self._name)
        intact, valid = validate_sig_integrity(
            signature.signer_info, certificate, "data", signature.compute_digest()
        )
        if not (intact and valid):
            raise Refused("broken", "the signature does not fit the certificate")


async def _bytes_of(key, time_stamper) -> int:
    """As many bytes as a signature (CMS) by this key will surely take.

    pyHanko makes a whole one to measure it, a third of the work of signing. One that is longer after all
    is refused by pyHanko, not cut.
    """
    certificate = key.signing_cert
    # pyHanko lays the certificate of a key on a token in twice.
    parts = [each.dump() for each in [certificate, *key.cert_registry]]
    # The certificate is named twice, by its issuer and number.
    parts += [certificate.issuer.dump(), certificate["tbs_certificate"]["serial_number"].dump()] * 2
    parts += [await key.async_sign_raw(b"", "sha256", dry_run=True)]
    room = sum(map(len, parts)) + AROUND
    if time_stamper is not None:
        # The authority's next answer need not be as long as its first one.
        stamp = await time_stamper.async_dummy_response("sha256")
        room += len(stamp.dump()) * 3 // 2
    return room


class _Addition(IncrementalPdfFileWriter):
    """What is added to a paper. Its metadata stay those it was drawn with: they describe the paper,
    and PDF/A wants them to say the same in two places."""

    def _update_meta(self):
        pass


class _Stamp(BaseStampStyle):
    """A picture that was drawn elsewhere, laid into the field as it is."""

    def __init__(self, pdf):
        object.__setattr__(self, "_pdf", pdf)

    def create_stamp(self, writer, box: BoxConstraints, text_params):
        return _Drawn(writer, box, self._pdf)


class _Drawn(AppearanceContent):
    def __init__(self, writer, box, pdf):
        super().__init__(writer, box)
        self._pdf = pdf

    def register(self):
        return self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of our own has."""
    return PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"]


class _TimeStamper(HTTPTimeStamper):
    """An authority for time, whose answer may be anything."""

    async def async_timestamp(self, message_digest, md_algorithm):
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (ValueError, TypeError, KeyError, TimeoutError) as error:
            raise TimestampRequestError("no time stamp") from error


@functools.cache
def time_stamper(url: str, seconds: float) -> HTTPTimeStamper | None:
    """The authority for time; one object for all papers, for it learns how long its answers are."""
    return _TimeStamper(url, timeout=seconds) if url else None


async def _revocation(key, time_stamper, roots, seconds) -> ValidationContext | None:
    """All that says whether the certificates of a signature are revoked; None where it cannot be had.

    Raises Refused where the signer's own is revoked.
    """
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots],
        allow_fetching=True,
        fetcher_backend=OwnedFetcherBackend(AIOHttpFetcherBackend(per_request_timeout=seconds)),
        revocation_mode="require",
    )
    validator = CertificateValidator(
        key.signing_cert, intermediate_certs=key.cert_registry, validation_context=context
    )
    try:
        async with asyncio.timeout(seconds):
            await validator.async_validate_usage({"non_repudiation"})
            if time_stamper is not None:
                _ = [path async for path in time_stamper.validation_paths(context)]
    except RevokedError:
        await context.aclose()
        raise Refused("revoked") from None
    except (PathBuildingError, PathValidationError, TimeoutError) as error:
        await context.aclose()
        logger.warning("signed without answers about revocation: %s", type(error).__name__)
        return None
    return context
