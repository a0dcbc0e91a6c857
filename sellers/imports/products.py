"""One product of a file: its rows, what they say once read, and what is wrong with them."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sellers.content import Option


def key_of(name: str) -> int:
    """Return a 64-bit hash of one of `Product.names`."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


@dataclass(slots=True)
class Problem:
    """What is wrong with a cell, or with a row if `column` is empty. A warning lets the row in all the same."""

    row: int
    column: str
    value: str
    reason: str
    is_warning: bool = False


@dataclass(slots=True)
class VariantRow:
    """One row of a product: its own SKU, stock and prices, and the value of each option."""

    row: int
    content: dict[str, Any]
    options: dict[str, str]


@dataclass(slots=True)
class Product:
    """
    One product of a file: the rows it stands in, what it says, what is wrong.

    `content` holds clean values by field of `sellers.content`; `options` and `variants` are there when it comes in
    several. It is found again by its own number or SKU, and by its title where the file has neither.
    """

    row: int
    rows: int = 1
    last_row: int = 0
    sku: str = ""
    gtin: str = ""
    external_id: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    variants: list[VariantRow] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        return any(not problem.is_warning for problem in self.problems)

    @property
    def names(self) -> list[str]:
        """Everything that may stand in one product of a file only: its number, its SKUs."""
        skus = [sku for row in self.variants if (sku := row.content.get("sku"))] if self.variants else [self.sku]
        names = [f"sku:{sku}" for sku in skus if sku]
        return [f"id:{self.external_id}", *names] if self.external_id else names
