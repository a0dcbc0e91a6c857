"""Say of carriers that did not answer in time that they did not."""

from datetime import datetime

from marketplace.kernel.operations import entry
from trade.models import ShippingQuote, ShippingQuoteRequest


@entry
def close_late_quotes(*, request: ShippingQuoteRequest, now: datetime) -> int:
    """Mark the quotes of a request that are still pending after its deadline as not answered; return how many."""
    if not request.is_past_deadline(now):
        return 0
    pending = ShippingQuote.objects.filter(request=request, state=ShippingQuote.State.PENDING)
    return pending.update(state=ShippingQuote.State.UNAVAILABLE, reason="not_answered", answered_at=now)
