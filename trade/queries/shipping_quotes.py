"""Shipping requests, for whoever asked for them."""

from django.db.models import Prefetch

from marketplace.kernel.refusals import NotFound
from trade.models import ShippingQuote, ShippingQuoteRequest


def shipping_request_for(public_id: str, *, asked_by: str) -> ShippingQuoteRequest:
    """
    Return a shipping request with its quotes, cheapest first, for whoever asked for it.

    :raises NotFound: if there is none, or it was asked for by somebody else.
    """
    quotes = ShippingQuote.objects.select_related("service__carrier").order_by("price_minor", "pk")
    request = ShippingQuoteRequest.objects.prefetch_related(Prefetch("quotes", quotes)).filter(public_id=public_id)
    found = request.filter(asked_by__in=("", asked_by)).first()
    if found is None:
        raise NotFound
    return found
