"""What can be sent: every kind of table, and every trick, is read row by row or refused in words."""

import csv
import gzip
import io
import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from sellers.contact_data import find_contact_data
from sellers.imports.encodings import find_encoding
from sellers.imports.files import FileRefused, header_of, look_at, rows_of
from sellers.imports.guessing import guess_mapping
from sellers.imports.values import CellRefused, cell_text, escaped, number_text, weight_text
from sellers.models import Listing
from tests.sellers.factories import make_category, make_seller
from tests.sellers.importing import begin, check, counts, imported, reasons, row, table

SAMPLE = {
    "utf-8": "Título;Precio\nJarrón azul;12,50\n標題;3\n",
    "utf-16-le": "标题,价格\n手工陶瓷碗,12\n",
    "utf-16-be": "Title,Price\nBowl,1\n",
    "cp1252": "Désignation;Prix\nThéière émaillée;45,00\nCafetière à piston;12,00\n",
    "cp1250": "Název;Cena\nKřišťálová váza řezaná, ručně broušená;500\n",
    "cp1251": "Название;Цена\nЛьняная скатерть ручной работы;1200\n",
    "cp1256": "الاسم;السعر\nمزهرية خزف زرقاء;12\n",
    "gb18030": "标题,价格\n手工陶瓷碗 蓝色釉,12\n不锈钢保温杯,30\n",
    "big5": "商品名稱,價格\n手工陶瓷碗 藍色釉,12\n不鏽鋼保溫杯,30\n",
    "cp932": "商品名,価格\n手作り陶器の茶碗,1200\nステンレスボトル,2500\n",
    "cp949": "상품명,가격\n수제 도자기 그릇 파란색,12000\n",
}


@pytest.mark.parametrize("encoding", SAMPLE)
def test_the_encoding_is_found(encoding: str) -> None:
    assert find_encoding(SAMPLE[encoding].encode(encoding)) == encoding


@pytest.mark.parametrize(("delimiter", "packed"), [(",", ""), (";", "gz"), ("\t", "zip"), ("|", "")])
def test_any_delimiter_quotes_and_newlines_inside_are_read_packed_or_not(delimiter: str, packed: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["sku", "title"], ["A", 'A "big" bowl,\nblue; round'], ["B", "x"]])
    file = packed_as(packed, text.getvalue().encode())
    form = look_at(file)
    assert (form.delimiter, header_of(file, form)) == (delimiter, ["sku", "title"])
    assert [cells for _number, cells in rows_of(file, form)] == [["A", 'A "big" bowl,\nblue; round'], ["B", "x"]]


def packed_as(how: str, content: bytes) -> BytesIO:
    if how == "gz":
        return BytesIO(gzip.compress(content))
    if how == "zip":
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("table.csv", content)
        return buffer
    return BytesIO(content)


REFUSED = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\n ", "empty"),
    "pdf": (b"%PDF-1.7 ...", "no table"),
    "web page": (b"<html><table></table></html>", "XML or a web page"),
    "json list": (b'[{"sku": "A"}]', "JSON Lines"),
    "program": (b"\x7fELF" + bytes(range(1, 32)) * 20, "no text"),
    "damaged gzip": (gzip.compress(b"sku,title\nA,B\n" * 5000)[:60], "damaged"),
    "two files in one archive": (None, "2 files"),
    "archive in an archive": (None, "packed at most once"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_words(name: str) -> None:
    content, words = REFUSED[name]
    if content is None:
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.csv", b"sku\nA" if "two" in name else gzip.compress(b"sku,title\nA,B"))
            if "two" in name:
                archive.writestr("b.csv", b"sku\nB")
        content = buffer.getvalue()
    with pytest.raises(FileRefused) as refused:
        file = BytesIO(content)
        form = look_at(file)
        list(rows_of(file, form))
    assert words in refused.value.detail


def test_a_bomb_is_stopped_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sellers.imports.files.MOST_BYTES", 2_000_000)
    file = BytesIO(gzip.compress(b"sku,title\n" + b"A,bowl\n" * 1_000_000))
    assert len(file.getvalue()) < 20_000
    form = look_at(file)
    with pytest.raises(FileRefused) as refused:
        sum(1 for _row in rows_of(file, form))
    assert "Split it" in refused.value.detail


def test_numbers_are_read_as_people_write_them() -> None:
    for cell, decimal, wanted in (
        ("12.50", ".", "12.50"), ("12,50", ",", "12.50"), ("1.234,50 €", ",", "1234.50"), ("US$ 1,234.50", ".", "1234.50"),
        ("1 234,5", ",", "1234.5"), ("١٢", ".", "12"), ("abc", ".", "abc"), ("1.2.3", ".", "1.2.3"), ("-3", ".", "-3"),
    ):  # fmt: skip
        assert number_text(cell, decimal) == wanted, cell
    from decimal import Decimal

    for cell, factor, wanted in (("0,8", 1000, "800"), ("800 g", 1000, "800"), ("2 lb", 1, "907"), ("0", 1, "")):
        assert weight_text(cell, ",", Decimal(factor)) == wanted, cell


@pytest.mark.parametrize("text", ["=1+1", "+49", "-5", "@x", "\tx", "'=1", "'", "''=", "plain", "'quoted'", "="])
def test_what_an_export_writes_is_no_formula_and_is_read_back(text: str) -> None:
    cell = escaped(text)
    assert text == "plain" or text[:1] not in "=+-@\t" or cell[0] == "'"
    assert cell_text(cell) == text


def test_a_formula_is_refused_and_kept_zeros_are_not() -> None:
    with pytest.raises(CellRefused):
        cell_text('=HYPERLINK("https://evil.example")')
    assert cell_text('="00123"') == "00123"


LAYOUTS = {
    "Spanish": (
        "SKU;Nombre;Precio;Peso (kg);Existencias;País de origen",
        "sku title price_1 weight_g stock origin_country",
    ),
    "French": ("Référence;Désignation;Prix unitaire;Poids;Délai", "sku title price_1 weight_g lead_time_days"),
    "Portuguese": ("Código;Nome do produto;Preço;Estoque;Largura", "external_id title price_1 stock width_mm"),
    "Chinese": ("货号;标题;单价;库存;起订量;原产国", "external_id title price_1 stock moq origin_country"),
    "Arabic": ("رمز المنتج;العنوان;السعر;الكمية;بلد المنشأ", "external_id title price_1 stock origin_country"),
    "Google": (
        "id;title;description;price;image_link;gtin;brand",
        "external_id title description price_1 picture gtin",
    ),
    "our own": ("external_id;sku;title;from_2;price_2;lot_code", "external_id sku title from_2 price_2 lot_code"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_columns_are_known_by_their_names(name: str) -> None:
    header, wanted = LAYOUTS[name]
    mapping = guess_mapping(header.split(";"), [])
    assert [use.to for use in mapping.columns.values()] == wanted.split()


def test_values_say_what_names_do_not() -> None:
    samples = [
        ["0,8", "https://cdn.example.com/a.jpg", "EUR", "<p>Blue</p>"],
        ["1,25", "https://cdn.example.com/b.jpg", "EUR", ""],
    ]
    mapping = guess_mapping(["weight", "col 7", "col 8", "description"], samples)
    uses = {name: (use.to, use.way) for name, use in mapping.columns.items()}
    assert uses["weight"] == ("weight_g", "kg") and mapping.decimal == ","
    assert (uses["col 7"][0], uses["col 8"][0], uses["description"]) == ("picture", "currency", ("description", "html"))


CONTACTS = [
    "write to me@example.org", "me (at) example (dot) org", "see www.example", "https://x.example", "shop.example.co.uk",
    "wa.me/12345", "tel: 030 123456", "+49 30 1234567", "0049 (30) 123-4567", "030/123 45 67 89", "WhatsApp +1 202 555 0100",
]  # fmt: skip


@pytest.mark.parametrize("text", CONTACTS)
def test_the_quick_look_for_contact_data_misses_nothing(text: str) -> None:
    assert find_contact_data(text), text
    assert find_contact_data(f"Bowl 20 cm, 0.8 kg (blue).\nMade 01/02/2026. {text}"), text


pytestmark_db = pytest.mark.django_db(transaction=True)


def workbook(*rows: list[Any], formula: bool = False) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(rows):
            sheet.write_row(at, 0, cells)
        if formula:
            sheet.write_formula(len(rows), 0, '="BW-"&9', None, "BW-9")
            sheet.write_row(len(rows), 1, ["A bowl by formula", 9.5])
    return buffer.getvalue()


@pytestmark_db
def test_a_workbook_is_read_and_its_formulas_count_as_their_values() -> None:
    seller = make_seller()
    content = workbook(["sku", "title", "price"], ["BW-1", "Bowl", 12.5], ["BW-2", "Plate", 7], formula=True)
    job = imported(seller, content, "catalogue.xlsx")
    assert (counts(job), job.format["came_as"]) == ((3, 0, 0, 0), "xlsx")
    bowl = Listing.objects.get(variants__sku="BW-9")
    assert bowl.title == "A bowl by formula" and str(bowl.tiers.get().unit_price) == "9.5000"


@pytestmark_db
def test_a_workbook_whose_cells_lie_far_apart_takes_nobody_down() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "sku")
        sheet.write(1_048_575, 16_383, "far")
    with pytest.raises(FileRefused) as refused:
        begin(make_seller(), buffer.getvalue(), "far.xlsx")
    assert "CSV" in refused.value.detail


@pytestmark_db
def test_json_lines_are_flattened_and_unknown_paths_become_attributes() -> None:
    seller = make_seller()
    lines = [
        {
            "id": 7,
            "name": "Bowl",
            "offer": {"price": 12.5, "currency": "USD"},
            "colours": ["blue", "white"],
            "Glaze": "matt",
        },
        {"id": 8, "name": "Plate", "offer": {"price": "x"}},
    ]
    content = "\n".join([*map(json.dumps, lines), "{broken", '["a list"]']).encode()
    job = imported(seller, gzip.compress(content), "catalogue.jsonl.gz", rest="attributes")
    assert counts(job) == (1, 0, 0, 3)
    bowl = Listing.objects.get()
    assert (bowl.external_id, bowl.currency, str(bowl.tiers.get().unit_price)) == ("7", "USD", "12.5000")
    assert bowl.attributes == {"Colours": "blue | white", "Glaze": "matt"}
    assert [number for number, _column, _reason in reasons(job)] == [2, 3, 4]


HOSTILE: dict[str, tuple[bytes, tuple[int, int, int, int], str, str]] = {
    "a formula in a title": (table(row(1, title="=1+1")), (0, 0, 0, 1), "title", "This is a formula."),
    "price 0": (table(row(1, price=0)), (0, 0, 0, 1), "price", "Enter a price above zero."),
    "a price that is none": (table(row(1, price="NaN")), (0, 0, 0, 1), "price", "Enter a price such as 12.50."),
    "more cells than columns": (table(row(1) + ",one,too many", row(2)), (1, 0, 0, 1), "", "Is a text with commas"),
    "fewer cells than columns": (table("BW-1,Bowl"), (1, 0, 0, 0), "", ""),
    "a SKU twice": (table(row(1), row(1)), (1, 0, 0, 1), "sku", "This SKU stands on row 2 already."),
    "tiers that overlap": (
        table("A,Bowl,5,10,4,10,3", header="sku,title,price_1,from_2,price_2,from_3,price_3"),
        (0, 0, 0, 1), "from_3", "This quantity already has a price.",
    ),
    "tiers that rise": (
        table("A,Bowl,5,10,6", header="sku,title,price_1,from_2,price_2"), (0, 0, 0, 1), "price_2", "More must cost less",
    ),
    "contact data": (table(row(1, description="Call +49 30 1234567 now")), (0, 0, 0, 1), "description", "phone number"),
    "a ten megabyte cell": (table(row(1, description="x" * 10_485_760), row(2)), (1, 0, 0, 1), "description", "at most 8000"),
    "a title without end": (table(row(1, title="bowl " * 60)), (0, 0, 0, 1), "title", "at most 140"),
    "letters of another encoding": (
        table(row(1)) + b"\n" + row(2).encode().replace(b"Stoneware", b"\xff\xfe\xff"), (2, 0, 0, 0), "", "",
    ),
    "a quotation mark that is not closed": (
        table(row(1)) + b'\nBW-2,"Bowl, open\n' + b"BW-3,x\n" * 300, (1, 0, 0, 1), "title", "at most 140",
    ),
    "an unknown country": (table("A,Bowl,Atlantis", header="sku,title,origin"), (0, 0, 0, 1), "origin", "country from the list"),
    "an HS code of letters": (table(row(1, hs_code="bowls")), (0, 0, 0, 1), "hs_code", "Enter 6 to 10 digits"),
    "no title": (table(",,x", header="sku,title,description"), (0, 0, 0, 1), "title", "Give it a title."),
}  # fmt: skip


@pytestmark_db
@pytest.mark.parametrize("name", HOSTILE)
def test_bad_rows_are_told_by_cell_and_good_ones_go_in(name: str) -> None:
    make_category("ceramics-test")
    content, wanted, column, words = HOSTILE[name]
    seller = make_seller()
    job = imported(seller, content)
    assert counts(job) == wanted, reasons(job)
    assert Listing.objects.filter(organisation=seller).count() == wanted[0]
    if words:
        assert any(said == column and words in reason for _row, said, reason in reasons(job)), reasons(job)


@pytestmark_db
def test_a_header_alone_and_a_hundred_columns_are_no_trouble() -> None:
    seller = make_seller()
    job = check(seller, begin(seller, b"sku,title,price\n"))
    assert (job.state, job.rows_total) == ("checked", 0)
    names = ["sku", "title", *(f"Extra {number}" for number in range(100))]
    cells = ["A", "A bowl", *(f"value {number}" for number in range(100))]
    wide = imported(seller, "\n".join([",".join(names), ",".join(cells)]).encode(), rest="attributes")
    assert counts(wide) == (1, 0, 0, 0)
    # As many as a listing may have; nobody chose them one by one.
    assert len(Listing.objects.get().attributes) == 30


@pytestmark_db
def test_five_thousand_variants_are_refused_as_one_product() -> None:
    seller = make_seller()
    lines = [f"bowl,{'Bowl' if not number else ''},Size,{number},BW-{number},5" for number in range(5_000)]
    header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price"
    job = imported(seller, table(*lines, "plate,Plate,,,PL-1,4", header=header))
    assert counts(job) == (1, 0, 0, 5_000)
    assert not Listing.objects.filter(title="Bowl").exists()
