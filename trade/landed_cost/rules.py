"""The rules of one destination on one day, as values, and how the right row is found among them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trade.countries import is_eu
from trade.landed_cost.answer import Explained

# National tariffs go to ten digits; nothing longer is looked up.
LONGEST_PREFIX = 10


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


@dataclass(frozen=True, slots=True)
class TaxRow(Row):
    """One tax rate; see `trade.models.TaxRate`."""

    hs_prefix: str
    name: str
    percent: Decimal
    second_percent: Decimal
    is_inside: bool


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
        self._taxes = {row.hs_prefix: row for row in taxes}
        self._duties: dict[str, list[DutyRow]] = {}
        for row in duties:
            self._duties.setdefault(row.hs_prefix, []).append(row)
        self._answers: dict[tuple[str, str, str], DutyAnswer] = {}
        self._steps: dict[tuple[int, str], Explained] = {}

    def tax_for(self, hs_code: str | None) -> TaxRow | None:
        """Return the tax row with the longest prefix of the code; without a code the standard rate."""
        code = hs_code or ""
        for length in range(min(len(code), LONGEST_PREFIX), -1, -1):
            if (row := self._taxes.get(code[:length])) is not None:
                return row
        return None

    @property
    def has_reduced_taxes(self) -> bool:
        """Tell whether the code of the goods can change the tax rate."""
        return len(self._taxes) > 1

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
        for row in self._candidates(hs_code, origin):
            if row.kind == "preference" and row.agreement != agreement:
                continue
            # Candidates come longest prefix first, own origin before any: the first of each measure stands.
            best.setdefault((row.kind, row.measure), row)
        base = next((row for (kind, _), row in best.items() if kind == "base"), None)
        if base is not None and origin in self.facts.no_mfn_origins and base.origin != origin:
            base = None
        preference = next((row for (kind, _), row in best.items() if kind == "preference"), None)
        additional = [
            row for (kind, _), row in best.items()
            if kind == "additional" and not (agreement and agreement in row.waived_by)
        ]  # fmt: skip
        additional = [row for row in additional if row.percent != 0 or row.specific_amount]
        displaced = frozenset[str]().union(*(row.displaces for row in additional))
        stacked = tuple(row for row in additional if row.measure not in displaced)
        if preference is not None and (base is None or _is_lower(preference, base)):
            base = preference
        return DutyAnswer(base, stacked, agreement if agreement and preference is None else "")

    def _candidates(self, hs_code: str, origin: str) -> Iterable[DutyRow]:
        origins = (origin, "EU", "") if is_eu(origin) else (origin, "")
        for length in range(min(len(hs_code), LONGEST_PREFIX), -1, -1):
            rows = self._duties.get(hs_code[:length], ())
            for wanted in origins:
                for row in rows:
                    if row.origin == wanted:
                        yield row


def _is_lower(one: DutyRow, other: DutyRow) -> bool:
    """Only rates of the same make compare without the goods; a preference with a specific part is taken as lower."""
    if one.specific_amount or other.specific_amount or one.percent is None or other.percent is None:
        return True
    return one.percent < other.percent
