"""Rule rows, and what they are as values for the reckoning."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from trade.countries import is_eu
from trade.landed_cost.rules import DestinationFacts, DestinationRules, DutyRow, FeeRow, LowValueRow, TaxRow
from trade.models import DatedRule, DestinationRule, DutyRate, FeeRule, LowValueRule, TaxRate

RULE_MODELS: tuple[type[DatedRule], ...] = (DestinationRule, DutyRate, TaxRate, LowValueRule, FeeRule)


@dataclass
class RuleSet:
    """Rule rows by model."""

    rows: dict[type[DatedRule], list[Any]] = field(default_factory=dict)

    def of(self, model: type[DatedRule], destination: str, on: date) -> list[Any]:
        """Return the rows of a model in force in a destination on a day, the Union's among them."""
        names = (destination, "EU") if is_eu(destination) else (destination,)
        return [
            row for row in self.rows.get(model, ())
            if row.destination in names and row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)
        ]  # fmt: skip


def destination_rules(destination: str, on: date, rules: RuleSet) -> DestinationRules | None:
    """Return the rules of a destination on a day as values, or None where there are none."""
    facts = next(iter(rules.of(DestinationRule, destination, on)), None)
    if facts is None:
        return None
    used = {model: rules.of(model, destination, on) for model in RULE_MODELS}
    return DestinationRules(
        destination,
        on,
        DestinationFacts(
            **_origin(facts),
            currency=facts.currency,
            valuation=facts.valuation,
            tax_name=facts.tax_name,
            tax_base_has_freight=facts.tax_base_has_freight,
            tax_base_uplift_percent=facts.tax_base_uplift_percent,
            uplift_exempt_origins=_words(facts.uplift_exempt_origins),
            business_tax=facts.business_tax,
            deemed_freight_percent=facts.deemed_freight_percent,
            deemed_insurance_percent=facts.deemed_insurance_percent,
            value_step=facts.value_step,
            charge_step=facts.charge_step,
            waive_charge_up_to=facts.waive_charge_up_to,
            no_mfn_origins=_words(facts.no_mfn_origins),
            duty_is_cut=facts.duty_is_cut,
            consumer_value_percent=facts.consumer_value_percent,
        ),
        duties=[
            DutyRow(
                **_origin(row),
                kind=row.kind,
                measure=row.measure,
                hs_prefix=row.hs_prefix,
                origin=row.origin,
                agreement=row.agreement,
                percent=row.percent,
                specific_amount=row.specific_amount,
                specific_currency=row.specific_currency,
                specific_unit=row.specific_unit,
                combine=row.combine,
                top_up_to_percent=row.top_up_to_percent,
                displaces=_words(row.displaces),
                waived_by=_words(row.waived_by),
                specific_minimum=row.specific_minimum,
                specific_maximum=row.specific_maximum,
                proof=row.proof,
            )
            for row in used[DutyRate]
        ],
        taxes=[
            TaxRow(
                **_origin(row),
                hs_prefix=row.hs_prefix,
                name=row.name,
                percent=row.percent,
                second_percent=row.second_percent,
                is_inside=row.is_inside,
                region=row.region,
                vat_class=row.vat_class,
                importer=row.importer,
            )
            for row in used[TaxRate]
        ],
        low_values=[
            LowValueRow(
                **_origin(row),
                importer=row.importer,
                ship_from=row.ship_from,
                threshold=row.threshold,
                threshold_currency=row.threshold_currency,
                basis=row.basis,
                duty=row.duty,
                duty_percent=row.duty_percent,
                duty_amount=row.duty_amount,
                amount_currency=row.amount_currency,
                tax=row.tax,
                tax_factor=row.tax_factor,
                collected_by=row.collected_by,
                excluded_prefixes=tuple(row.excluded_prefixes.split()),
                tax_class=row.tax_class,
            )
            for row in used[LowValueRule]
        ],
        fees=[
            FeeRow(
                **_origin(row),
                code=row.code,
                name=row.name,
                importer=row.importer,
                regime=row.regime,
                base=row.base,
                percent=row.percent,
                amount=row.amount,
                minimum=row.minimum,
                maximum=row.maximum,
                currency=row.currency,
                value_above=row.value_above,
                value_up_to=row.value_up_to,
                transport=row.transport,
                counts_as=row.counts_as,
                is_in_tax_base=row.is_in_tax_base,
                waived_by=_words(row.waived_by),
            )
            for row in sorted(used[FeeRule], key=lambda fee: (fee.counts_as != "duty", fee.code))
        ],
        version=_version(destination, [row for rows in used.values() for row in rows]),
    )


def fingerprint(row: DatedRule) -> str:
    """Return a row's content as one line, the same for a row from a file and from the database."""
    parts = []
    for column in row._meta.concrete_fields:
        if column.name in ("id", "entered_in_admin"):
            continue
        value = getattr(row, column.attname)
        parts.append(f"{value.normalize():f}" if isinstance(value, Decimal) else str(value))
    return "|".join(parts)


def _version(destination: str, rows: list[DatedRule]) -> str:
    digest = hashlib.sha256("\n".join(sorted(fingerprint(row) for row in rows)).encode())
    return f"{destination}-{digest.hexdigest()[:12]}"


def _origin(row: DatedRule) -> dict[str, Any]:
    return {"source": row.source, "source_date": row.source_date, "is_shaky": row.is_shaky, "note": row.note}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
