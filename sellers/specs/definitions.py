"""What a category asks of a listing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

# Units by family, each with how many of the first one it holds: ranges and filters reckon in the first.
UNIT_FAMILIES: dict[str, dict[str, Decimal]] = {
    "length": {"cm": Decimal(1), "mm": Decimal("0.1"), "m": Decimal(100), "in": Decimal("2.54")},
    "mass": {"g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.349523125"), "lb": Decimal("453.59237")},
    "volume": {"ml": Decimal(1), "cl": Decimal(10), "l": Decimal(1000)},
    "area weight": {"g/m²": Decimal(1)},
    "duration": {"h": Decimal(1), "min": Decimal(1) / 60, "d": Decimal(24)},
    "power": {"W": Decimal(1), "kW": Decimal(1000)},
    "voltage": {"V": Decimal(1)},
    "luminous flux": {"lm": Decimal(1)},
    "colour temperature": {"K": Decimal(1)},
    "share": {"%": Decimal(1)},
    # Counted things have no unit to choose.
    "count": {"": Decimal(1)},
}


def localised(english: str, translations: Mapping[str, Any], language: str) -> str:
    """Return the text in `language` (a code of settings.LANGUAGES, any case), else in English."""
    code = language.lower()
    return str(translations.get(code) or translations.get(code.split("-")[0]) or english)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose; `labels` maps languages to what it is called, "en" among them."""

    code: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, language: str) -> str:
        return localised(self.labels.get("en", self.code), self.labels, language)


@dataclass(frozen=True, slots=True)
class Definition:
    """One attribute as a category asks it. `type` is one of CategoryAttribute.Type; ranges are in the first unit."""

    code: str
    type: str
    labels: Mapping[str, str]
    choices: tuple[Choice, ...] = ()
    units: Mapping[str, Decimal] = field(default_factory=dict)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    steps: tuple[Decimal, ...] = ()
    is_required: bool = False
    is_faceted: bool = False

    def label(self, language: str) -> str:
        return localised(self.labels.get("en", self.code), self.labels, language)

    @property
    def first_unit(self) -> str:
        return next(iter(self.units), "")

    def choice(self, code: Any) -> Choice | None:
        return next((each for each in self.choices if each.code == code), None)
