"""The rules of one destination on one day, as values, and how the right row is found among them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from trade.countries import is_eu
from trade.landed_cost.answer import Explained

# National tariffs go to ten digits; nothing longer is looked up.
LONGEST_PREFIX = 10
SUBHEADING = 6
#: The origin of base rates for countries that get no normal rates: the second column of the US tariff.
NO_MFN = "NM"
#: Kinds of rates that apply only to who claims them.
CLAIMED = ("preference", "quota")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Row:
    """Where a rule comes from."""

    source: str
    source_date: date
    is_shaky: bool
    note: str


@dataclass(frozen=True, slots=True)
class DestinationFacts(Row):
    """How the destination values goods and treats an importing business; see `trade.models.DestinationRule`."""

    currency: str
    valuation: str
    tax_name: str
    tax_base_has_freight: bool
    tax_base_uplift_percent: Decimal
    uplift_exempt_origins: frozenset[str]
    business_tax: str
    deemed_freight_percent: Decimal
    deemed_insurance_percent: Decimal
    value_step: int
    charge_step: int
    waive_charge_up_to: Decimal
    no_mfn_origins: frozenset[str]
    duty_is_cut: bool = False
    consumer_value_percent: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class DutyRow(Row):
    """One duty; see `trade.models.DutyRate`."""

    kind: str
    measure: str
    hs_prefix: str
    origin: str
    agreement: str
    percent: Decimal | None
    specific_amount: Decimal | None
    specific_currency: str
    specific_unit: str
    combine: str
    top_up_to_percent: Decimal | None
    displaces: frozenset[str]
    waived_by: frozenset[str]
    specific_minimum: Decimal | None = None
    specific_maximum: Decimal | None = None
    proof: str = ""

    @property
    def by_measure(self) -> bool:
        """Tell whether a part of it goes by weight or number instead of by value."""
        return any(part is not None for part in (self.specific_amount, self.specific_minimum, self.specific_maximum))


@dataclass(frozen=True, slots=True)
class TaxRow(Row):
    """One tax rate; see `trade.models.TaxRate`."""

    hs_prefix: str
    name: str
    percent: Decimal
    second_percent: Decimal
    is_inside: bool
    region: str = ""
    vat_class: str = ""
    importer: str = "all"


@dataclass(frozen=True, slots=True)
class LowValueRow(Row):
    """One low-value regime; see `trade.models.LowValueRule`."""

    importer: str
    ship_from: str
    threshold: Decimal
    threshold_currency: str
    basis: str
    duty: str
    duty_percent: Decimal
    duty_amount: Decimal
    amount_currency: str
    tax: str
    tax_factor: Decimal
    collected_by: str
    excluded_prefixes: tuple[str, ...]
    tax_class: str = ""


@dataclass(frozen=True, slots=True)
class FeeRow(Row):
    """One levy; see `trade.models.FeeRule`."""

    code: str
    name: str
    importer: str
    regime: str
    base: str
    percent: Decimal
    amount: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    value_above: Decimal
    value_up_to: Decimal | None
    transport: str
    counts_as: str
    is_in_tax_base: bool
    waived_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """The rows that make up the duty on goods of one code and origin. `base` None: no rate is known."""

    base: DutyRow | None
    additional: tuple[DutyRow, ...]
    #: Agreement asked for but without a row for these goods.
    unmet_preference: str = ""
    #: The code is a heading whose subheadings bear different rates, so none can be named.
    is_too_short: bool = False
    #: The lowest rate that a proof of origin would open, where none is claimed.
    within_reach: DutyRow | None = None


class DestinationRules:
    """Every rule of one destination on one day."""

    def __init__(
        self,
        destination: str,
        on: date,
        facts: DestinationFacts,
        duties: Iterable[DutyRow],
        taxes: Iterable[TaxRow],
        low_values: Iterable[LowValueRow],
        fees: Iterable[FeeRow],
        version: str,
    ) -> None:
        self.destination = destination
        self.on = on
        self.facts = facts
        self.version = version
        self.fees = tuple(fees)
        # The narrowest regime is asked first: one lane before all lanes, a lower threshold before a higher one.
        self.low_values = tuple(sorted(low_values, key=lambda row: (row.ship_from == "", row.threshold)))
        self._taxes = {(row.region, row.importer, row.vat_class, row.hs_prefix): row for row in taxes}
        self._duties: dict[str, list[DutyRow]] = {}
        for row in duties:
            self._duties.setdefault(row.hs_prefix, []).append(row)
        self._answers: dict[tuple[str, str, str], DutyAnswer] = {}
        self._tax_answers: dict[tuple[str, str, str, str], TaxRow | None] = {}
        self._steps: dict[tuple[int, str], Explained] = {}

    def tax_for(
        self, hs_code: str | None, vat_class: str = "", region: str = "", importer: str = "business"
    ) -> TaxRow | None:
        """
        Return the tax row with the longest prefix of the code; without a code the standard rate.

        A region's own rate goes before the country's, one for the importer's kind before one for everybody.
        `vat_class` is one of `vat_classes`; a class that the destination does not have gives None.
        """
        key = (hs_code or "", vat_class, region, importer)
        if key not in self._tax_answers:
            self._tax_answers[key] = self._find_tax(*key)
        return self._tax_answers[key]

    def _find_tax(self, code: str, vat_class: str, region: str, importer: str) -> TaxRow | None:
        if vat_class == "standard":
            code, vat_class = "", ""
        elif vat_class == "exempt":
            vat_class = "zero"
        for length in range(min(len(code), LONGEST_PREFIX), -1, -1):
            for place in dict.fromkeys((region, "")):
                for kind in (importer, "all"):
                    if (row := self._taxes.get((place, kind, vat_class, code[:length]))) is not None:
                        return row
        return next((row for row in self._taxes.values() if number(row.percent) == vat_class), None)

    @cached_property
    def vat_classes(self) -> tuple[str, ...]:
        """What `vat_class` may be in this destination: names first, then the rates themselves."""
        named = sorted({row.vat_class for row in self._taxes.values() if row.vat_class and not row.vat_class.isdigit()})
        rates = sorted({row.percent for row in self._taxes.values() if not row.region})
        return ("standard", *named, *(number(rate) for rate in rates))

    @property
    def has_reduced_taxes(self) -> bool:
        """Tell whether the code of the goods can change the tax rate."""
        return any(row.hs_prefix for row in self._taxes.values())

    def duty_for(self, hs_code: str, origin: str, agreement: str) -> DutyAnswer:
        """Return the duty rows for goods of a code and origin, with an agreement whose proof is on file or ''."""
        key = (hs_code, origin, agreement)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = self._find_duty(hs_code, origin, agreement)
        return answer

    def step(self, row: Row, code: str, facts: Callable[[Row], Mapping[str, str]]) -> Explained:
        """Return the explanation step of one row, made once: many baskets are explained by the same rows."""
        key = (id(row), code)
        made = self._steps.get(key)
        if made is None:
            pairs = tuple(sorted(facts(row).items()))
            made = self._steps[key] = Explained(code, pairs, row.source, row.source_date, row.is_shaky)
        return made

    def _find_duty(self, hs_code: str, origin: str, agreement: str) -> DutyAnswer:
        best: dict[tuple[str, str], DutyRow] = {}
        claimable: dict[str, DutyRow] = {}
        for row in self._candidates(hs_code, origin):
            if row.kind in CLAIMED:
                if row.kind == "preference":
                    claimable.setdefault(row.agreement, row)
                if row.agreement != agreement:
                    continue
            # Candidates come longest prefix first, own origin before any: the first of each measure stands.
            best.setdefault((row.kind, row.measure), row)
        base = next((row for (kind, _), row in best.items() if kind == "base"), None)
        if base is not None and origin in self.facts.no_mfn_origins and base.origin != origin:
            base = self._column_two(hs_code)
        too_short = len(hs_code) < SUBHEADING and self._differs_below(hs_code, origin, base)
        if too_short:
            base = None
        claimed = next((row for (kind, _), row in best.items() if kind in CLAIMED), None)
        additional = [
            row for (kind, _), row in best.items()
            if kind == "additional" and not (agreement and agreement in row.waived_by)
        ]  # fmt: skip
        # A row of zero frees these goods of a measure, and then displaces nothing either.
        additional = [row for row in additional if row.percent != 0 or row.by_measure]
        displaced = frozenset[str]().union(*(row.displaces for row in additional))
        stacked = tuple(row for row in additional if row.measure not in displaced)
        reach = min(
            (row for row in claimable.values() if base is not None and _is_lower(row, base)),
            key=lambda row: row.percent or ZERO, default=None,
        )  # fmt: skip
        # Inside a quota its own rate applies, even where it is higher: the claim also lifts other duties.
        if claimed is not None and (base is None or claimed.kind == "quota" or _is_lower(claimed, base)):
            base = claimed if not too_short else None
        unmet = agreement if agreement and claimed is None else ""
        return DutyAnswer(base, stacked, unmet, too_short, None if agreement else reach)

    def _column_two(self, hs_code: str) -> DutyRow | None:
        """Return the rate for origins without normal duty rates, or None where it is not known."""
        for length in range(min(len(hs_code), LONGEST_PREFIX), -1, -1):
            for row in self._duties.get(hs_code[:length], ()):
                if row.kind == "base" and row.origin == NO_MFN:
                    return row
        return None

    def _differs_below(self, hs_code: str, origin: str, base: DutyRow | None) -> bool:
        """Tell whether subheadings below a heading bear another normal duty than the heading itself."""
        for prefix, rows in self._duties.items():
            if len(prefix) > len(hs_code) and prefix.startswith(hs_code):
                for row in rows:
                    if row.kind == "base" and row.origin in ("", origin) and (base is None or not _is_same(row, base)):
                        return True
        return False

    def _candidates(self, hs_code: str, origin: str) -> Iterable[DutyRow]:
        origins = (origin, "EU", "") if is_eu(origin) else (origin, "")
        for length in range(min(len(hs_code), LONGEST_PREFIX), -1, -1):
            rows = self._duties.get(hs_code[:length], ())
            for wanted in origins:
                for row in rows:
                    if row.origin == wanted:
                        yield row


def number(amount: Decimal) -> str:
    """Return a number as people write it, such as 5.5 or 20."""
    return f"{amount.normalize():f}"


def _is_lower(one: DutyRow, other: DutyRow) -> bool:
    """Only rates of the same make compare without the goods; a preference with a specific part is taken as lower."""
    if one.by_measure or other.by_measure or one.percent is None or other.percent is None:
        return True
    return one.percent < other.percent


def _is_same(one: DutyRow, other: DutyRow) -> bool:
    return (one.percent, one.specific_amount, one.specific_minimum, one.specific_maximum) == (
        other.percent, other.specific_amount, other.specific_minimum, other.specific_maximum,
    )  # fmt: skip
