"""Scans of papers are written anew: print stays, what acts does not."""

from io import BytesIO

import pytest
from django.test import override_settings
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.scans import MOST_PAGES, read_scan


def a_pdf(*, pages: int = 1, acting: bool = False, password: str = "") -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(300, 400)
    if acting:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        )
        writer.root_object[NameObject("/OpenAction")] = action
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
        writer.add_attachment("run.exe", b"MZ-the-attached-program")
        writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="https://evil.example/"))
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_keeps_its_pages_and_loses_what_acts() -> None:
    raw = a_pdf(pages=2, acting=True)
    told = (b"JavaScript", b"evil.example", b"EmbeddedFile", b"attached-program")
    assert any(word in raw for word in told)
    scan = read_scan(BytesIO(raw))
    assert scan.extension == "pdf" and len(PdfReader(BytesIO(scan.content)).pages) == 2
    assert not [word for word in told if word in scan.content]


def test_a_picture_becomes_one_webp_without_its_maker() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Spy camera"
    sent = BytesIO()
    Image.new("RGB", (2400, 3200), "white").save(sent, "JPEG", exif=exif)
    scan = read_scan(BytesIO(sent.getvalue()))
    with Image.open(BytesIO(scan.content)) as kept:
        assert (kept.format, kept.width) == ("WEBP", 1600) and not kept.getexif()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\nnothing of the kind", "damaged"),
        (a_pdf(password="lock"), "locked"),
        (a_pdf(pages=MOST_PAGES + 1), "more than"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not a photo"),
        (b"MZ" + b"\0" * 5000, "not a picture"),
    ],
)
def test_what_is_no_paper_is_refused_in_plain_words(sent: bytes, told: str) -> None:
    with pytest.raises(BadPicture) as refusal:
        read_scan(BytesIO(sent))
    assert told in refusal.value.detail and "file" in refusal.value.fields


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    with override_settings(PICTURE_MAX_BYTES=1000), pytest.raises(BadPicture, match="larger"):
        read_scan(BytesIO(a_pdf() + b"\0" * 1000))
