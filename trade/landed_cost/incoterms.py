"""What a price under each term of Incoterms 2020 already holds, as the reckoning needs it; from `trade.incoterms`."""

from dataclasses import dataclass

from trade.incoterms import TERMS, Stage


@dataclass(frozen=True, slots=True)
class Incoterm:
    """
    What the seller pays under a term: export clearance, main freight, insurance, carriage after the border, duty.

    `any_mode` is false for the terms of sea and inland waterway alone. The customs value never depends on the term.
    """

    code: str
    export: bool
    freight: bool
    insurance: bool
    inland: bool
    import_charges: bool
    any_mode: bool = True


INCOTERMS: dict[str, Incoterm] = {
    code: Incoterm(
        code,
        export=term.pays_seller(Stage.EXPORT_CLEARANCE),
        freight=term.pays_seller(Stage.MAIN_CARRIAGE),
        insurance=term.pays_seller(Stage.INSURANCE),
        inland=term.pays_seller(Stage.INLAND),
        import_charges=term.pays_seller(Stage.DUTY_TAX),
        any_mode=term.any_mode,
    )
    for code, term in TERMS.items()
}
