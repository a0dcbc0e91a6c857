"""What each column of a file is, what holds for every row, and how unknown columns are taken."""

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from sellers.imports.fields import BY_CODE, plain_name

ATTRIBUTE = "attribute:"
SPEC = "spec:"
# Besides pictures, no field is in two columns.
_SEVERAL = ("picture",)
# What may be said once for all rows.
CONSTANTS = (
    "kind", "category", "language", "currency", "unit", "moq", "stock", "lead_time_days", "origin_country",
    "ships_from_country", "hs_code", "incoterms", "weight_g", "length_mm", "width_mm", "height_mm",
)  # fmt: skip
RESTS = ("ignore", "attributes")
DECIMALS = (".", ",")


@dataclass(frozen=True)
class Use:
    """
    What a column is: a target's code, `attribute:NAME` for a free attribute, `spec:CODE` for one that the category
    asks, or empty for ignored; `way` is its unit or treatment.
    """

    to: str = ""
    way: str = ""


@dataclass(frozen=True)
class ColumnMapping:
    """
    How a file becomes listings.

    `categories` maps plain values of the category column to slugs ('' for none); `rest` says what becomes of columns
    that are not in `columns`.
    """

    columns: dict[str, Use] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    rest: str = "ignore"
    decimal: str = "."
    categories: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "columns": {name: {"to": use.to, "way": use.way} for name, use in self.columns.items() if use.to},
            "constants": {name: value for name, value in self.constants.items() if value not in ("", None)},
            "rest": self.rest,
            "decimal": self.decimal,
            "categories": self.categories,
        }

    @classmethod
    def from_json(cls, stored: MappingType[str, Any]) -> "ColumnMapping":
        """
        Read a stored mapping, or one that was sent.

        :raises ValueError: if it has another shape.
        """
        columns, constants = stored.get("columns") or {}, stored.get("constants") or {}
        categories = stored.get("categories") or {}
        if not all(isinstance(part, dict) for part in (columns, constants, categories)):
            raise ValueError("columns, constants and categories are objects")
        uses = {}
        for name, use in columns.items():
            if isinstance(use, str):
                to, _sign, way = use.partition(":") if not use.startswith((ATTRIBUTE, SPEC)) else (use, "", "")
                use = {"to": to, "way": way}
            if not isinstance(use, dict):
                raise ValueError("a column is mapped by an object with `to` and `way`")
            uses[str(name)] = Use(str(use.get("to") or ""), str(use.get("way") or ""))
        return cls(
            columns=uses,
            constants={str(name): str(value) for name, value in constants.items() if value not in ("", None)},
            rest=str(stored.get("rest") or "ignore"),
            decimal=str(stored.get("decimal") or "."),
            categories={str(name): str(value or "") for name, value in categories.items()},
        )

    def column_of(self, code: str) -> str:
        """Return the name of the column mapped to a target, '' if there is none."""
        return next((name for name, use in self.columns.items() if use.to == code), "")

    def uses(self, code: str) -> bool:
        return bool(self.column_of(code))


def check_mapping(mapping: ColumnMapping, header: Sequence[str]) -> dict[str, list[str]]:
    """Return what cannot stand in `mapping`, by `columns.NAME`, `constants.NAME`, `rest` or `decimal`."""
    errors: dict[str, list[str]] = {}
    taken: dict[str, str] = {}
    for name, use in mapping.columns.items():
        place = f"columns.{name}"
        if name not in header:
            errors[place] = [_("The file has no column “%(column)s”.") % {"column": name}]
        elif use.to.startswith(ATTRIBUTE):
            if not 0 < len(use.to) - len(ATTRIBUTE) <= 60:
                errors[place] = [_("Name the attribute in at most 60 characters.")]
        elif use.to.startswith(SPEC):
            if not use.to[len(SPEC) :].strip():
                errors[place] = [_("Say which attribute of the category it is.")]
        elif use.to and use.to not in BY_CODE:
            errors[place] = [_("There is no field “%(field)s”.") % {"field": use.to}]
        elif use.to and use.to not in _SEVERAL:
            if (other := taken.setdefault(use.to, name)) != name:
                errors[place] = [
                    _("“%(column)s” is this field already. Choose one of the two.") % {"column": other}
                ]  # fmt: skip
            ways = BY_CODE[use.to].ways
            if use.way and use.way not in ways:
                errors[place] = [_("Choose how to read it from the list.")]
    if not taken.keys() & {"title", "sku", "external_id"}:
        errors["columns.title"] = [
            _("Say which column is the title; or the SKU, if the file only changes listings that are there.")
        ]
    for name in mapping.constants:
        if name not in CONSTANTS:
            errors[f"constants.{name}"] = [_("There is no field “%(field)s”.") % {"field": name}]
    if mapping.rest not in RESTS:
        errors["rest"] = [_("Choose what becomes of the other columns.")]
    if mapping.decimal not in DECIMALS:
        errors["decimal"] = [_("Choose how decimals are written.")]
    return errors


def header_key(header: Sequence[str]) -> str:
    """Return what tells one header from another, so that a mapping can be found again."""
    return sha256("\n".join(plain_name(name) for name in header).encode()).hexdigest()[:40]
