"""What the columns of a file most likely are: by their names first, then by what stands in them."""

import re
from collections.abc import Sequence
from statistics import median

from sellers.imports.answers import SPEC_PREFIX
from sellers.imports.choices import is_currency_word
from sellers.imports.fields import BY_CODE, LENGTH_UNITS, TARGETS, WEIGHT_UNITS, Target, plain_name
from sellers.imports.layout import ATTRIBUTE_PREFIX
from sellers.imports.mapping import ATTRIBUTE, SPEC, ColumnMapping, Use
from sellers.imports.values import FORMULA_SIGNS

_UNIT_WORDS = {
    "g": "g", "gr": "g", "gram": "g", "grams": "g", "gramos": "g", "kg": "kg", "kgs": "kg", "kilograms": "kg",
    "lb": "lb", "lbs": "lb", "pounds": "lb", "oz": "oz", "ounces": "oz", "mm": "mm", "cm": "cm", "m": "m", "in": "in",
    "inch": "in", "inches": "in", "ft": "ft", "克": "g", "公斤": "kg", "千克": "kg", "厘米": "cm", "毫米": "mm", "cents": "cents",
}  # fmt: skip
_DEFAULT_WAYS = {"weight": "g", "length": "mm", "price": "unit"}
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d{3},\d|^\d{1,3}(?:\.\d{3}){2,}$")
_DECIMAL_POINT = re.compile(r"\d\.\d{1,2}(?!\d)|\d,\d{3}\.\d|^\d{1,3}(?:,\d{3}){2,}$")
_PICTURE = re.compile(r"https?://\S+\.(?:jpe?g|png|webp|avif)\b|https?://\S*(?:image|img|photo)\S*", re.IGNORECASE)
# Columns that carry a familiar word and mean something else.
_NOT_THESE = frozenset(
    [
        "image position",
        "image alt text",
        "variant inventory tracker",
        "variant inventory policy",
        "variant weight unit",
        "variant tax code",
        "tax code",
        "weight unit",
        "variant compare at price",
        "compare at price",
        "seo title",
        "gift card",
        "published",
        "status",
        "img thumb",
        "img low",
        "img 500x500",
    ]
)


def _by_name() -> dict[str, tuple[int, Target]]:
    names: dict[str, tuple[int, Target]] = {}
    for target in TARGETS:
        for rank, name in enumerate((plain_name(target.code), *target.names)):
            if name not in names or rank < names[name][0]:
                names[name] = (rank, target)
    return names


_NAMES = _by_name()


def guess_mapping(header: Sequence[str], samples: Sequence[Sequence[str]]) -> ColumnMapping:
    """
    Return the most likely mapping. `samples` are the first rows, each with a cell for every name in `header`.

    What is not recognised is left out; where two columns could be one field, the better known name wins.
    """
    best: dict[str, tuple[int, str, str]] = {}
    columns: dict[str, Use] = {}
    for place, name in enumerate(header):
        if name.startswith(ATTRIBUTE_PREFIX) and name != ATTRIBUTE_PREFIX:
            columns[name] = Use(ATTRIBUTE + name[len(ATTRIBUTE_PREFIX) :].strip()[:60])
            continue
        if name.startswith(SPEC_PREFIX) and name.strip() != SPEC_PREFIX.strip():
            columns[name] = Use(SPEC + name[len(SPEC_PREFIX) :].strip()[:40])
            continue
        found = _recognised(name)
        if found is None:
            continue
        rank, target, way = found
        if not any(_cell(row, place) for row in samples) and samples:
            # An empty column says nothing; a filled one may mean the same.
            rank += 1000
        if target.code == "picture":
            columns[name] = Use("picture", "")
        elif target.code not in best or rank < best[target.code][0]:
            best[target.code] = (rank, name, way)
    for code, (_rank, name, way) in best.items():
        columns[name] = Use(code, way)
    if "gtin" in best and not best.keys() & {"external_id", "sku"}:
        # Nothing else tells the rows apart.
        columns[best["gtin"][1]] = Use("external_id")
    decimal = _decimal(header, samples, columns)
    columns = _by_values(header, samples, columns, decimal)
    return ColumnMapping(columns={name: columns[name] for name in header if name in columns}, decimal=decimal)


def _recognised(name: str) -> tuple[int, Target, str] | None:
    plain = plain_name(name)
    if plain in _NOT_THESE:
        return None
    words = plain.split()
    unit = _UNIT_WORDS.get(words[-1], "") if words else ""
    found = _NAMES.get(plain)
    if found is None and unit and len(words) > 1:
        found = _NAMES.get(" ".join(words[:-1]))
    if found is None and "." in name:
        # A path of JSON: its last step names the value.
        found = _NAMES.get(plain_name(name.rsplit(".", 1)[1]))
        found = found and (found[0] + 50, found[1])
    if found is None:
        return None
    rank, target = found
    if plain == "attr n package weight" or (plain.startswith("attr n package") and target.kind == "length"):
        unit = unit or _DEFAULT_WAYS[target.kind]
    return rank, target, _way(target, unit, plain)


def _way(target: Target, unit: str, plain: str) -> str:
    if target.kind == "weight":
        return unit if unit in WEIGHT_UNITS else "g"
    if target.kind == "length":
        return unit if unit in LENGTH_UNITS else "mm"
    if target.kind == "price":
        return "cents" if unit == "cents" else "unit"
    if target.kind == "text":
        return "html" if "html" in plain.split() else "as_is"
    return ""


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _filled(samples: Sequence[Sequence[str]], place: int) -> list[str]:
    return [cell for row in samples if (cell := _cell(row, place))]


def _decimal(header: Sequence[str], samples: Sequence[Sequence[str]], columns: dict[str, Use]) -> str:
    """Whether decimals stand behind a comma in the columns that hold prices and measures."""
    commas = points = 0
    for place, name in enumerate(header):
        use = columns.get(name)
        if (
            use is None
            or use.to not in BY_CODE
            or BY_CODE[use.to].kind not in ("price", "weight", "length", "temperature")
        ):
            continue
        for cell in _filled(samples, place):
            commas += bool(_DECIMAL_COMMA.search(cell))
            points += bool(_DECIMAL_POINT.search(cell))
    return "," if commas > points else "."


def _by_values(
    header: Sequence[str], samples: Sequence[Sequence[str]], columns: dict[str, Use], decimal: str
) -> dict[str, Use]:
    taken = {use.to for use in columns.values()}
    for place, name in enumerate(header):
        cells = _filled(samples, place)
        if not cells:
            continue
        use = columns.get(name)
        if use is not None:
            columns[name] = _looked_at(use, cells, decimal)
            continue
        # A column that most rows leave empty says too little to be taken for something by its values alone.
        if plain_name(name) in _NOT_THESE or len(cells) * 2 < len(samples):
            continue
        if all(_PICTURE.match(cell) for cell in cells) and "picture" not in taken:
            columns[name] = Use("picture")
        elif "currency" not in taken and all(is_currency_word(cell) for cell in cells) and len(cells) > 1:
            columns[name] = Use("currency")
        elif "description" not in taken and median(len(cell) for cell in cells) > 160:
            columns[name] = Use("description", "html" if _has_tags(cells) else "as_is")
        else:
            continue
        taken.add(columns[name].to)
    return columns


def _looked_at(use: Use, cells: list[str], decimal: str) -> Use:
    """Correct the unit or treatment by what stands in the column."""
    target = BY_CODE.get(use.to)
    if target is None:
        return use
    if target.kind == "text" and use.way == "as_is" and _has_tags(cells):
        return Use(use.to, "html")
    if use.to == "weight_g" and use.way == "g":
        numbers = [float(cell.replace(",", ".")) for cell in cells if re.fullmatch(r"\d+(?:[.,]\d+)?", cell)]
        # Nothing that is weighed in grams has most of its weights below ten with decimals.
        if numbers and median(numbers) < 10 and any(not number.is_integer() for number in numbers):
            return Use(use.to, "kg")
    return use


def _has_tags(cells: list[str]) -> bool:
    return sum(bool(re.search(r"</?[a-z][^>]*>|&[a-z]+;", cell[:2000], re.IGNORECASE)) for cell in cells) * 3 > len(
        cells
    )


def attribute_name(column: str) -> str:
    """Return what a column that becomes an attribute is called: `attr_t_product_colour` is “Product colour”."""
    text = re.sub(r"^attr[_ ](?:[tnb][_ ])?", "", column.strip().lstrip("".join(FORMULA_SIGNS)))
    if text == text.lower() or text == text.upper():
        text = " ".join(text.replace("_", " ").split())
        text = text[:1].upper() + text[1:].lower() if text.isascii() else text
    return " ".join(text.split())[:60]
