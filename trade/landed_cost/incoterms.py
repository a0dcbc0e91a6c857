"""Incoterms 2020: which parts of the journey the seller's price already holds, from one table."""

from dataclasses import dataclass


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
    term.code: term
    for term in (
        Incoterm("EXW", False, False, False, False, False),
        Incoterm("FCA", True, False, False, False, False),
        Incoterm("FAS", True, False, False, False, False, any_mode=False),
        Incoterm("FOB", True, False, False, False, False, any_mode=False),
        Incoterm("CFR", True, True, False, False, False, any_mode=False),
        Incoterm("CPT", True, True, False, False, False),
        Incoterm("CIF", True, True, True, False, False, any_mode=False),
        Incoterm("CIP", True, True, True, False, False),
        Incoterm("DAP", True, True, True, True, False),
        Incoterm("DPU", True, True, True, True, False),
        Incoterm("DDP", True, True, True, True, True),
    )
}
