"""Empty tables to fill in: the columns of our own layout, examples, and what each column means."""

import csv
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sellers.imports.answers import SPEC_PREFIX
from sellers.imports.fields import BY_CODE, target_label
from sellers.imports.layout import FIRST, LAST
from sellers.models import Category
from sellers.queries.attributes import definitions_of
from sellers.specs import Definition
from sellers.units import UNITS

_COLUMNS = (*FIRST, "price_1", "from_2", "price_2", "option_1_name", "option_1", *LAST, "picture")
_EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "external_id": "bowl-20", "sku": "BOWL-20-BLUE", "kind": "goods", "title": "Stoneware bowl, 20 cm",
        "summary": "A bowl for every day.",
        "description": "Thrown by hand, glazed inside and out, safe in the dishwasher.",
        "language": "en", "currency": "EUR", "unit": "piece", "moq": "10", "price_1": "12.50", "from_2": "100",
        "price_2": "11.00", "option_1_name": "Colour", "option_1": "Blue", "stock": "250", "lead_time_days": "7",
        "origin_country": "PT", "ships_from_country": "PT", "hs_code": "691200", "incoterms": "DDP DAP",
        "weight_g": "800", "length_mm": "210", "width_mm": "210", "height_mm": "90", "picture": "https://example.com/bowl-blue.jpg",
    },
    {"external_id": "bowl-20", "sku": "BOWL-20-WHITE", "price_1": "12.50", "option_1": "White", "stock": "180"},
)  # fmt: skip


def template_bytes(category: Category | None, form: str) -> bytes:
    """Return the template of a category, or the general one, as csv or xlsx."""
    definitions = definitions_of(category)
    header = [*_COLUMNS, *(SPEC_PREFIX + each.code for each in definitions)]
    examples = [dict(each) for each in _EXAMPLES]
    if category is not None:
        examples[0]["category"] = category.slug
    rows = [[each.get(name, "") for name in header] for each in examples]
    if form == "csv":
        text = StringIO()
        csv.writer(text).writerows([header, *rows])
        return ("\ufeff" + text.getvalue()).encode()
    return _workbook(header, rows, definitions)


def _workbook(header: list[str], rows: list[list[str]], definitions: list[Definition]) -> bytes:
    import xlsxwriter

    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Catalogue")
        sheet.freeze_panes(1, 0)
        for at, row in enumerate([header, *rows]):
            sheet.write_row(at, 0, row, bold if not at else None)
        sheet.set_column(0, len(header), 16)
        # A sheet of its own for the words, behind the table: the first sheet is the one that is read.
        words = book.add_worksheet("Help")
        words.set_column(0, 1, 26)
        words.set_column(2, 2, 80)
        words.write_row(0, 0, [_("Column"), _("What it is"), _("What to write")], bold)
        for at, (name, label, text) in enumerate(_help(header, definitions), start=1):
            words.write_row(at, 0, [name, label, text], wrapped)
    return content.getvalue()


def _help(header: list[str], definitions: list[Definition]) -> list[tuple[str, str, str]]:
    language = get_language() or "en"
    asked = {SPEC_PREFIX + each.code: each for each in definitions}
    found: list[tuple[str, str, str]] = []
    for name in header:
        if (definition := asked.get(name)) is not None:
            found.append((name, definition.label(language), _asked(definition, language)))
        else:
            found.append((name, target_label(BY_CODE[name]), _explained(name)))
    return found


def _asked(definition: Definition, language: str) -> str:
    parts: list[Any] = [_("Required.")] if definition.is_required else []
    if definition.choices:
        several = definition.type == "choices"
        parts.append(_("One or more, with | between them:") if several else _("One of:"))
        parts.append(", ".join(choice.label(language) for choice in definition.choices))
    elif definition.type == "number":
        units = ", ".join(unit for unit in definition.units if unit)
        parts.append(_("A number with its unit (%(units)s).") % {"units": units} if units else _("A number."))
    elif definition.type == "yes_no":
        parts.append(_("yes or no"))
    elif definition.type == "date":
        parts.append(_("A date such as 2026-12-03."))
    return " ".join(map(str, parts))


def _explained(name: str) -> str:
    words = {
        "external_id": _("Your own number or handle. Rows of one product with variants share it."),
        "sku": _("Your stock number; each stands once. An import finds the listing again by it."),
        "kind": _("goods, made_to_order, perishable_lot or service"),
        "title": _("Needed. What it is, what it is made of, the size; up to 140 characters."),
        "category": _("The category's name in any language, or its short name."),
        "currency": _("A code such as EUR; your company's own if left empty."),
        "unit": _("What one is: %(units)s") % {"units": ", ".join(UNITS)},
        "price_1": _("Price of one unit; with the minimum order from the column moq."),
        "from_2": _("From how many units the second price holds; further pairs from_3, price_3 up to 10 may follow."),
        "option_1_name": _("What variants differ in, such as Colour; up to three options."),
        "option_1": _("This variant's own value."),
        "hs_code": _("6 to 10 digits; customs asks for it everywhere."),
        "weight_g": _("Packed weight of one in grams. A unit in the cell counts: 0.8 kg."),
        "length_mm": _("Packed size in millimetres. A unit in the cell counts: 21 cm."),
        "picture": _("Addresses beginning with https://, spaces between them, up to 12."),
        "incoterms": _("Delivery terms you offer, spaces between them; your company's if left empty."),
    }
    return str(words.get(name, ""))
