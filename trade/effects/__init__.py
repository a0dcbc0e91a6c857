"""What a new rule would do to what is on sale: to what it costs at the door, and to where it may go."""

from trade.effects.charges import ChargeEffect, ChargeEffects, charge_effects
from trade.effects.on_sale import OnSale, register
from trade.effects.openness import OpennessEffects, openness_effects

__all__ = [
    "ChargeEffect",
    "ChargeEffects",
    "OnSale",
    "OpennessEffects",
    "charge_effects",
    "openness_effects",
    "register",
]
