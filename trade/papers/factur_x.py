"""
Mark a PDF/A-3 with an embedded `factur-x.xml` as Factur-X: its XMP metadata must say so.

The new metadata is appended as an incremental update, which PDF/A allows, so that every byte that typst wrote stays.
"""

import re

_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PROPERTIES = (
    ("DocumentFileName", "The name of the embedded XML document"),
    ("DocumentType", "The type of the hybrid document in capital letters"),
    ("Version", "The version of the standard applying to the embedded XML document"),
    ("ConformanceLevel", "The conformance level of the embedded XML document"),
)
_SCHEMA = (
    '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
    f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq>"
    + "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
        for name, text in _PROPERTIES
    )
    + "</rdf:Seq></pdfaSchema:property></rdf:li>"
)
_FACTS = (
    f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}"><fx:DocumentType>INVOICE</fx:DocumentType>'
    "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:Version>1.0</fx:Version>"
    "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>"
)


_BAG_ENDS = b"</rdf:Bag></pdfaExtension:schemas>"


class NotMarkable(ValueError):
    """The PDF is not laid out as typst lays it out."""


def mark_factur_x(pdf: bytes) -> bytes:
    """
    Return `pdf` with metadata that name it Factur-X, profile EN 16931.

    :raises NotMarkable: if its metadata or cross-reference table are not where they are expected.
    """
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf)
    table = pdf[int(start[1]) :] if start else b""
    trailer = re.search(rb"trailer\s*<<(.*)>>\s*startxref", table, re.DOTALL)
    if start is None or trailer is None:
        raise NotMarkable("no cross-reference table at the end")
    catalogue = _object(pdf, table, _reference(trailer[1], b"Root"))
    number = _reference(catalogue, b"Metadata")
    found = re.match(rb"<<[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", _object(pdf, table, number), re.DOTALL)
    if found is None or _BAG_ENDS not in found[1]:
        raise NotMarkable("the metadata have no schema bag")
    xmp = found[1].replace(_BAG_ENDS, _SCHEMA.encode() + _BAG_ENDS, 1)
    xmp = xmp.replace(b"</rdf:RDF>", _FACTS.encode() + b"</rdf:RDF>", 1)
    body = pdf.rstrip(b"\n") + b"\n"
    at = len(body)
    entry = b"%d 0 obj\n<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n" % (number, len(xmp))
    entry += xmp + b"\nendstream\nendobj\n"
    update = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    ending = b"trailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (trailer[1], int(start[1]), at + len(entry))
    return body + entry + update + ending


def _reference(dictionary: bytes, name: bytes) -> int:
    found = re.search(rb"/%s (\d+) 0 R" % name, dictionary)
    if found is None:
        raise NotMarkable(f"no /{name.decode()}")
    return int(found[1])


def _object(pdf: bytes, table: bytes, number: int) -> bytes:
    """The object called `number`, found by the cross-reference table: what users wrote is never searched."""
    header = re.match(rb"xref\s+0 (\d+)\s+?\n?", table)
    if header is None or number >= int(header[1]):
        raise NotMarkable("the cross-reference table does not start at zero")
    at = header.end() + 20 * number
    offset = int(table[at : at + 10])
    begins = pdf.index(b"obj", offset) + len(b"obj")
    return pdf[begins : pdf.index(b"endobj", begins)].strip()
