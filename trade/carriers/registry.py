"""Which adapter answers for a carrier, and whether it can."""

from django.conf import settings

from trade.carriers.live import DhlExpress, FedEx, Ups
from trade.carriers.port import Carrier
from trade.carriers.rate_card import RateCardCarrier

_LIVE: dict[str, tuple[type[DhlExpress] | type[Ups] | type[FedEx], tuple[str, ...]]] = {
    "dhl-express": (DhlExpress, ("DHL_EXPRESS_USERNAME", "DHL_EXPRESS_PASSWORD", "DHL_EXPRESS_ACCOUNT")),
    "ups": (Ups, ("UPS_CLIENT_ID", "UPS_CLIENT_SECRET", "UPS_ACCOUNT")),
    "fedex": (FedEx, ("FEDEX_API_KEY", "FEDEX_SECRET_KEY", "FEDEX_ACCOUNT")),
}


def carrier_for(code: str, adapter: str) -> Carrier:
    """Return the adapter of a carrier (its code, and the adapter its row names)."""
    if adapter == "rate_card":
        return RateCardCarrier(code)
    return _LIVE[code][0]()


def is_configured(code: str, adapter: str) -> bool:
    """Tell whether a carrier can be asked: stored cards always, a live one once its credentials are set."""
    if adapter == "rate_card":
        return True
    return code in _LIVE and all(getattr(settings, name) for name in _LIVE[code][1])
