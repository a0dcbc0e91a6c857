"""Give chosen buyers prices of their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers.content.price_lists import read_price_list
from sellers.models import PriceList, PriceListBuyer, PriceListTier, Variant

MOST_LISTS = 100
Errors = dict[str, list[Any]]


@entry
def set_price_list(
    *, actor: Actor, price_list: PriceList | None, content: Mapping[str, Any], now: datetime
) -> PriceList:
    """
    Make a price list, or with `price_list` change the fields named in `content` of one; `buyers` and `prices` replace
    what stood there. What was ordered by it stays as it was priced.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if the list is another organisation's, or closed.
    :raises InvalidInput: with a reason at each field and row that cannot stand; nothing is kept then.
    """
    actor.must("listings.edit")
    seller = actor.must_act_for_an_organisation()
    # One at a time: two windows would mix their rows.
    Organisation.objects.select_for_update(no_key=True).get(pk=seller.pk)
    if price_list is not None:
        price_list = PriceList.objects.filter(pk=price_list.pk, organisation=seller, closed_at=None).first()
        if price_list is None:
            raise NotFound
    clean, errors = read_price_list({**({} if price_list is not None else {"name": "", "currency": ""}), **content})
    kept = price_list or PriceList(organisation=seller)
    for name in ("name", "currency", "percent_off", "starts_on", "ends_on"):
        if name in clean:
            setattr(kept, name, clean[name])
    if not errors and kept.starts_on and kept.ends_on and kept.ends_on < kept.starts_on:
        errors["ends_on"] = [_("It cannot end before it begins.")]
    others = PriceList.objects.filter(organisation=seller, closed_at=None).exclude(pk=kept.pk)
    if kept.name and others.filter(name=kept.name).exists():
        errors["name"] = [_("Another list has this name.")]
    if price_list is None and others.count() >= MOST_LISTS:
        errors["name"] = [_("At most %(most)s lists.") % {"most": MOST_LISTS}]
    buyers = _buyers(seller, clean.get("buyers", []), errors)
    prices = _prices(kept, clean.get("prices", []), errors)
    keeps_prices = price_list is not None and "currency" in clean and "prices" not in clean
    if keeps_prices and kept.tiers.exclude(listing__currency=kept.currency).exists():
        errors["currency"] = [_("Its prices are in another currency. Send them anew, or make another list.")]
    if errors:
        raise InvalidInput(fields=errors)
    kept.save()
    if "buyers" in clean:
        kept.buyers.exclude(organisation__in=buyers).delete()
        there = set(kept.buyers.values_list("organisation_id", flat=True))
        PriceListBuyer.objects.bulk_create(
            PriceListBuyer(price_list=kept, organisation=each) for each in buyers if each.pk not in there
        )
    if "prices" in clean:
        kept.tiers.all().delete()
        PriceListTier.objects.bulk_create(
            (
                PriceListTier(
                    price_list=kept, listing_id=variant.listing_id, variant=variant,
                    min_quantity=tier.min_quantity, unit_price=tier.unit_price,
                )
                for variant, tiers in prices
                for tier in tiers
            ),
            batch_size=1000,
        )  # fmt: skip
    events.record(
        "sellers.price_list.set", subject=kept, actor=actor, at=now,
        payload={"fields": sorted(content), "buyers": kept.buyers.count()},
    )  # fmt: skip
    return kept


@entry
def close_price_list(*, actor: Actor, price_list: PriceList, now: datetime) -> PriceList:
    """
    End a price list: nobody is shown its prices any more; orders keep that it priced them. Closing twice closes once.

    :raises NotAllowed: if the actor may not edit listings.
    :raises NotFound: if it is another organisation's.
    """
    actor.must("listings.edit")
    own = PriceList.objects.select_for_update().filter(pk=price_list.pk, organisation=actor.organisation_id).first()
    if own is None:
        raise NotFound
    if own.closed_at is None:
        own.closed_at = now
        own.save(update_fields=["closed_at"])
        events.record("sellers.price_list.closed", subject=own, actor=actor, at=now)
    return own


def _buyers(seller: Organisation, wanted: Sequence[str], errors: Errors) -> list[Organisation]:
    found: dict[int, Organisation] = {}
    ids = [each for each in wanted if each]
    named = Organisation.objects.filter(Q(public_id__in=ids) | Q(name__in=ids), buys=True).exclude(pk=seller.pk)
    by_key: dict[str, list[Organisation]] = {}
    for each in named:
        by_key.setdefault(each.public_id, []).append(each)
        by_key.setdefault(each.name, []).append(each)
    for at, key in enumerate(wanted):
        if not key:
            continue
        meant = by_key.get(key, [])
        if len(meant) == 1:
            found[meant[0].pk] = meant[0]
        elif meant:
            errors[f"buyers.{at}"] = [_("Several organisations have this name. Use the number (org_…) of the one.")]
        else:
            errors[f"buyers.{at}"] = [
                _("“%(buyer)s” is no buyer here. Enter the exact name, or the number (org_…).") % {"buyer": key[:60]}
            ]
    return list(found.values())


def _prices(
    price_list: PriceList, wanted: Sequence[tuple[str, list[Any]]], errors: Errors
) -> list[tuple[Variant, list[Any]]]:
    keys = [key for key, _tiers in wanted]
    own = Variant.objects.filter(organisation_id=price_list.organisation_id, archived_at=None).select_related("listing")
    found = {each.public_id: each for each in own.filter(public_id__in=keys)}
    found |= {each.sku: each for each in own.filter(sku__in=[key for key in keys if key])}
    prices: dict[int, tuple[Variant, list[Any]]] = {}
    for at, (key, tiers) in enumerate(wanted):
        variant = found.get(key)
        if variant is None:
            errors[f"prices.{at}.variant"] = [_("You have no variant with this SKU.")]
        elif price_list.currency and variant.listing.currency != price_list.currency:
            errors[f"prices.{at}.variant"] = [
                _("It is sold in %(currency)s; this list is in %(list)s.")
                % {"currency": variant.listing.currency, "list": price_list.currency}
            ]
        elif variant.pk in prices:
            errors[f"prices.{at}.variant"] = [_("This variant already has a price on the list.")]
        else:
            prices[variant.pk] = (variant, tiers)
    return list(prices.values())
