"""
Carriers behind one port.

`port` says what a carrier can be asked; `rate_card` answers from the cards stored here, `live` asks DHL Express, UPS
and FedEx in their own systems; `registry` picks by the row of the carrier. Callers never look at which it is.
"""

from trade.carriers.port import (
    CarrierAway,
    Notice,
    Offer,
    QuoteRequest,
    TrackedEvent,
    Unavailable,
    WebhookNotConfigured,
    WebhookNotGenuine,
)
from trade.carriers.registry import carrier_for, is_configured

__all__ = [
    "CarrierAway",
    "Notice",
    "Offer",
    "QuoteRequest",
    "TrackedEvent",
    "Unavailable",
    "WebhookNotConfigured",
    "WebhookNotGenuine",
    "carrier_for",
    "is_configured",
]
