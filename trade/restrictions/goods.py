"""What is asked about: goods as a listing describes them, and the papers their seller has on file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from trade.restrictions.words import fold, tokens_of

GOODS, SERVICE = "goods", "service"

#: Other names people give the attributes that rules ask for.
_NAMES = {
    "contains_battery": ("battery", "batteries", "batterie", "batteria", "bateria", "akku", "pil", "电池", "電池", "배터리", "بطاريه"),
    "material": ("materials", "materiale", "materiali", "materiau", "matiere", "materiaal", "malzeme", "materyal", "材料", "材质", "素材", "재질", "ماده"),
    "alcohol_percent": ("alcohol", "abv", "alkohol", "alcool", "alcol", "vol", "酒精度"),
    "species": ("leather_species", "leather", "especie", "espece", "specie", "art", "物种"),
    "condition": ("zustand", "etat", "estado", "condizione", "durum", "新旧"),
    "origin_region": ("region", "province", "region_of_origin", "产地"),
    "nicotine": ("nikotin", "nicotina", "尼古丁"),
    "eccn": ("export_control_number", "dual_use", "al_number"),
    "age_years": ("age", "alter"),
    "wireless": ("radio", "bluetooth", "wifi", "wi_fi"),
    "packing": ("packaging", "verpackung", "emballage", "embalaje"),
    "sunscreen_spf": ("spf",),
}  # fmt: skip
_ALIASES = {alias: name for name, aliases in _NAMES.items() for alias in aliases}
_NOTHING = frozenset({"", "no", "none", "0", "false", "nein", "non", "нет", "无", "لا"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper on file: its kind, the destinations it is good for (none named: all), and its days."""

    document: str
    issued_on: date | None = None
    expires_on: date | None = None
    destinations: frozenset[str] = frozenset()
    number: str = ""

    def covers(self, document: str, destination: str, on: date) -> bool:
        """Tell whether it stands for `document` in `destination` on a day; its last day still counts."""
        return (
            document == self.document
            and (not self.destinations or destination in self.destinations)
            and (self.issued_on is None or self.issued_on <= on)
            and (self.expires_on is None or on <= self.expires_on)
        )


@dataclass(frozen=True, slots=True)
class Goods:
    """
    One thing to be sold across a border.

    `hs_code` is 6 to 10 digits or empty; `text` is summary and description; `attributes` are as the seller wrote
    them. `importer` is `business`, `consumer` or empty while nobody has been named.
    """

    hs_code: str = ""
    origin: str = ""
    ship_from: str = ""
    title: str = ""
    text: str = ""
    kind: str = GOODS
    importer: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    def tokens(self) -> list[str]:
        """Return the folded words of title, attributes and text, parts kept apart so that no phrase spans two."""
        parts = [self.title, *(f"{name} {value}" for name, value in self.attributes.items()), self.text]
        return tokens_of(" \n~ ".join(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a rule asks of an attribute: `name=value|value`, `name>number` or `name=*` (any but none)."""

    name: str
    values: frozenset[str] = frozenset()
    above: Decimal | None = None

    @classmethod
    def read(cls, text: str) -> "Condition":
        """
        Read a condition.

        :raises ValueError: if it is not one.
        """
        name, sign, rest = text.partition(">") if ">" in text else text.partition("=")
        name, rest = normal_name(name), rest.strip()
        if not sign or not name or not rest:
            raise ValueError(text)
        if sign == ">":
            try:
                return cls(name, above=Decimal(rest))
            except InvalidOperation:
                raise ValueError(text) from None
        return cls(name, frozenset(fold(value.strip()).replace(" ", "_") for value in rest.split("|") if value.strip()))

    def holds(self, value: str) -> bool:
        """Tell whether an attribute's value meets the condition."""
        value = fold(value.strip())
        if self.above is not None:
            return (number := _number(value)) is not None and number > self.above
        if value in _NOTHING:
            return False
        if "*" in self.values:
            return True
        words = "_".join(tokens_of(value))
        return any(f"_{wanted}_" in f"_{words}_" for wanted in self.values)

    def __str__(self) -> str:
        return f"{self.name}>{self.above}" if self.above is not None else f"{self.name}={'|'.join(sorted(self.values))}"


def normal_name(name: str) -> str:
    """Return an attribute's name as rules write it: `Contains battery` and `Akku` are `contains_battery`."""
    name = "_".join(tokens_of(name))
    return _ALIASES.get(name, name)


def normal_attributes(attributes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Return the attributes under the names that rules use."""
    return ((normal_name(name), str(value)) for name, value in attributes.items())


def _number(text: str) -> Decimal | None:
    found = "".join(c if c.isdigit() or c in ".," else " " for c in text).replace(",", ".").split()
    for word in found:
        try:
            return Decimal(word)
        except InvalidOperation:
            continue
    return None
