"""The guarantee policy of a day."""

from datetime import date

from django.db.models import Q

from marketplace.kernel.money import Money
from trade.editions import SHELVES
from trade.fx import RateTable
from trade.guarantee import PolicyRow, Promise, decide
from trade.landed_cost import Basket, LandedCost
from trade.models import Edition, GuaranteePolicy


def guarantee_policy(on: date) -> list[PolicyRow]:
    """Return the policy's rows in force on a day; held in the process."""

    def load() -> list[PolicyRow]:
        in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
        return [
            PolicyRow(
                destination=row.destination,
                hs_prefix=row.hs_prefix,
                maximum_eur=row.maximum_eur,
                is_guaranteed=row.is_guaranteed,
                only_confirmed=row.only_confirmed,
                margin_percent=row.margin_percent,
                label=str(row),
            )
            for row in GuaranteePolicy.objects.filter(in_force)
        ]

    return list(SHELVES[Edition.Kind.RULES].get(("guarantees", on), load))


def promise_for(basket: Basket, landed: LandedCost, *, rates: RateTable) -> Promise:
    """
    Decide whether the customs charges of `landed` are guaranteed on the basket's day.

    :raises RateUnknown: if the value of the goods cannot be told in euro.
    :raises RateStale: if the rate for that is too old.
    """
    goods: Money = rates.convert(landed.goods, "EUR").money
    return decide(basket, landed, guarantee_policy(basket.on), goods_eur=goods)
