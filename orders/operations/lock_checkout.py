"""Freeze the price of a checkout for half an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.queries import is_registered_in
from marketplace.kernel.money import Money
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from orders import door, offers, queries, rules, terms
from orders.clearance import frozen
from orders.commission import commission_for
from orders.lines import Purchase
from orders.models import Checkout
from orders.models.checkout import Incoterm
from orders.offers import Amounts, PricedLine
from orders.operations._checkouts import (
    LinesRefused,
    check_destination,
    check_rules,
    checked_purchase,
    destination_of,
    journey,
    locked,
)
from sellers.lots import choose_lots
from sellers.models import Variant
from sellers.operations import LotsTooLate
from sellers.prices import lot_left
from trade.fx import RateTable
from trade.guarantee import GUARANTEED, Promise
from trade.incoterms import TERMS
from trade.insurance import premium
from trade.landed_cost import Basket, LandedCost
from trade.operations import promise_rate
from trade.queries import landed_cost_for, promise_for

# An offer older than this is asked for again.
SHIPPING_OFFER_STANDS = timedelta(hours=12)


class AddressMissing(Refusal):
    """Goods need to go somewhere."""

    code = "address_missing"
    title = _("Where should it go?")
    message = _("Enter the delivery address first.")


class ShippingMissing(Refusal):
    """Goods need to travel somehow."""

    code = "shipping_missing"
    title = _("How should it travel?")
    message = _("Choose a shipping offer first.")


class ShippingOfferLapsed(Refusal):
    """The chosen shipping offer is too old."""

    code = "shipping_offer_lapsed"
    title = _("The shipping offer has lapsed")
    message = _("Choose among fresh shipping offers to go on.")


@entry
def lock_checkout(*, actor: Actor, checkout: Checkout, rates: RateTable, now: datetime) -> Checkout:
    """
    Freeze unit prices at their quantity tiers, exchange rates, freight and landed cost until `locked_until`.

    The term is the one the buyer wanted among those the seller offers, else the most inclusive one that is possible:
    DDP collects duty and tax when they are known. `landed["promise"]` says whether they are guaranteed under the
    platform's policy or an estimate, when the real bill decides. Locking again while the lock stands returns it as it
    is; after it lapsed everything is priced afresh and `changes` says what is different.

    :raises NotAllowed: if the actor may not place orders.
    :raises CheckoutPlaced: if the checkout has become an order.
    :raises LinesRefused: if a line cannot be bought any more, with the reason by variant.
    :raises AddressMissing, ShippingMissing, ShippingOfferLapsed: if a step is missing.
    :raises NotDelivered: if the seller does not ship there any more.
    :raises NotAllowedThere: if rules keep a line from its destination, naming it.
    :raises RateUnknown, RateStale: if a currency cannot be converted.
    """
    checkout = locked(actor, checkout)
    if checkout.is_locked(now):
        return checkout
    items = queries.items_of(checkout)
    purchase = checked_purchase(items, buyer_id=checkout.organisation_id, on=now.date())
    _check_steps(checkout, now)
    destination = destination_of(checkout)
    titles = {variant.listing_id: variant.listing.title for variant, _quantity in items}
    cleared = check_rules(checkout, destination, titles, now.date())
    _check_lots(checkout, items, purchase, now)
    lines = offers.price_lines([purchase.item(*each) for each in items], currency=checkout.currency, rates=rates)
    freight = _freight(checkout)
    deal = _deal_for(checkout, lines, freight, items, rates, now) if checkout.is_carried else Deal()
    commission = commission_for(seller=checkout.seller, currency=checkout.currency)
    amounts = offers.amounts_of(
        lines,
        currency=checkout.currency,
        freight=freight,
        landed=deal.landed,
        seller=checkout.seller,
        commission_percent=commission.percent,
        commission_rule=commission.explanation,
        rates=rates,
        term=TERMS.get(deal.term),
        insurance=deal.insurance,
        guarantee_percent=deal.promise.margin_percent if deal.promise is not None else Decimal(0),
    )
    priced = [line.as_json() for line in lines]
    checkout.changes = (
        door.differences(checkout.lines, priced, Amounts.from_json(checkout.amounts), amounts)
        if checkout.amounts
        else []
    )
    checkout.lines = priced
    checkout.amounts = amounts.as_json()
    checkout.fx = offers.fx_of(lines, amounts, rates)
    for used in checkout.fx["charged"]:
        quote = promise_rate(
            actor=actor,
            source=used["from"],
            target=used["to"],
            rates=rates,
            expires_at=now + rules.LOCK_FOR,
            used_for=checkout.public_id,
            now=now,
        )
        used["quote"] = quote.public_id
    checkout.landed = door.door_of(amounts, deal.landed, deal.promise) | {"terms": list(deal.possible)}
    checkout.incoterm = deal.term
    checkout.shipping = _shipping(checkout)
    checkout.clearance = frozen(cleared, destination, now.date())
    checkout.state = Checkout.State.LOCKED
    checkout.locked_at = now
    checkout.locked_until = now + rules.LOCK_FOR
    checkout.save()
    return checkout


def _check_steps(checkout: Checkout, now: datetime) -> None:
    if not checkout.is_carried:
        return
    if not checkout.address:
        raise AddressMissing
    check_destination(checkout, checkout.address["country"])
    if checkout.shipping_quote is None:
        raise ShippingMissing
    if checkout.shipping_quote.answered_at is None or now - checkout.shipping_quote.answered_at > SHIPPING_OFFER_STANDS:
        raise ShippingOfferLapsed


def _check_lots(checkout: Checkout, items: list[tuple[Variant, int]], purchase: Purchase, now: datetime) -> None:
    """
    :raises LinesRefused: if too few of a line would arrive before their date by the chosen service.
    """
    lead = max((purchase.lead_days(*each) or 0 for each in items), default=0)
    way = journey(checkout.shipping_quote.max_days if checkout.shipping_quote else None, lead, now)
    reasons = {}
    for variant, quantity in items if checkout.is_carried else ():
        lots = [lot_left(lot) for lot in variant.lots.all()]
        if lots and (missing := choose_lots(lots, quantity, way).missing):
            late = LotsTooLate(title=variant.listing.title, wanted=quantity, available=quantity - missing)
            reasons[variant.public_id] = [late.detail]
    if reasons:
        raise LinesRefused(fields=reasons)


def _freight(checkout: Checkout) -> Money:
    quote = checkout.shipping_quote
    price = quote.price if quote is not None else None
    return offers.chargeable(price) if price is not None else Money(0, checkout.currency)


@dataclass(frozen=True, slots=True)
class Deal:
    """Under which term, what the door costs under it, and how sure the customs charges are."""

    term: str = ""
    landed: LandedCost | None = None
    insurance: Money | None = None
    promise: Promise | None = None
    possible: tuple[str, ...] = ()


def _deal_for(
    checkout: Checkout,
    lines: list[PricedLine],
    freight: Money,
    items: list[tuple[Variant, int]],
    rates: RateTable,
    now: datetime,
) -> Deal:
    mode = checkout.shipping_quote.service.mode if checkout.shipping_quote else ""
    goods = Money(sum(line.total.amount for line in lines), checkout.currency)
    registered = is_registered_in(checkout.organisation, checkout.address["country"])

    def reckon(term: str) -> tuple[Basket, LandedCost, Money]:
        cover = TERMS[term].cover
        insurance = offers.chargeable(premium(goods, freight, cover=cover, percent=settings.TRADE_INSURANCE_PERCENT))
        basket = offers.basket_of(
            lines,
            ship_from=checkout.ships_from,
            ship_to=checkout.address["country"],
            currency=checkout.currency,
            incoterm=term,
            # Whoever pays it, the goods have to travel: under EXW to FOB the offer is an estimate of it.
            freight=freight,
            insurance=insurance,
            on=now.date(),
            transport=mode,
            tax_registered=registered,
        )
        return basket, landed_cost_for(basket, rates=rates), insurance

    basket, landed, insurance = reckon(Incoterm.DDP.value)
    possible = terms.possible_terms(
        [variant.listing.terms for variant, _quantity in items],
        mode=mode,
        can_collect=offers.can_collect_customs(landed),
    )
    term = terms.term_for(checkout.wanted_incoterm, possible)
    if term != Incoterm.DDP.value:
        basket, landed, insurance = reckon(term)
    if not TERMS[term].has_customs:
        return Deal(term, landed, insurance, None, possible)
    promise = promise_for(basket, landed, rates=rates)
    return Deal(term, landed.guaranteed() if promise.status == GUARANTEED else landed, insurance, promise, possible)


def _shipping(checkout: Checkout) -> dict[str, object]:
    quote = checkout.shipping_quote
    if quote is None:
        return {}
    return {
        "quote": quote.public_id,
        "carrier": quote.service.carrier.name,
        "service": quote.name,
        "mode": quote.service.mode,
        "min_days": quote.min_days,
        "max_days": quote.max_days,
        "parcels": quote.details.get("parcels"),
        "unit": quote.details.get("unit"),
    }
