"""Papers as pure values: what goes in comes out, in any script, the same bytes each time, valid where schemas exist."""

import io
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import facturx
import pytest
from pypdf import PdfReader

from tests.trade.paper_content import BUYER, FRENCH, GERMAN, SELLER, domestic, make_content, service, taxes
from trade.papers import Charge, Content, GoodsLine, Kind, Reference, content_hash, einvoice
from trade.papers.factur_x import mark_factur_x
from trade.papers.glyphs import printable
from trade.papers.origin import agreement_for, needs_number, statement
from trade.papers.post import customs_form
from trade.papers.render import draw_pdf
from trade.papers.sheets import Sheet, sheet_of
from trade.papers.vat import Sale, category_of, missing_for

SCHEMAS = Path(facturx.__file__).parent / "xsd_and_schematron"
URL = "https://bridgeway.example/papers/verify/ppr_0000000000000000/?code=ABCD"


def sheet(content: Content) -> Sheet:
    return sheet_of(content, digest=content_hash(content.as_json()), verify_url=URL)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


CASES = {
    "export G": make_content(),
    "intra-EU K": make_content(buyer=FRENCH, ships_to="FR", taxes=taxes("K", 16490)),
    "domestic S, two rates": domestic(),
    "service AE": service(),
    "service O": service("O", buyer=BUYER),
    "outside O": make_content(seller=replace(SELLER, country="CL", vat=""), ships_from="CL", taxes=taxes("O", 16490)),
    "zero Z": make_content(buyer=GERMAN, ships_to="DE", taxes=taxes("Z", 16490), incoterm=""),
    "yen": make_content(currency="JPY"),
    "duty paid": make_content(
        charges=(Charge("freight", 2500), Charge("duty", 300), Charge("import_tax", 200), Charge("fees", 7)),
        total_minor=16997, incoterm="DDP", taxes=taxes("G", 16997),
    ),
    "credit note": make_content(Kind.CREDIT_NOTE, is_paid=False),
    "credit note with VAT": domestic(
        kind=Kind.CREDIT_NOTE, number="CR-1", is_paid=False, corrects=Reference("invoice", "INV-1", "2026-11-22")
    ),
}  # fmt: skip


@cache
def validators() -> tuple[Any, Any, Any]:
    saxonche = pytest.importorskip("saxonche")
    processor = saxonche.PySaxonProcessor(license=False)

    def stylesheet(path: str) -> Any:
        return processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(SCHEMAS / path))

    return (
        processor,
        stylesheet("facturx-en16931/FACTUR-X_EN16931.xslt"),
        stylesheet("ubl-2.1/EN16931-UBL-validation.xslt"),
    )


def failures(syntax: str, xml: bytes) -> list[str]:
    """What the published schematron says is wrong; the XSD was checked when the XML was written."""
    processor, cii, ubl = validators()
    report = (cii if syntax == "cii" else ubl).transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
    assert "svrl:fired-rule" in report
    return re.findall(r"<svrl:failed-assert.*?</svrl:failed-assert>", report, re.DOTALL)


@pytest.mark.parametrize("name", CASES)
def test_e_invoices_are_valid_against_the_published_schemas(name: str) -> None:
    content = CASES[name]
    assert content.adds_up() and einvoice.has_twin(content)
    assert failures("cii", einvoice.cii_xml(content)) == []
    assert failures("ubl", einvoice.ubl_xml(content)) == []


def test_the_validators_do_find_what_is_wrong() -> None:
    bad = replace(make_content(), seller=replace(SELLER, vat=""))
    assert einvoice.why_not(bad) == "seller_vat_missing"
    assert failures("cii", einvoice.cii_xml(bad)) and failures("ubl", einvoice.ubl_xml(bad))


def test_there_is_no_e_invoice_where_the_standard_has_no_room() -> None:
    assert einvoice.why_not(make_content(currency="KWD")) == "three_decimals"
    assert einvoice.why_not(make_content(Kind.PACKING_LIST)) == "not_an_invoice"
    wrong = domestic(taxes=(replace(domestic().taxes[0], tax_minor=9), domestic().taxes[1]))
    assert einvoice.why_not(wrong) == "vat_does_not_follow"


def test_factur_x_is_a_pdf_a_3_with_its_xml_inside_and_the_same_bytes_each_time() -> None:
    content = make_content()
    xml = einvoice.cii_xml(content)
    first, second = (mark_factur_x(draw_pdf(sheet(content), xml=xml)) for _again in range(2))
    assert first == second
    root: Any = PdfReader(io.BytesIO(first)).trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    for said in (
        "<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1",
        "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
        "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
    ):  # fmt: skip
        assert said in xmp, said
    assert root["/OutputIntents"] and root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    (attached,) = root["/AF"]
    assert attached.get_object()["/UF"] == "factur-x.xml" and attached.get_object()["/AFRelationship"] == "/Alternative"
    assert PdfReader(io.BytesIO(first)).attachments["factur-x.xml"] == [xml]
    assert PdfReader(io.BytesIO(first)).metadata.title == "Commercial invoice INV-2026-00001"  # type: ignore[union-attr]
    assert facturx.get_facturx_xml_from_pdf(first, check_xsd=True)[1] == xml


@pytest.mark.parametrize("kind", list(Kind))
def test_every_paper_says_what_it_was_given(kind: Kind) -> None:
    content = make_content(kind, agreement="eu-gb" if kind is Kind.ORIGIN else "")
    assert Content.from_json(content.as_json()) == content
    text = text_of(draw_pdf(sheet(content)))
    for said in (content.number, "Desk lamp", "Kaistraße", "Harbour & Sons <Ltd>", "940521"):
        assert said in text, said
    if kind in (Kind.INVOICE, Kind.PROFORMA, Kind.CREDIT_NOTE):
        assert "164.90 EUR" in text and "139.90 EUR" in text and "25.00 EUR" in text
    if kind is Kind.ORIGIN:
        assert "DEREX0001" in text and "preferential origin" in text
    if kind in (Kind.PACKING_LIST, Kind.CN23):
        assert "16.000 kg" in text


SCRIPTS = {
    "Cyrillic": "Настольная лампа", "Greek": "Επιτραπέζιο φωτιστικό", "Vietnamese": "Đèn bàn bằng đồng",
    "Turkish": "Masa lambası ğüşöçİı", "Simplified": "黄铜台灯", "Traditional": "黃銅檯燈與燈罩",
    "Japanese": "真鍮のデスクランプ",
    "Korean": "황동 책상 램프",
}  # fmt: skip


@pytest.mark.parametrize("script", [*SCRIPTS, "Hebrew", "Arabic", "Thai", "Devanagari"])
def test_any_script_is_printed_from_our_own_fonts(script: str) -> None:
    shaped = {"Hebrew": "מנורת שולחן", "Arabic": "مصباح مكتب", "Thai": "โคมไฟตั้งโต๊ะ", "Devanagari": "पीतल का दीपक"}
    title = SCRIPTS.get(script) or shaped[script]
    content = make_content(lines=(GoodsLine(1, title, 1, "piece", 13990),))
    drawn = sheet(content)
    assert drawn.unprinted == frozenset()
    text = text_of(draw_pdf(drawn))
    if script in SCRIPTS:
        assert title in text or title[::-1] in text
    else:
        # Shaped letters come out as clusters; each of them is there to be found and copied.
        assert {char for char in title if char.isalpha()} - set(text) == set()


HOSTILE = [
    '#import "style.typ": *', "#panic()", "$ x^2 $", "[unclosed", "@ref <label>", "*bold* _it_ `raw` // \\ ~ -- ...",
    "#read(\"/etc/passwd\")", "= Heading", "x" * 10_000, "\u202egnp.exe\u202c", "a\u0000b\u0007c", "line\nbreak\ttab",
    "</ram:Name><evil/>", "]]>", "%PDF-1.7 endobj xref", "\n50 0 obj <</Metadata 1 0 R>> endobj",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_is_never_read_as_markup(text: str) -> None:
    content = make_content(
        lines=(GoodsLine(1, text, 1, "piece", 13990, variant=text),), buyer=replace(BUYER, name=text or "-")
    )
    xml = einvoice.cii_xml(content)
    pdf = mark_factur_x(draw_pdf(sheet(content), xml=xml))
    assert failures("cii", xml) == [] if len(text) < 100 and text.strip() else True
    shown = "".join(text_of(pdf).split())
    expected = "".join(printable(text)[0].split())
    assert expected[:60] in shown
    assert "\u202e" not in shown and b"<evil/>" not in xml


def test_what_no_font_has_is_said_and_never_an_empty_box() -> None:
    drawn = sheet(make_content(lines=(GoodsLine(1, "Lamp 😀 ✓", 1, "piece", 13990),)))
    assert drawn.unprinted == {"😀", "✓"}
    text = text_of(draw_pdf(drawn))
    assert "<U+1F600>" in text and "U+1F600, " not in text.split("replaced")[0] and "U+2713" in text


def test_two_languages_stand_beside_each_other_and_letter_is_for_letter_countries() -> None:
    data = sheet(make_content(languages=("en", "ar"), sheet="letter")).data
    assert data["sheet"] == "us-letter" and " / " in str(data["totals"]) and not data["rtl"]
    assert sheet(make_content(languages=("ar",))).data["rtl"]
    page = PdfReader(io.BytesIO(draw_pdf(sheet(make_content(sheet="letter"))))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)


@pytest.mark.parametrize(
    ("sale", "category", "missing"),
    [
        (Sale("DE", "V", "US", "", "DE", "US", False, 0), "G", ()),
        (Sale("DE", "V", "FR", "V", "DE", "FR", False, 0), "K", ()),
        (Sale("DE", "V", "FR", "", "DE", "FR", False, 0), "O", ("buyer_vat",)),
        (Sale("DE", "V", "FR", "", "DE", "FR", False, 500), "S", ()),
        (Sale("DE", "V", "DE", "", "DE", "DE", False, 1900), "S", ()),
        (Sale("DE", "", "DE", "", "DE", "DE", False, 1900), "S", ("seller_vat",)),
        (Sale("CL", "", "DE", "V", "CL", "DE", False, 1900), "O", ()),
        (Sale("GB", "V", "DE", "V", "GB", "DE", False, 1900), "G", ()),
        (Sale("DE", "V", "FR", "V", "", "", True, 0), "AE", ()),
        (Sale("DE", "V", "FR", "", "", "", True, 0), "O", ("buyer_vat",)),
        (Sale("DE", "V", "US", "", "", "", True, 0), "O", ()),
    ],
)
def test_vat_category_follows_from_who_sells_what_where(sale: Sale, category: str, missing: tuple[str, ...]) -> None:
    assert (category_of(sale), missing_for(sale)) == (category, missing)


@pytest.mark.parametrize(
    ("ships_from", "ships_to", "code"),
    [
        ("DE", "GB", "eu-gb"), ("GB", "FR", "eu-gb"), ("JP", "IT", "eu-jp"), ("IN", "DE", "gsp"), ("US", "MX", "usmca"),
        ("CL", "JP", "cptpp"), ("CA", "GB", None), ("GB", "AU", "cptpp"), ("US", "DE", None), ("DE", "FR", None),
    ],
)  # fmt: skip
def test_the_words_on_origin_are_those_of_the_lanes_agreement(ships_from: str, ships_to: str, code: str | None) -> None:
    agreement = agreement_for(ships_from, ships_to)
    assert (agreement.code if agreement else None) == code
    words = statement(agreement, number="DEREX1", origin="Germany", criterion="P")
    assert "{" not in words and ("non-preferential" in words) == (agreement is None)
    assert needs_number(agreement, 6001.0) == bool(agreement and agreement.number_kind)
    assert not needs_number(agreement, 6000.0)


def test_the_post_gets_the_short_form_for_what_is_light_and_cheap_only() -> None:
    assert customs_form(value_eur=Decimal(200), gross_weight_g=1500) is Kind.CN22
    for value, weight in ((Decimal(400), 1500), (Decimal(200), 2500), (None, 1500), (Decimal(200), 0)):
        assert customs_form(value_eur=value, gross_weight_g=weight) is Kind.CN23
