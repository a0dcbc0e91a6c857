"""Who pays what under a term, for templates."""

from typing import Any

from django import template

from trade.incoterms import TERMS, Payer, stages_of

register = template.Library()


@register.filter
def incoterm(code: str) -> Any:
    """Return the term, or None if it is none."""
    return TERMS.get(str(code))


@register.simple_tag
def incoterm_way(code: str, to_door: Any = "") -> dict[str, Any] | None:
    """
    Return what the who-pays component draws: `{term, stages, seller, buyer, by_contract}`, the last three as lists in
    words; None for an unknown code. `to_door`: the booked carriage goes to the buyer's door.
    """
    term = TERMS.get(str(code))
    if term is None:
        return None
    stages = stages_of(term.code, to_door=bool(to_door))

    def words(payer: Payer) -> str:
        named = [str(stage["label"]) for stage in stages if stage["payer"] == payer]
        return " · ".join(named)

    return {
        "term": term,
        "stages": stages,
        "seller": words(Payer.SELLER),
        "buyer": words(Payer.BUYER),
        "by_contract": words(Payer.BY_CONTRACT),
        "risk_at_end": term.risk is None,
    }
