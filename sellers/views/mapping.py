"""The page where people say what the columns of their file are."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.forms import country_choices, currency_choices
from sellers.bulk.files import first_rows, format_of, open_file
from sellers.bulk.working import category_finder, reader_of
from sellers.forms.listing import category_choices, language_choices
from sellers.imports.encodings import ENCODINGS
from sellers.imports.fields import BY_CODE, GROUPS, TARGETS, target_label
from sellers.imports.files import DELIMITERS
from sellers.imports.guessing import attribute_name
from sellers.imports.mapping import ATTRIBUTE, ColumnMapping
from sellers.models import CatalogueImport, Listing
from sellers.units import UNITS

SAMPLES = 3
# Columns are shown with their samples up to here; of wider files the recognised ones come first.
MOST_SHOWN = 150
MOST_CATEGORIES = 40
CONSTANT_FIELDS = ("category", "currency", "kind", "unit", "language", "origin_country", "ships_from_country")


def mapping_sent(data: QueryDict, job: CatalogueImport) -> dict[str, Any]:
    """Return the mapping that the page sent; columns that it did not show stay as they were."""
    columns: dict[str, Any] = dict(job.mapping.get("columns", {}))
    for place, name in enumerate(job.header):
        key = f"to_{place}"
        if key not in data:
            continue
        to = data[key]
        if to == "attribute":
            to = ATTRIBUTE + (data.get(f"name_{place}", "").strip() or attribute_name(name))
        way = data.get(f"way_{place}", "")
        columns[name] = {"to": to, "way": way if to in BY_CODE and way in BY_CODE[to].ways else ""}
    constants = dict(job.mapping.get("constants", {}))
    for name in CONSTANT_FIELDS:
        if f"set_{name}" in data:
            constants[name] = data[f"set_{name}"]
    categories = dict(job.mapping.get("categories", {}))
    for number in range(MOST_CATEGORIES):
        if f"category_{number}" in data and f"category_word_{number}" in data:
            categories[data[f"category_word_{number}"]] = data[f"category_{number}"]
    return {
        "columns": {name: use for name, use in columns.items() if use["to"]},
        "constants": {name: value for name, value in constants.items() if value},
        "rest": data.get("rest", job.mapping.get("rest", "ignore")),
        "decimal": data.get("decimal", job.mapping.get("decimal", ".")),
        "categories": categories,
    }


def mapping_context(job: CatalogueImport, sent: dict[str, Any] | None, errors: dict[str, list[Any]]) -> dict[str, Any]:
    """Return what the page shows: each column with samples, what it is taken for, and how its values read."""
    shown = ColumnMapping.from_json(sent or job.mapping)
    with open_file(job.file) as file:
        first = first_rows(file, format_of(job), job.header)
    samples = [cells for _number, cells in first]
    columns = [_column(place, name, samples, shown, errors) for place, name in enumerate(job.header)]
    known = [column for column in columns if column["to"] or column["errors"]]
    others = [column for column in columns if not column["to"] and not column["errors"]]
    visible = known + others[: max(20, MOST_SHOWN - len(known))]
    taken = {use.to for use in shown.columns.values()}
    return {
        "known_columns": sorted(known, key=lambda column: column["place"]),
        "other_columns": [column for column in visible if column in others] if others else [],
        "hidden_count": len(columns) - len(visible),
        "targets": _choices(),
        "rest": shown.rest,
        "decimal": shown.decimal,
        "constants": _constants(shown, taken, errors),
        "categories": _categories(job, shown, samples),
        "category_choices": category_choices(),
        "preview": _preview(job, sent, first),
        "errors": [
            text
            for name, reasons in errors.items()
            for text in reasons
            if not any(name == f"columns.{column['name']}" for column in columns)
        ],
        "has_errors": bool(errors),
        "form": job.format,
        "encodings": ENCODINGS.items(),
        "delimiters": DELIMITERS.items(),
    }


def _column(
    place: int, name: str, samples: list[list[str]], mapping: ColumnMapping, errors: dict[str, list[Any]]
) -> dict[str, Any]:
    use = mapping.columns.get(name)
    to = use.to if use else ""
    is_attribute = to.startswith(ATTRIBUTE)
    seen = [cell for cell in dict.fromkeys(row[place].strip()[:80] for row in samples) if cell][:SAMPLES]
    target = BY_CODE.get(to)
    return {
        "place": place,
        "name": name,
        "to": "attribute" if is_attribute else to,
        "attribute": to[len(ATTRIBUTE) :] if is_attribute else attribute_name(name),
        "way": use.way if use else "",
        "ways": [(way, _way_label(way)) for way in target.ways] if target else [],
        "samples": seen,
        "errors": errors.get(f"columns.{name}", []),
    }


def _way_label(way: str) -> str:
    return {
        "as_is": _("as it stands"),
        "html": _("take the HTML out"),
        "shorten": _("shorten if too long"),
        "unit": _("in units"),
        "cents": _("in cents"),
    }.get(way, way)


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in TARGETS:
        groups.setdefault(target.group, []).append((target.code, target_label(target)))
    return [(str(GROUPS[group]), targets) for group, targets in groups.items()]


def _constants(mapping: ColumnMapping, taken: set[str], errors: dict[str, list[Any]]) -> list[dict[str, Any]]:
    choices: dict[str, Any] = {
        "category": category_choices(),
        "currency": currency_choices(),
        "kind": Listing.Kind.choices,
        "unit": list(UNITS.items()),
        "language": language_choices(),
        "origin_country": country_choices(),
        "ships_from_country": country_choices(),
    }
    return [
        {
            "name": name,
            "label": target_label(BY_CODE[name]),
            "value": mapping.constants.get(name, ""),
            "choices": choices[name],
            "is_grouped": name == "category",
            "errors": errors.get(f"constants.{name}", []),
        }
        for name in CONSTANT_FIELDS
        if name not in taken or mapping.constants.get(name)
    ]


def _categories(job: CatalogueImport, mapping: ColumnMapping, samples: list[list[str]]) -> list[dict[str, Any]]:
    """The file's own words for categories as far as they are known, with what each is taken for."""
    column = mapping.column_of("category")
    if not column or column not in job.header:
        return []
    place = job.header.index(column)
    words = dict.fromkeys(row[place].strip() for row in samples)
    unknown = job.problems.filter(column=column, is_warning=True).values_list("value", flat=True).distinct()
    words |= dict.fromkeys(unknown[:MOST_CATEGORIES])
    find = category_finder()
    rows: list[dict[str, Any]] = []
    for word in list(words)[:MOST_CATEGORIES]:
        if not word:
            continue
        chosen = mapping.categories.get(word)
        found = find(chosen or word) if chosen != "" else None
        rows.append({"word": word, "slug": found.slug if found else "", "number": len(rows)})
    return sorted(rows, key=lambda row: bool(row["slug"]))


def _preview(
    job: CatalogueImport, sent: dict[str, Any] | None, first: list[tuple[int, list[str]]]
) -> list[dict[str, Any]]:
    """The first rows as they would be read, with what is wrong: the live check of the page."""
    reading = CatalogueImport(mapping=sent or job.mapping, header=job.header, format=job.format)
    reader = reader_of(reading)
    rows: list[tuple[int, Any]] = [
        (number, dict(zip(job.header, cells, strict=True)) if reader.is_lines else list(cells))
        for number, cells in first[:8]
    ]
    found = []
    for product in reader.products(rows):
        tiers = product.content.get("tiers") or []
        found.append(
            {
                "row": product.row,
                "title": product.content.get("title", ""),
                "sku": product.sku or product.external_id,
                "price": f"{tiers[0].unit_price.normalize():f}" if tiers else "",
                "category": product.content.get("category"),
                "stock": product.content.get("stock"),
                "variants": len(product.variants),
                "problems": product.problems[:3],
            }
        )
    return found[:5]
