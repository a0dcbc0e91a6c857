"""Rows of a file turned into products: values that `sellers.content` has read, and what is wrong, cell by cell."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sellers.content import MOST_ATTRIBUTES, read_content, read_options, read_text, read_variants
from sellers.gtin import read_gtin
from sellers.imports import values
from sellers.imports.answers import answer_of
from sellers.imports.converting import converter
from sellers.imports.fields import LOT_FIELDS, MOST_OPTIONS, plain_name
from sellers.imports.files import Row
from sellers.imports.guessing import attribute_name
from sellers.imports.mapping import ATTRIBUTE, SPEC, ColumnMapping
from sellers.imports.products import Problem, Product, VariantRow
from sellers.models import Category
from sellers.pricing import MOST_TIERS
from sellers.specs import Definition, read_specs

LONGEST_NUMBER = 120
MOST_PICTURES = 12
# What Shopify writes for a product without options.
_NO_OPTION = ("default title", "default")
_OF_VARIANT = ("moq", "weight_g", "length_mm", "width_mm", "height_mm")
_TIER_FIELDS = frozenset(f"{word}_{n}" for n in range(1, MOST_TIERS + 1) for word in ("from", "price"))
# A row with its number in the file, or why it cannot be read.
Numbered = tuple[int, Row | str]
_OPTION_FIELDS = frozenset(f"option_{n}{end}" for n in range(1, MOST_OPTIONS + 1) for end in ("", "_name"))


class ProductReader:
    """
    Reads rows by one mapping. `category_of` returns the Category that a value means, or None.

    Everything that can be decided once for the file is decided here, not at each row.
    """

    def __init__(
        self,
        mapping: ColumnMapping,
        header: Sequence[str],
        *,
        is_lines: bool,
        category_of: Callable[[str], Category | None],
        definitions_of: Callable[[Category | None], Sequence[Definition]] = lambda category: (),
    ) -> None:
        self.mapping, self.header, self.is_lines = mapping, list(header), is_lines
        self._category_of, self._definitions_of = category_of, definitions_of
        self._specs: list[tuple[Any, str, str]] = []
        self._categories: dict[str, Category | None] = {}
        self._column = {use.to: name for name, use in mapping.columns.items() if use.to}
        self._plan: list[tuple[Any, str, str, Callable[[str], Any] | None]] = []
        self._pictures: list[Any] = []
        self._attributes: list[tuple[Any, str]] = []
        place_of: dict[str, Any] = {name: (name if is_lines else at) for at, name in enumerate(header)}
        for name, use in mapping.columns.items():
            if not use.to or (name not in place_of and not is_lines):
                continue
            place = place_of.get(name, name)
            if use.to == "picture":
                self._pictures.append(place)
            elif use.to.startswith(SPEC):
                self._specs.append((place, name, use.to[len(SPEC) :]))
            elif use.to.startswith(ATTRIBUTE):
                self._attributes.append((place, use.to[len(ATTRIBUTE) :]))
            else:
                self._plan.append((place, name, use.to, converter(use.to, use.way, mapping.decimal)))
        mapped = {name for name, use in mapping.columns.items() if use.to}
        self._mapped = mapped
        self._rest: list[tuple[Any, str]] = []
        if mapping.rest == "attributes" and not is_lines:
            self._rest = [(at, attribute_name(name)) for at, name in enumerate(header) if name not in mapped]
        self._rest_names: dict[str, str] = {}
        self._constants = self._read_constants()
        self.has_groups = mapping.uses("external_id") and any(
            mapping.uses(f"option_{number}") for number in range(1, MOST_OPTIONS + 1)
        )

    def groups(self, rows: Iterable[Numbered]) -> Iterator[list[Numbered]]:
        """Give the rows of one product after the other, unread: those that follow each other with one own number."""
        if not self.has_groups:
            yield from ([numbered] for numbered in rows)
            return
        group: list[Numbered] = []
        group_id = ""
        for number, row in rows:
            row_id = "" if isinstance(row, str) else self._id_of(row)
            if group and (not row_id or row_id != group_id):
                yield group
                group = []
            group_id = row_id
            group.append((number, row))
        if group:
            yield group

    def products(self, rows: Iterable[Numbered]) -> Iterator[Product]:
        """Give one product after the other."""
        return map(self.read, self.groups(rows))

    def read(self, group: list[Numbered]) -> Product:
        """Return the product that rows of `groups` are, with what is wrong with it."""
        number, row = group[0]
        if isinstance(row, str) or not self.has_groups or not self._id_of(row):
            return self._single(number, row)
        return self._group([(at, cells) for at, cells in group if not isinstance(cells, str)])

    def _read_constants(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for code, value in self.mapping.constants.items():
            convert = converter(code, "", self.mapping.decimal)
            found[code] = self._category(value) if code == "category" else convert(value) if convert else value
        return found

    def _category(self, value: str) -> Category | None:
        if value not in self._categories:
            if len(self._categories) > 20_000:
                self._categories.clear()
            chosen = self.mapping.categories.get(value.strip())
            self._categories[value] = None if chosen == "" else self._category_of(chosen or value)
        return self._categories[value]

    def _id_of(self, row: Row) -> str:
        name = self._column.get("external_id", "")
        try:
            cell = row.get(name, "") if isinstance(row, dict) else row[self.header.index(name)]
        except (IndexError, ValueError):
            return ""
        return cell.strip()

    def _cells(self, number: int, row: Row, into: Product) -> tuple[dict[str, Any], dict[str, str]]:
        """The filled cells of a row, by field: those of the content, and those that prices and options are made of."""
        found: dict[str, Any] = {}
        loose: dict[str, str] = {}
        if isinstance(row, list):
            width = len(self.header)
            if len(row) < width:
                row = row + [""] * (width - len(row))
            elif len(row) > width and any(row[width:]):
                reason = _(
                    "This row has %(cells)s cells, but there are %(columns)s columns. Is a text with commas not quoted?"
                )
                into.problems.append(Problem(number, "", "", reason % {"cells": len(row), "columns": width}))
        is_lines = self.is_lines
        for place, name, code, convert in self._plan:
            cell = row.get(place, "") if is_lines else row[place]  # type: ignore[union-attr,call-overload]
            if not cell or cell.isspace():
                continue
            if (not is_lines and cell[0] in "='") or "\ufffd" in cell:
                try:
                    cell = values.cell_text(cell)
                except values.CellRefused as refused:
                    into.problems.append(Problem(number, name, cell[:200], str(refused)))
                    continue
            if code in _TIER_FIELDS or code in _OPTION_FIELDS:
                loose[code] = convert(cell) if convert else " ".join(cell.split())
            elif code == "category":
                category = self._category(cell)
                if category is None and self.mapping.categories.get(cell.strip()) != "":
                    reason = _("We know no category of this name. Choose one for it in the table of categories.")
                    into.problems.append(Problem(number, name, cell[:200], reason, is_warning=True))
                elif category is not None:
                    found[code] = category
            else:
                value = convert(cell) if convert else cell
                if value != "":
                    found[code] = value
        return found, loose

    def _single(self, number: int, row: Row | str) -> Product:
        product = Product(number, last_row=number)
        if isinstance(row, str):
            product.problems.append(Problem(number, "", "", row))
            return product
        found, loose = self._cells(number, row, product)
        self._finish(product, row, found, loose)
        return product

    def _group(self, group: list[tuple[int, Row]]) -> Product:
        first, row = group[0]
        product = Product(first, len(group), group[-1][0])
        found, loose = self._cells(first, row, product)
        options = self._options(loose, {})
        rows = [(first, options, self._of_variant(found, loose))] if options else []
        pictures: list[str] = []
        number_column = self._column["external_id"]
        for number, other in group[1:]:
            more, more_loose = self._cells(number, other, product)
            pictures += self._addresses(other)
            chosen = self._options(more_loose, options)
            if chosen:
                rows.append((number, chosen, self._of_variant(more, more_loose)))
            elif options and (more.keys() & {"sku", "stock"} or "price_1" in more_loose):
                reason = _("Say in which option this variant differs.")
                product.problems.append(Problem(number, number_column, "", reason))
            elif not options and (more.keys() - {"external_id"} or more_loose):
                reason = _("This number stands on row %(row)s already. Without options one row is one product.")
                product.problems.append(Problem(number, number_column, self._id_of(other), reason % {"row": first}))
        self._finish(product, row, found, loose)
        product.pictures = (product.pictures + [each for each in pictures if each not in product.pictures])[
            :MOST_PICTURES
        ]
        if rows:
            self._read_variants(product, rows)
        return product

    def _of_variant(self, found: dict[str, Any], loose: dict[str, str]) -> dict[str, Any]:
        own = {code: found[code] for code in ("sku", "gtin", "stock", *_OF_VARIANT) if code in found}
        if tiers := self._tiers(loose):
            own["tiers"] = tiers
        return own

    def _read_variants(self, product: Product, rows: list[tuple[int, dict[str, str], dict[str, Any]]]) -> None:
        """Read options and variants as the editor does; each refusal is said at its row."""
        named: dict[str, dict[str, None]] = {}
        for _number, chosen, _own in rows:
            for name, value in chosen.items():
                named.setdefault(name, {})[value] = None
        options, errors = read_options([{"name": name, "values": list(seen)} for name, seen in named.items()])
        for reasons in errors.values():
            column = self._column.get("option_1", "")
            product.problems += [Problem(product.row, column, "", str(reason)) for reason in reasons]
        if errors:
            return
        first = rows[0][2]
        given = [
            {
                "options": chosen,
                **{code: value for code, value in own.items() if code not in _OF_VARIANT or value != first.get(code)},
                # The first row's prices and figures are the listing's; only what differs is a variant's own.
                **({"tiers": []} if own.get("tiers") == first.get("tiers") and "tiers" in own else {}),
            }
            for _number, chosen, own in rows
        ]
        read, errors = read_variants(given, options=options, moq=product.content.get("moq") or 1)
        for place, reasons in errors.items():
            parts = place.split(".")
            at = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
            name = ".".join(parts[2:]) if len(parts) > 2 else ""
            column, value = self.place_of("option_1" if name == "options" else name, given[at]) if name else ("", "")
            product.problems += [Problem(rows[at][0], column, value[:200], str(reason)) for reason in reasons]
        if errors:
            return
        product.options = options
        product.variants = [
            VariantRow(number, {name: each[name] for name in each if name not in ("id", "options")}, each["options"])
            for (number, _chosen, _own), each in zip(rows, read, strict=True)
        ]

    def _options(self, loose: dict[str, str], names: dict[str, str]) -> dict[str, str]:
        """The options of a row, name to value; the names stand on the product's first row alone."""
        chosen: dict[str, str] = {}
        known = list(names)
        for number in range(1, MOST_OPTIONS + 1):
            value = loose.get(f"option_{number}", "")
            if not value:
                continue
            name = loose.get(f"option_{number}_name", "") or (known[number - 1] if number <= len(known) else "")
            if not name:
                name = attribute_name(self._column.get(f"option_{number}", ""))
            chosen[name] = value
        if len(chosen) == 1 and next(iter(chosen.values())).lower() in _NO_OPTION:
            return {}
        return chosen

    def _tiers(self, loose: dict[str, str]) -> list[dict[str, str]]:
        rows = []
        for number in range(1, MOST_TIERS + 1):
            price, start = loose.get(f"price_{number}", ""), loose.get(f"from_{number}", "")
            if price or start:
                rows.append({"min_quantity": start or ("1" if number == 1 else ""), "unit_price": price})
        return rows

    def _addresses(self, row: Row) -> list[str]:
        found: list[str] = []
        for place in self._pictures:
            cell = row.get(place, "") if isinstance(row, dict) else row[place] if place < len(row) else ""
            # A comma may stand inside an address; it parts two of them only before the next one.
            for part in cell.replace(",http", " http").replace("|", " ").replace(";http", " http").split():
                address = part.strip(",;")
                if address and address not in found:
                    found.append(address[:1000])
        return found

    def _attributes_of(self, row: Row) -> dict[str, str]:
        found: dict[str, str] = {}
        for place, name in self._attributes:
            cell = row.get(place, "") if isinstance(row, dict) else row[place] if place < len(row) else ""
            if cell and not cell.isspace():
                found[name] = cell
        if self.mapping.rest != "attributes":
            return found
        if isinstance(row, dict):
            others = ((self._named(name), cell) for name, cell in row.items() if name not in self._mapped)
        else:
            others = ((name, row[place]) for place, name in self._rest if place < len(row))
        for name, cell in others:
            # The rest is taken along as far as it fits: nobody chose these columns one by one.
            if len(found) >= MOST_ATTRIBUTES:
                break
            if name and cell and not cell.isspace() and len(cell) <= 200 and "://" not in cell and cell[0] != "=":
                found.setdefault(name, cell)
        return found

    def _specs_of(self, row: Row, category: Category | None) -> dict[str, Any]:
        asked = {each.code: each for each in self._definitions_of(category)}
        found: dict[str, Any] = {}
        for place, _name, code in self._specs:
            cell = row.get(place, "") if isinstance(row, dict) else row[place] if place < len(row) else ""
            if cell and not cell.isspace():
                found[code] = answer_of(asked[code], cell, self.mapping.decimal) if code in asked else cell
        return found

    def _read_specs(self, product: Product, category: Category | None, given: dict[str, Any]) -> None:
        if not given:
            return
        if category is None:
            reason = _("Choose a category first: it says what is asked.")
            product.problems.append(Problem(product.row, self._specs[0][1], "", reason, is_warning=True))
            return
        clean, errors = read_specs(
            self._definitions_of(category),
            given,
            read_text=lambda text, longest: read_text("specs", text, longest=longest),
        )
        product.content["specs"] = clean
        columns = {f"specs.{code}": name for _place, name, code in self._specs}
        for name, reasons in errors.items():
            value = str(given.get(name.removeprefix("specs."), ""))[:200]
            product.problems += [Problem(product.row, columns.get(name, ""), value, str(reason)) for reason in reasons]

    def _named(self, column: str) -> str:
        if (name := self._rest_names.get(column)) is None:
            if len(self._rest_names) > 20_000:
                self._rest_names.clear()
            name = self._rest_names[column] = attribute_name(column)
        return name

    def _finish(self, product: Product, row: Row, found: dict[str, Any], loose: dict[str, str]) -> None:
        """Read the content, and say at which column each refusal is."""
        content = self._constants | found
        product.external_id = self._external_id(product, content.pop("external_id", ""))
        if attributes := self._attributes_of(row):
            content["attributes"] = attributes
        specs = self._specs_of(row, content.get("category")) if self._specs else None
        if tiers := self._tiers(loose):
            content["tiers"] = tiers
        lot = {name: content.pop(code) for code, name in LOT_FIELDS.items() if code in content}
        if lot:
            content["lot"] = lot
        gtin = content.pop("gtin", "")
        product.pictures = self._addresses(row)[:MOST_PICTURES]
        clean, errors = read_content(content, moq=None)
        product.content = clean
        product.sku = clean.get("sku", "")
        product.gtin = self._gtin(product, gtin) if gtin else ""
        if not product.external_id and not product.sku:
            # Nothing but its title tells it apart.
            title = clean.get("title", "")
            product.external_id = f"title:{plain_name(title)}"[:LONGEST_NUMBER] if title else ""
        if specs is not None:
            self._read_specs(product, clean.get("category"), specs)
        if errors:
            self._say(product, product.row, errors, content)

    def _gtin(self, product: Product, text: str) -> str:
        number = read_gtin(text.split("|")[0].strip())
        if number is None:
            reason = _("This is no GTIN: 8, 12, 13 or 14 digits, the last of which checks the others.")
            product.problems.append(
                Problem(product.row, self._column.get("gtin", ""), text[:200], reason, is_warning=True)
            )
        return number or ""

    def _external_id(self, product: Product, text: str) -> str:
        text = " ".join(str(text).split())
        if len(text) > LONGEST_NUMBER:
            reason = _("Use at most %(longest)s characters; this has %(length)s.")
            product.problems.append(
                Problem(
                    product.row,
                    self._column.get("external_id", ""),
                    text[:200],
                    reason % {"longest": LONGEST_NUMBER, "length": len(text)},
                )
            )
        return text[:LONGEST_NUMBER]

    def _say(self, product: Product, number: int, errors: dict[str, list[Any]], content: dict[str, Any]) -> None:
        for name, reasons in errors.items():
            column, value = self.place_of(name, content)
            product.problems += [Problem(number, column, value[:200], str(reason)) for reason in reasons]

    def place_of(self, name: str, content: dict[str, Any]) -> tuple[str, str]:
        """Return the column that a refused field came from, and what stood there."""
        parts = name.split(".")
        if parts[0] == "tiers":
            given = content.get("tiers") or []
            number = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
            word = "from" if parts[-1] == "min_quantity" else "price"
            value = str(given[number].get(parts[-1], "")) if number < len(given) and len(parts) > 2 else ""
            column = self._column.get(f"{word}_{number + 1}") or self._column.get(f"price_{number + 1}", "")
            return column or self._column.get("price_1", ""), value
        code = next((code for code, lot in LOT_FIELDS.items() if lot == name), name)
        value = content.get(name, "")
        if name in LOT_FIELDS.values() and isinstance(content.get("lot"), dict):
            value = content["lot"].get(name, "")
        if name == "attributes":
            return "", ""
        return self._column.get(code, ""), value if isinstance(value, str) else str(value or "")
