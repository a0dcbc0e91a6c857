"""What is on sale, as far as the rules of trade are concerned."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from moneyed import Money

from marketplace.kernel.money import round_money
from sellers.models import Listing, PriceTier
from sellers.queries.reach import goods_by_id
from trade.effects import OnSale

BATCH = 1000


def listings_on_sale() -> Iterator[OnSale]:
    """Yield everything on sale with its papers, at the price of its smallest order; three queries a batch."""
    first_price = PriceTier.objects.filter(listing=OuterRef("pk")).order_by("min_quantity", "pk")
    rows = (
        Listing.objects.on_sale()
        .annotate(price=Subquery(first_price.values("unit_price")[:1]))
        .order_by("pk")
        .values_list("pk", "price", "moq", "currency", "weight_g")
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        goods = goods_by_id(row[0] for row in batch)
        for pk, price, moq, currency, weight_g in batch:
            value = round_money(Money(price * moq, currency)) if price is not None else None
            if pk in goods:
                yield OnSale(goods[pk], value, weight_g * moq if weight_g else None)
        if len(batch) < BATCH:
            return
