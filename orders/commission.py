"""Which commission rule a sale falls under."""

from decimal import Decimal

from accounts.models import Organisation
from orders.offers import Commission
from payments.models import CommissionRule

STANDARD = Commission(Decimal("5"), "standard")


def commission_for(*, seller: Organisation, currency: str) -> Commission:
    """Return the first active rule, by position, whose conditions the sale meets; the standard rate if none does."""
    for rule in CommissionRule.objects.filter(is_active=True).order_by("position"):
        if (
            rule.seller_id in (None, seller.pk)
            and rule.seller_country in ("", seller.country)
            and rule.currency in ("", currency)
        ):
            return Commission(rule.percent, rule.name)
    return STANDARD
