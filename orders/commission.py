"""Which commission rule a sale falls under."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from accounts.models import Organisation
from payments.models import CommissionRule

STANDARD_PERCENT = Decimal(5)


@dataclass(frozen=True, slots=True)
class Commission:
    """The rate on a sale's goods, and in words which rule says so."""

    percent: Decimal
    explanation: str


def commission_for(*, seller: Organisation, currency: str) -> Commission:
    """Return the first active rule, by position, whose conditions the sale meets; the standard rate if none does."""
    rule = (
        CommissionRule.objects.filter(is_active=True)
        .filter(
            Q(seller=None) | Q(seller=seller),
            Q(seller_country="") | Q(seller_country=seller.country),
            Q(currency="") | Q(currency=currency),
        )
        .order_by("position")
        .first()
    )
    percent, name = (rule.percent, rule.name) if rule else (STANDARD_PERCENT, "standard")
    return Commission(percent, f"{name}: {percent.normalize():f} % of goods")
