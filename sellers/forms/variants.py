"""The table of variants, as it is typed, pasted and filled."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.content.options import MOST_OPTIONS, plain
from sellers.models import Listing, Variant

# Code of a column, what its head says, what else the head of a pasted table may say.
COLUMNS = (
    ("is_active", gettext_lazy("Offered"), ("offered", "active")),
    ("sku", gettext_lazy("SKU"), ("sku", "variant sku")),
    ("gtin", gettext_lazy("GTIN / EAN"), ("gtin", "ean", "barcode", "variant barcode")),
    ("tiers", gettext_lazy("Price"), ("price", "tiers", "variant price")),
    ("stock", gettext_lazy("In stock"), ("stock", "in stock", "quantity", "variant inventory qty")),
    ("moq", gettext_lazy("Minimum order"), ("moq", "minimum", "minimum order")),
    ("order_step", gettext_lazy("Pack of"), ("pack", "pack of", "step")),
    ("weight", gettext_lazy("Weight, kg"), ("weight", "weight, kg", "weight kg")),
    ("size", gettext_lazy("Size, cm"), ("size", "size, cm", "size cm")),
    ("picture", gettext_lazy("Picture"), ("picture", "image")),
)
CODES = tuple(code for code, _label, _names in COLUMNS)
LABELS = {code: label for code, label, _names in COLUMNS}
# What one value can fill for many at once: numbers of goods are each variant's own.
FILLABLE = tuple(code for code in CODES if code not in ("sku", "gtin"))
ROWS_A_PAGE = 50
SIZE = ("length_mm", "width_mm", "height_mm")
_HEADS = {name: code for code, _label, names in COLUMNS for name in names}
_NO = ("no", "0", "false", "off", "nein", "non", "-")


def options_typed(data: QueryDict) -> list[dict[str, Any]]:
    """Return the options as typed: values stand on lines of their own, or between commas."""
    names, values = data.getlist("option_name"), data.getlist("option_values")
    return [
        {"name": name, "values": [each.strip() for each in re.split(r"[\n,;،、]", text) if each.strip()]}
        for name, text in zip(names[: MOST_OPTIONS + 1], values, strict=False)
    ]


def cells_of(variant: Variant, currency_text: Any) -> dict[str, str]:
    """Return a variant's cells as they are shown and typed; `currency_text` writes a price."""
    own = variant.has_own_tiers or variant.is_default
    return {
        "is_active": "on" if variant.is_active else "",
        "sku": variant.sku,
        "gtin": variant.gtin,
        "tiers": tiers_text([(tier.min_quantity, currency_text(tier.unit_price)) for tier in variant.tiers.all()])
        if own
        else "",
        "stock": str(variant.stock_available),
        "moq": _text(variant.moq),
        "order_step": _text(variant.order_step),
        "weight": _scaled_text(variant.weight_g, 1000),
        "size": " × ".join(_scaled_text(getattr(variant, name), 10) for name in SIZE) if variant.length_mm else "",
        "picture": variant.picture.public_id if variant.picture is not None else "",
    }


def tiers_text(tiers: Sequence[tuple[int, str]]) -> str:
    """Write tiers in one cell: `12.50`, or `1: 12.50; 10: 11.00`."""
    if len(tiers) == 1 and tiers[0][0] == 1:
        return tiers[0][1]
    return "; ".join(f"{quantity}: {price}" for quantity, price in tiers)


def tiers_typed(text: str) -> list[dict[str, str]]:
    """Read what `tiers_text` writes, as people type it; decimal commas are taken for points."""
    rows = []
    for part in re.split(r"[;\n]", text):
        quantity, colon, price = part.partition(":")
        if not colon:
            quantity, price = "1", part
        if part.strip():
            rows.append({"min_quantity": quantity.strip(), "unit_price": price.strip().replace(",", ".")})
    return rows


def row_of(cells: Mapping[str, str], *, stock_was: str | None = None) -> dict[str, Any]:
    """Return cells as `sellers.content.read_variants` reads them; a column that is not there stays as it is."""
    row: dict[str, Any] = {name: cells[name].strip() for name in ("sku", "gtin", "moq", "order_step") if name in cells}
    if "tiers" in cells:
        row["tiers"] = tiers_typed(cells["tiers"])
    # Sales go on while the page is open: only a figure that was changed on it is a new count.
    if "stock" in cells and cells["stock"].strip() != stock_was:
        row["stock"] = cells["stock"].strip()
    if "weight" in cells:
        row["weight_g"] = _scaled(cells["weight"], 1000)
    if "size" in cells:
        sizes = [each for each in re.split(r"[x×*X]", cells["size"]) if each.strip()]
        values = [_scaled(each, 10) for each in sizes] if len(sizes) == 3 else [cells["size"].strip() or ""] * 3
        row |= dict(zip(SIZE, values, strict=True))
    if "picture" in cells:
        row["picture"] = cells["picture"].strip()
    if "is_active" in cells:
        row["is_active"] = bool(cells["is_active"].strip()) and cells["is_active"].strip().casefold() not in _NO
    return row


def table_typed(data: QueryDict) -> list[tuple[str, dict[str, str], str]]:
    """Return (public id, cells, stock as it was) of each row of the table as it was sent."""
    rows = []
    for at, public_id in enumerate(data.getlist("variant")[:ROWS_A_PAGE]):
        cells = {code: str(data[f"{code}_{at}"]) for code in CODES if f"{code}_{at}" in data}
        cells["is_active"] = str(data.get(f"is_active_{at}", ""))
        rows.append((public_id, cells, str(data.get(f"stock_was_{at}", ""))))
    return rows


def pasted(text: str, listing: Listing) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """
    Read a table pasted from a spreadsheet: the first line names the columns, options by their own names.

    Returns rows for `read_variants`, the heads that were not understood, and the lines as they stood.
    """
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines:
        return [], [], []
    heads = [plain(head) for head in lines[0].split("\t")]
    names = {option["name"].casefold(): option["name"] for option in listing.options}
    labels = {str(label).casefold(): code for code, label in LABELS.items()}
    places: list[tuple[str, str]] = []
    unknown = []
    for head in heads:
        key = head.casefold()
        if key in names:
            places.append(("option", names[key]))
        elif code := _HEADS.get(key) or labels.get(key):
            places.append(("cell", code))
        else:
            places.append(("", ""))
            unknown += [head] if head else []
    rows = []
    for line in lines[1:]:
        cells: dict[str, str] = {}
        chosen: dict[str, str] = {}
        for (kind, name), value in zip(places, line.split("\t"), strict=False):
            if kind == "option":
                chosen[name] = value
            elif kind == "cell":
                cells[name] = value
        rows.append({"options": chosen, **row_of(cells)})
    return rows, unknown, lines[1:]


def errors_by_cell(fields: Mapping[str, Iterable[Any]]) -> tuple[dict[int, dict[str, list[str]]], list[str]]:
    """Return refusals of `read_variants` by row and column of the table, and those that are about all of it."""
    cells: dict[int, dict[str, list[str]]] = {}
    others: list[str] = []
    for field, reasons in fields.items():
        found = re.match(r"variants\.(\d+)\.(\w+)", field)
        texts = [str(reason) for reason in reasons]
        if found is None:
            others += texts
            continue
        column = found[2]
        if column == "weight_g":
            column, texts = "weight", [_("Enter kilograms, such as 0.8 or 12.")]
        elif column in SIZE:
            column, texts = "size", [_("Enter length × width × height in centimetres, such as 30 × 20 × 10.")]
        at = cells.setdefault(int(found[1]), {})
        at[column] = list(dict.fromkeys([*at.get(column, []), *texts]))
    return cells, others


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _scaled_text(value: int | None, factor: int) -> str:
    return "" if value is None else f"{(Decimal(value) / factor).normalize():f}"


def _scaled(typed: str, factor: int) -> str:
    """Kilograms to grams, as text: what is not a number stays as it is, to be refused by name."""
    typed = typed.strip().replace(",", ".")
    try:
        value = Decimal(typed) * factor
    except InvalidOperation:
        return typed
    is_whole = value.is_finite() and abs(value) < 10**10 and value == value.to_integral_value()
    return str(int(value)) if is_whole else typed
