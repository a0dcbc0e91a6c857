"""What is on sale, as far as customs is concerned."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from moneyed import Money

from marketplace.kernel.money import round_money
from sellers.models import Listing, PriceTier
from trade.effects import OnSale


def goods_on_sale() -> Iterator[OnSale]:
    """Yield every listing on sale that has an HS code, at the price of its smallest order; one query."""
    first_price = PriceTier.objects.filter(listing=OuterRef("pk")).order_by("min_quantity", "pk")
    rows = (
        Listing.objects.on_sale()
        .filter(kind=Listing.Kind.GOODS)
        .exclude(hs_code="")
        .annotate(price=Subquery(first_price.values("unit_price")[:1]))
        .exclude(price=None)
        .order_by("pk")
        .values_list("title", "hs_code", "origin_country", "ships_from_country", "price", "moq", "currency", "weight_g")
    )
    for title, hs_code, origin, ships_from, price, moq, currency, weight_g in rows.iterator():
        value = round_money(Money(price * moq, currency))
        weight = weight_g * moq if weight_g else None
        yield OnSale(title, hs_code, origin or ships_from, ships_from or origin, value, weight)
