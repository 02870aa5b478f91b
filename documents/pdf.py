"""One self-contained HTML page in, one Bengali PDF out: PDF/A-3a and PDF/UA-1 at once.

WeasyPrint writes one standard at a time; `_finish` adds what PDF/UA-1 (ISO 14289-1) asks on top of
PDF/A-3a (ISO 19005-3), and the attachments.
"""

import hashlib
import io
from collections.abc import Sequence
from importlib import resources
from xml.sax.saxutils import escape, quoteattr

import pydyf
from weasyprint import HTML, VERSION
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration

from documents import linebreaks, shortcuts, textlayer
from documents.attachments import Attachment
from documents.fields import SignatureField

VARIANT = "pdf/a-3a"

textlayer.install()
linebreaks.install()
shortcuts.install()


@shortcuts.no_collecting()
def write_pdf(
    html: str,
    *,
    url_fetcher,
    attachments: Sequence[Attachment] = (),
    fields: Sequence[SignatureField] = (),
) -> bytes:
    """The PDF of `html`, the same bytes for the same arguments.

    `html` carries its own CSS; `<html lang>`, `<title>` and `<meta name=author|description|keywords|
    dcterms.created|dcterms.modified>` become the document's language and metadata. `url_fetcher`
    (a `weasyprint.urls.URLFetcher`) answers for every URL the page names. `fields` are places for
    signatures; documents.fields.NoPlace where the page has none.
    """
    document = HTML(string=html, url_fetcher=url_fetcher).render(
        font_config=_font_configuration(html),
        color_profiles={"srgb": _srgb()},
        pdf_variant=VARIANT,
    )
    document.signature_fields = fields
    return document.write_pdf(
        pdf_variant=VARIANT,
        output_intent="",  # or WeasyPrint opens the profile again, and leaves the file open
        finisher=lambda document, pdf: _finish(document, pdf, attachments),
    )


@shortcuts.no_collecting()
def write_stamp(html: str, *, url_fetcher) -> bytes:
    """The PDF of `html` as the picture of a signature: to be put into another PDF, which has the
    standards, the tags and the metadata."""
    document = HTML(string=html, url_fetcher=url_fetcher).render(
        font_config=_font_configuration(html)
    )
    return document.write_pdf()


_PROFILE = "sRGB2014.icc"  # WeasyPrint brings it
_profile = (resources.files("weasyprint.pdf") / _PROFILE).read_bytes()


def _srgb():
    """The colour space of the output intent; a new one for each paper, for it changes in use."""
    ways = (["r"], ["g"], ["b"])
    return ColorProfile(io.BytesIO(_profile), _PROFILE, "relative-colorimetric", ways)


_shared_fonts = None


def _font_configuration(html):
    """Fontconfig's view of the installed fonts, kept between the papers of one worker process.

    A page that brings fonts of its own gets a configuration of its own, so that the fonts of one
    office never reach the papers of another.
    """
    global _shared_fonts
    if "@font-face" in html.lower():
        return FontConfiguration()
    # A font face spelt with CSS escapes slips past the test above and leaves a folder behind.
    if _shared_fonts is None or _shared_fonts._folder is not None:
        _shared_fonts = FontConfiguration()
    return _shared_fonts


def _finish(document, pdf, attachments):
    """Add the attachments and the metadata of both standards to the drawn PDF."""
    if attachments:
        _attach(pdf, document.metadata, attachments)
    packet = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    packet.stream = [_xmp(document.metadata).encode()]
    packet.compress = False
    pdf.objects[1:] = [_Written(item) for item in pdf.objects[1:]]


class _Written(pydyf.Object):
    """An object of a PDF as it stands in the file.

    pydyf writes each object, and compresses each stream, twice: for the file and for its identifier.
    """

    def __init__(self, item):
        super().__init__()
        self.number = item.number
        self._data = item.data
        self._compressible = item.compressible

    @property
    def data(self):
        return self._data

    @property
    def compressible(self):
        return self._compressible


def _attach(pdf, metadata, attachments):
    """Embed the files as sources of the document (ISO 19005-3, 6.8)."""
    names = pydyf.Array()
    related = pydyf.Array()
    # A name tree has to be sorted by its keys.
    for attachment in sorted(attachments, key=lambda attachment: attachment.name):
        params = pydyf.Dictionary(
            {
                "Size": len(attachment.data),
                "CheckSum": f"<{hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()}>",
            }
        )
        for key in "CreationDate", "ModDate":
            if key in pdf.info:
                params[key] = pdf.info[key]
        content = pydyf.Stream(
            [attachment.data],
            pydyf.Dictionary(
                {
                    "Type": "/EmbeddedFile",
                    "Subtype": pydyf.name(attachment.mime),
                    "Params": params,
                }
            ),
            compress=True,
        )
        pdf.add_object(content)
        name = pydyf.String(attachment.name)
        specification = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": name,
                "UF": name,
                "Desc": pydyf.String(attachment.description),
                "AFRelationship": "/Source",
                "EF": pydyf.Dictionary({"F": content.reference, "UF": content.reference}),
            }
        )
        pdf.add_object(specification)
        names.extend((name, specification.reference))
        related.append(specification.reference)
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
    pdf.catalog["AF"] = related


# PDF/A allows only the metadata schemas it knows and those the file describes; it does not know
# PDF/UA's identifier.
_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{properties}
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _xmp(metadata):
    """The XMP packet (ISO 16684-1); it says the same as the /Info dictionary."""
    language = quoteattr(metadata.lang or "x-default")

    def alternatives(text):
        items = f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
        if metadata.lang:
            items += f"<rdf:li xml:lang={language}>{escape(text)}</rdf:li>"
        return f"<rdf:Alt>{items}</rdf:Alt>"

    properties = {
        "pdf:Producer": f"WeasyPrint {VERSION}",
        "pdf:Keywords": escape(", ".join(metadata.keywords)),
        "dc:title": metadata.title and alternatives(metadata.title),
        "dc:description": metadata.description and alternatives(metadata.description),
        "dc:creator": metadata.authors
        and "<rdf:Seq>{}</rdf:Seq>".format(
            "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in metadata.authors)
        ),
        "dc:language": metadata.lang
        and f"<rdf:Bag><rdf:li>{escape(metadata.lang)}</rdf:li></rdf:Bag>",
        "xmp:CreatorTool": metadata.generator and escape(metadata.generator),
        "xmp:CreateDate": metadata.created and escape(metadata.created),
        "xmp:ModifyDate": metadata.modified and escape(metadata.modified),
    }
    return _XMP.format(
        properties="\n".join(
            f"<{tag}>{value}</{tag}>" for tag, value in properties.items() if value
        )
    )
