"""Trade that no price can be named for: sanctioned countries, and goods of one country banned from another."""

from datetime import date

from django.utils.translation import gettext as _

from trade.landed_cost import Basket
from trade.queries.restrictions import may_it_go
from trade.restrictions.goods import Goods
from trade.restrictions.verdict import Verdict
from trade.restrictions.wording import reason_text

BLOCKED = "blocked"
EMBARGO = "embargo"
#: Origins under sanctions on nearly everything. Of others under sanctions some goods are still traded and priced.
CLOSED_ORIGINS = frozenset({"CU", "IR", "KP", "SY"})


def closed_trade(basket: Basket) -> dict[str, list[str]]:
    """Return what is closed in a basket, by the path of the field that says so."""
    problems: dict[str, list[str]] = {}
    if _is_sanctioned(basket.ship_to, basket.on):
        problems["ship_to"] = [_sanctioned(basket.ship_to)]
    if basket.ship_from in CLOSED_ORIGINS:
        problems["ship_from"] = [_sanctioned(basket.ship_from)]
    seen: dict[tuple[str, str], str] = {}
    for place, line in enumerate(basket.lines):
        if line.kind != "goods":
            continue
        if line.origin in CLOSED_ORIGINS:
            problems[f"lines[{place}].origin"] = [_sanctioned(line.origin)]
            continue
        key = (line.hs_code or "", line.origin)
        if key not in seen:
            seen[key] = _ban(basket, *key)
        if seen[key]:
            problems[f"lines[{place}].hs_code"] = [seen[key]]
    return problems


def _is_sanctioned(country: str, on: date) -> bool:
    verdict = may_it_go(Goods(), country, on)
    return any(finding.outcome == BLOCKED and finding.reason.startswith(EMBARGO) for finding in verdict.stopping)


def _ban(basket: Basket, hs_code: str, origin: str) -> str:
    """Return why goods of an origin are banned from the destination as such; '' if they are not."""
    goods = Goods(hs_code=hs_code, origin=origin, ship_from=basket.ship_from, importer=basket.importer_kind)
    verdict: Verdict = may_it_go(goods, basket.ship_to, basket.on)
    for finding in verdict.stopping:
        rule = finding.rule
        if finding.outcome != BLOCKED or rule is None or not rule.hs_prefixes or finding.reason.startswith(EMBARGO):
            continue
        # Named on both sides: a ban between two countries, not one on selling such goods here at all.
        if rule.origins.inside is not None and rule.destinations.inside is not None:
            return reason_text(finding.reason, {"destination": basket.ship_to, "origin": origin})
    return ""


def _sanctioned(country: str) -> str:
    return _("Trade with %(country)s is closed by sanctions, so there is no price to name.") % {"country": country}
