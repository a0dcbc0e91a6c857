"""
Incoterms 2020: who arranges and pays each stretch of the way, and where the risk passes, from one table.

Pure: no database, no clock. Everything else that depends on the terms (what a price holds, what is collected at
checkout, what both sides are shown) is derived from `TERMS`; told in docs/algorithms/incoterms.md.
Source: ICC Incoterms 2020, articles A2/B2, A4/B4, A5/B5, A7/B7 and A9/B9 of each rule, in our own words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Payer(StrEnum):
    """Who arranges and pays. BY_CONTRACT: the seller as far as the booked carriage reaches, else the buyer."""

    SELLER = "seller"
    BUYER = "buyer"
    BY_CONTRACT = "by_contract"


class Stage(StrEnum):
    """The stretches of the way, in their order."""

    PACKING = "packing"
    PRE_CARRIAGE = "pre_carriage"
    EXPORT_CLEARANCE = "export_clearance"
    ORIGIN_TERMINAL = "origin_terminal"
    LOADING = "loading"
    MAIN_CARRIAGE = "main_carriage"
    INSURANCE = "insurance"
    DESTINATION_TERMINAL = "destination_terminal"
    IMPORT_CLEARANCE = "import_clearance"
    DUTY_TAX = "duty_tax"
    INLAND = "inland"
    UNLOADING = "unloading"


STAGE_LABELS: dict[Stage, Promise] = {
    Stage.PACKING: _("Export packing"),
    Stage.PRE_CARRIAGE: _("Carriage to the port or airport of departure"),
    Stage.EXPORT_CLEARANCE: _("Export clearance"),
    Stage.ORIGIN_TERMINAL: _("Terminal at departure"),
    Stage.LOADING: _("Loading"),
    Stage.MAIN_CARRIAGE: _("Main carriage"),
    Stage.INSURANCE: pgettext_lazy("stretch of the way", "Insurance"),
    Stage.DESTINATION_TERMINAL: _("Terminal at arrival"),
    Stage.IMPORT_CLEARANCE: _("Import clearance"),
    Stage.DUTY_TAX: _("Duty and import tax"),
    Stage.INLAND: _("Carriage to the door"),
    Stage.UNLOADING: _("Unloading at the door"),
}

# Short enough for a strip on a phone.
STAGE_SHORT: dict[Stage, Promise] = {
    Stage.PACKING: _("Packing"),
    Stage.PRE_CARRIAGE: _("To port"),
    Stage.EXPORT_CLEARANCE: _("Export"),
    Stage.ORIGIN_TERMINAL: pgettext_lazy("stretch of the way", "Terminal"),
    Stage.LOADING: _("Loading"),
    Stage.MAIN_CARRIAGE: _("Main carriage"),
    Stage.INSURANCE: pgettext_lazy("stretch of the way", "Insurance"),
    Stage.DESTINATION_TERMINAL: pgettext_lazy("stretch of the way", "Terminal"),
    Stage.IMPORT_CLEARANCE: pgettext_lazy("stretch of the way", "Import"),
    Stage.DUTY_TAX: _("Duty, tax"),
    Stage.INLAND: _("To door"),
    Stage.UNLOADING: _("Unloading"),
}

PAYER_LABELS: dict[Payer, Promise] = {
    Payer.SELLER: _("Seller"),
    Payer.BUYER: _("Buyer"),
    Payer.BY_CONTRACT: _("As the carriage is booked"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """
    One rule of Incoterms 2020.

    `payers` follow the order of `Stage`. `cover` is the insurance the seller owes the buyer: Institute Cargo Clauses
    "A" (all risks) or "C" (named perils), '' for none. `risk` is the stage before which the risk passes to the buyer,
    None when it passes after the last. `any_mode` is false for the rules of sea and inland waterway alone.
    """

    code: str
    name: Promise
    payers: tuple[Payer, ...]
    risk: Stage | None
    risk_text: Promise
    cover: str = ""
    any_mode: bool = True

    def payer(self, stage: Stage) -> Payer:
        """Who pays a stage."""
        return self.payers[_ORDER[stage]]

    def pays_seller(self, stage: Stage) -> bool:
        """Tell whether the stage is in the seller's price for certain."""
        return self.payer(stage) is Payer.SELLER

    @property
    def has_freight(self) -> bool:
        """Whether the seller books the main carriage, so that the freight is paid with the order."""
        return self.pays_seller(Stage.MAIN_CARRIAGE)

    @property
    def has_cover(self) -> bool:
        """Whether the seller owes the buyer insurance, so that its premium is paid with the order."""
        return bool(self.cover)

    @property
    def has_customs(self) -> bool:
        """Whether duty, import tax and fees are the seller's, so that they are collected with the order."""
        return self.pays_seller(Stage.DUTY_TAX)

    def fits(self, mode: str) -> bool:
        """Tell whether the term is meant for a transport mode ("sea", "air", "express", ...)."""
        return self.any_mode or mode == "sea"


_ORDER = {stage: place for place, stage in enumerate(Stage)}
_LETTERS = {"S": Payer.SELLER, "B": Payer.BUYER, "C": Payer.BY_CONTRACT}


def _payers(row: str) -> tuple[Payer, ...]:
    return tuple(_LETTERS[letter] for letter in row.split())


_AT_PREMISES = _("When the goods stand ready at the seller's premises.")
_AT_CARRIER = _("When the seller hands the goods to the first carrier.")
_ALONGSIDE = _("When the goods lie alongside the ship.")
_ON_BOARD = _("When the goods are on board the ship.")
_AT_DOOR = _("When the goods have arrived, ready to be unloaded.")
_UNLOADED = _("When the goods have arrived and are unloaded.")

# fmt: off
TERMS: dict[str, Term] = {
    term.code: term
    for term in (
        # pack, pre, export, terminal, load | main, insurance | terminal, import, duty, inland, unload
        Term("EXW", _("Ex works"),                          _payers("S B B B B B B B B B B B"),
             Stage.PRE_CARRIAGE, _AT_PREMISES),
        Term("FCA", _("Free carrier"),                      _payers("S S S B B B B B B B B B"),
             Stage.ORIGIN_TERMINAL, _AT_CARRIER),
        Term("FAS", _("Free alongside ship"),               _payers("S S S S B B B B B B B B"),
             Stage.LOADING, _ALONGSIDE, any_mode=False),
        Term("FOB", _("Free on board"),                     _payers("S S S S S B B B B B B B"),
             Stage.MAIN_CARRIAGE, _ON_BOARD, any_mode=False),
        Term("CFR", _("Cost and freight"),                  _payers("S S S S S S B C B B B B"),
             Stage.MAIN_CARRIAGE, _ON_BOARD, any_mode=False),
        Term("CIF", _("Cost, insurance and freight"),       _payers("S S S S S S S C B B B B"),
             Stage.MAIN_CARRIAGE, _ON_BOARD, cover="C", any_mode=False),
        Term("CPT", _("Carriage paid to"),                  _payers("S S S S S S B C B B C B"),
             Stage.ORIGIN_TERMINAL, _AT_CARRIER),
        Term("CIP", _("Carriage and insurance paid to"),    _payers("S S S S S S S C B B C B"),
             Stage.ORIGIN_TERMINAL, _AT_CARRIER, cover="A"),
        # Until the goods have arrived the risk is the seller's own, and so is any insurance.
        Term("DAP", _("Delivered at place"),                _payers("S S S S S S S S B B S B"),
             Stage.UNLOADING, _AT_DOOR),
        Term("DPU", _("Delivered at place unloaded"),       _payers("S S S S S S S S B B S S"),
             None, _UNLOADED),
        Term("DDP", _("Delivered duty paid"),               _payers("S S S S S S S S S S S B"),
             Stage.UNLOADING, _AT_DOOR),
    )
}
# fmt: on

# What buyers are used to: everything included, or duty and tax on arrival.
DEFAULT_OFFER = ("DDP", "DAP")


def offered(words: Iterable[str]) -> tuple[str, ...]:
    """Return the known terms among `words` in the table's order from most to least included; none: the default."""
    named = set(words)
    known = tuple(code for code in reversed(TERMS) if code in named)
    return known or DEFAULT_OFFER


def common(offers: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the terms that all of several listings offer, or the default when they have none in common."""
    shared = set(offers[0]).intersection(*offers[1:]) if offers else set()
    return offered(shared)


def stages_of(code: str, *, to_door: bool = False) -> list[dict[str, Any]]:
    """
    Return the way of a term stage by stage: `{stage, label, short, payer, payer_label, risk}` in order.

    `to_door`: the booked carriage goes to the buyer's door, as our carriers' does, so that what depends on the
    contract of carriage is in the freight. `risk` marks the stage before which the risk passes.
    """
    term = TERMS[code]
    rows = []
    for stage in Stage:
        payer = term.payer(stage)
        if payer is Payer.BY_CONTRACT and to_door:
            payer = Payer.SELLER
        rows.append(
            {
                "stage": stage.value,
                "label": STAGE_LABELS[stage],
                "short": STAGE_SHORT[stage],
                "payer": payer.value,
                "payer_label": PAYER_LABELS[payer],
                "risk": stage is term.risk,
            }
        )
    return rows
