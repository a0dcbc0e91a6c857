"""Groups of countries, and lists of places as rules write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from trade.countries import DATA_DIR, is_country, is_eu

EVERYWHERE = "*"

#: Groups a rule may name beside `*` and ISO codes; EU is read from the table of countries.
GROUPS: dict[str, frozenset[str]] = {
    "GCC": frozenset({"AE", "SA", "BH", "KW", "OM", "QA"}),
    "EAEU": frozenset({"RU", "BY", "KZ", "KG", "AM"}),
    "EFTA": frozenset({"CH", "NO", "IS", "LI"}),
}


@cache
def members(group: str) -> frozenset[str]:
    """Return the countries of `EU` or a group of `GROUPS`; a country is a group of itself."""
    if group == "EU":
        return eu_members()
    return GROUPS.get(group, frozenset({group}))


@cache
def eu_members() -> frozenset[str]:
    with (DATA_DIR / "countries.csv").open(encoding="utf-8") as file:
        return frozenset(line[:2] for line in file if is_eu(line[:2]))


def is_place(text: str) -> bool:
    """Tell whether a rule may name this place: `*`, a group or a country, with `!` in front to leave it out."""
    name = text.removeprefix("!")
    return name == EVERYWHERE or name == "EU" or name in GROUPS or is_country(name)


@dataclass(frozen=True, slots=True)
class Places:
    """Which countries a rule is about: those `inside`, or every country if None, without those `left_out`."""

    inside: frozenset[str] | None
    left_out: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: str) -> "Places":
        """Read `EU !DE CH`, `*` or `* !KP`; an empty text means everywhere."""
        words = text.split()
        named = [word for word in words if not word.startswith("!")]
        left_out = _join(word[1:] for word in words if word.startswith("!"))
        if not named or EVERYWHERE in named:
            return cls(None, left_out)
        return cls(_join(named) - left_out, frozenset())

    def __contains__(self, country: str) -> bool:
        return (self.inside is None or country in self.inside) and country not in self.left_out

    @property
    def is_everywhere(self) -> bool:
        return self.inside is None and not self.left_out


def _join(names: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(members(name) for name in names))
