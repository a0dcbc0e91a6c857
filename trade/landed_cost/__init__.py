"""What goods cost at the buyer's door: a pure function of a basket, the destination's rules and exchange rates."""

from trade.landed_cost.answer import FX_BEFOREHAND, CostUnknown, Explained, LandedCost, LandedLine
from trade.landed_cost.basket import Basket, BasketLine
from trade.landed_cost.incoterms import INCOTERMS, Incoterm
from trade.landed_cost.reckon import landed_cost
from trade.landed_cost.rules import DestinationRules

__all__ = [
    "FX_BEFOREHAND",
    "INCOTERMS",
    "Basket",
    "BasketLine",
    "CostUnknown",
    "DestinationRules",
    "Explained",
    "Incoterm",
    "LandedCost",
    "LandedLine",
    "landed_cost",
]
