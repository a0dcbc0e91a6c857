"""
Rules as values, and the book of them that is asked.

A book is compiled once from the rows in force on a day: rules by HS prefix, by word and by attribute. Goods are then
matched once, and the few rules they meet are looked at for every destination, so that asking for all destinations
costs little more than asking for one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from trade.countries import customs_territory
from trade.restrictions.goods import Condition, Goods, normal_attributes
from trade.restrictions.places import Places
from trade.restrictions.words import PhraseIndex, overlap

ALLOWED, NEEDS_DOCUMENT, NEEDS_LICENCE, UNKNOWN, BLOCKED = (
    "allowed", "needs_document", "needs_licence", "unknown", "blocked",
)  # fmt: skip
#: From what stands least in the way to what stands most.
OUTCOMES = (ALLOWED, NEEDS_DOCUMENT, NEEDS_LICENCE, UNKNOWN, BLOCKED)
#: What a rule row may say.
RULE_OUTCOMES = (ALLOWED, NEEDS_DOCUMENT, NEEDS_LICENCE, BLOCKED)
SELLER, BUYER, CARRIER, PLATFORM = "seller", "buyer", "carrier", "platform"
ACTORS = (SELLER, BUYER, CARRIER, PLATFORM)
#: At the border in, at the border out, on sale inside the country, by sanctions law, in transport, by our own policy.
IMPORT, EXPORT, MARKET, EMBARGO, CARRIAGE, HOUSE = "import", "export", "market", "embargo", "carriage", "house"
KINDS = (IMPORT, EXPORT, MARKET, EMBARGO, CARRIAGE, HOUSE)
#: Whether code, words and attributes are each enough, or the code and one of the other two are needed together.
ANY, BOTH = "any", "both"
ANYWHERE = Places(None)


@dataclass(frozen=True, slots=True)
class Rule:
    """One restriction, or with `lifts` one exemption from others. Periods include both days."""

    code: str
    kind: str
    outcome: str
    reason: str
    who: str
    valid_from: date
    valid_to: date | None = None
    destinations: Places = ANYWHERE
    origins: Places = ANYWHERE
    ship_from: Places = ANYWHERE
    hs_prefixes: tuple[str, ...] = ()
    hs_left_out: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    not_keywords: tuple[str, ...] = ()
    attributes: tuple[Condition, ...] = ()
    match: str = ANY
    importer: str = "all"
    documents: tuple[str, ...] = ()
    lifts: tuple[str, ...] = ()
    source: str = ""
    source_date: date | None = None
    is_shaky: bool = False
    note: str = ""

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def is_exemption(self) -> bool:
        return bool(self.lifts)

    @property
    def looks_at_goods(self) -> bool:
        """Whether it asks what the goods are; an embargo on everything does not."""
        return bool(self.hs_prefixes or self.keywords or self.attributes)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that goods meet, wherever they go, and by what: kinds `hs`, `word`, `attribute` with what was met."""

    rule: Rule
    met: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RuleBook:
    """
    Every rule in force on a day.

    `destinations` are the countries whose import rules are kept; of any other nothing is known but sanctions.
    `known_headings` are the four-digit HS headings that exist. `version` names exactly this content.
    """

    on: date
    rules: tuple[Rule, ...]
    destinations: frozenset[str]
    known_headings: frozenset[str]
    version: str = ""
    _by_prefix: dict[str, list[int]] = field(default_factory=dict, repr=False)
    _by_phrase: dict[str, list[int]] = field(default_factory=dict, repr=False)
    _by_attribute: dict[str, list[tuple[Condition, int]]] = field(default_factory=dict, repr=False)
    _always: list[int] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        kept = tuple(rule for rule in self.rules if rule.is_in_force(self.on))
        object.__setattr__(self, "rules", kept)
        exceptions: dict[str, None] = {}
        for number, rule in enumerate(kept):
            if not rule.looks_at_goods:
                self._always.append(number)
            for prefix in rule.hs_prefixes:
                self._by_prefix.setdefault(prefix, []).append(number)
            for phrase in rule.keywords:
                self._by_phrase.setdefault(phrase, []).append(number)
            for condition in rule.attributes:
                self._by_attribute.setdefault(condition.name, []).append((condition, number))
            exceptions |= dict.fromkeys(rule.not_keywords)
        object.__setattr__(self, "_phrases", PhraseIndex([*self._by_phrase, *exceptions]))
        object.__setattr__(self, "_prefix_lengths", sorted({len(prefix) for prefix in self._by_prefix}))

    def is_known(self, hs_code: str) -> bool:
        """Tell whether the code's heading exists."""
        return len(hs_code) >= 6 and hs_code[:4] in self.known_headings

    def matches(self, goods: Goods) -> list[Match]:
        """Return the rules that goods meet by what they are, where they are from and where they leave."""
        met: dict[int, list[tuple[str, str]]] = {number: [] for number in self._always}
        self._match_code(goods, met)
        self._match_words(goods, met)
        if goods.attributes:
            for name, value in normal_attributes(goods.attributes):
                for condition, number in self._by_attribute.get(name, ()):
                    if condition.holds(value):
                        met.setdefault(number, []).append(("attribute", f"{name}: {value}"))
        found = []
        for number in sorted(met):
            rule = self.rules[number]
            if _is_met(rule, met[number], goods):
                found.append(Match(rule, tuple(dict.fromkeys(met[number]))))
        return found

    def _match_code(self, goods: Goods, met: dict[int, list[tuple[str, str]]]) -> None:
        for length in self._prefix_lengths:  # type: ignore[attr-defined]
            prefix = goods.hs_code[:length]
            if len(prefix) < length:
                break
            for number in self._by_prefix.get(prefix, ()):
                met.setdefault(number, []).append(("hs", prefix))

    def _match_words(self, goods: Goods, met: dict[int, list[tuple[str, str]]]) -> None:
        found = self._phrases.find(goods.tokens())  # type: ignore[attr-defined]
        for each in found:
            for number in self._by_phrase.get(each.phrase, ()):
                excused = self.rules[number].not_keywords
                if not any(other.phrase in excused and overlap(other, each) for other in found):
                    met.setdefault(number, []).append(("word", each.phrase))

    def of_destination(self, matches: Sequence[Match], goods: Goods, destination: str) -> list[Match]:
        """Return those of `matches` that hold on the way to `destination`, exemptions applied."""
        crosses = customs_territory(goods.ship_from) != customs_territory(destination)
        held = [
            match
            for match in matches
            if destination in match.rule.destinations
            and (crosses or match.rule.kind not in (IMPORT, EXPORT))
            and match.rule.importer in ("all", goods.importer)
        ]
        if not held:
            return held
        lifted = {code for match in held for code in match.rule.lifts}
        return [match for match in held if not match.rule.is_exemption and match.rule.code not in lifted]


def compile_rules(
    rules: Iterable[Rule],
    on: date,
    *,
    destinations: Iterable[str],
    known_headings: Iterable[str],
    version: str = "",
) -> RuleBook:
    """Return the book of the rules in force `on` a day."""
    return RuleBook(on, tuple(rules), frozenset(destinations), frozenset(known_headings), version)


def _is_met(rule: Rule, met: Sequence[tuple[str, str]], goods: Goods) -> bool:
    if goods.kind != "goods" and rule.kind not in (EMBARGO, HOUSE):
        # What is done for somebody passes no customs; sanctions and our own policy look at it all the same.
        return False
    if goods.origin not in rule.origins or goods.ship_from not in rule.ship_from:
        return False
    if rule.hs_left_out and goods.hs_code.startswith(rule.hs_left_out):
        return False
    if not rule.looks_at_goods:
        return True
    kinds = {kind for kind, _what in met}
    if rule.match == ANY:
        return bool(kinds)
    return ("hs" in kinds or not rule.hs_prefixes) and bool(
        kinds & {"word", "attribute"} or not (rule.keywords or rule.attributes)
    )


def by_code(rules: Iterable[Rule]) -> Mapping[str, list[Rule]]:
    """Return rules by their code: the periods of one restriction."""
    grouped: dict[str, list[Rule]] = {}
    for rule in rules:
        grouped.setdefault(rule.code, []).append(rule)
    return grouped
