"""
DHL Express, UPS and FedEx, asked in their own systems.

Karrio turns our request into each carrier's JSON and its rate answer back; the calls themselves are ours, so that they
have a time limit and every failure is told apart. Tracking is read here, because karrio drops the events' time zones
and fetches proofs of delivery while parsing. What was and was not tried against the carriers: docs/carriers.md.
"""

import base64
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import Any, ClassVar

import structlog
from django.conf import settings
from moneyed import Money

from marketplace.kernel.money import is_currency
from trade.carriers import tracked
from trade.carriers.http import CarrierRefused, call
from trade.carriers.port import CarrierAway, Notice, Offer, QuoteRequest, TrackedEvent, Unavailable
from trade.carriers.signatures import check_hmac, check_shared, digest_of, header, read_json
from trade.freight import COLD_UP_TO
from trade.packing import NotPacked, Packed, pack

log = structlog.get_logger(__name__)

# Carriers state working days; over a weekend that is up to this much longer.
WEEKEND_DAYS = 2
_tokens: dict[tuple[str, str], tuple[str, float]] = {}
_tokens_lock = threading.Lock()


class LiveCarrier:
    """What the three have in common. `code` is our carrier's, `mapper` karrio's name of it."""

    code: ClassVar[str]
    mapper: ClassVar[str]

    def quote(self, request: QuoteRequest) -> Sequence[Offer] | Unavailable:
        """Pack, ask, and return one offer a product."""
        if request.is_digital:
            return Unavailable("not_for_goods")
        cold = any(each.max_c is not None and each.max_c <= COLD_UP_TO for each in request.parcels)
        if cold or request.needs_cold_chain:
            return Unavailable("needs_cold_chain")
        dangerous = next((each.dangerous for each in request.parcels if each.dangerous), "")
        if dangerous:
            return Unavailable("not_dangerous", {"what": dangerous})
        packed = pack(request.parcels, request.service.hold)
        if isinstance(packed, NotPacked):
            return Unavailable(packed.reason)
        if sum(parcel.weight_g * parcel.count for parcel in packed) > request.service.max_shipment_g:
            return Unavailable("too_heavy")
        ends = [request.places.get(end, {}) for end in ("from", "to")]
        if not all(end.get("postal_code") or end.get("city") for end in ends):
            return Unavailable("place_missing")
        try:
            body, context = self._rate_request(request, packed)
        except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError) as failure:
            raise CarrierAway(f"the request cannot be made: {failure!r}") from failure
        try:
            answer = self._ask_rates(body)
        except CarrierRefused as refusal:
            text = self._words(refusal.answer)
            if refusal.status in (401, 403, 429) or not text:
                raise
            return Unavailable("carrier_refused", {"text": text[:200]})
        offers = self._offers(answer, context, packed)
        return self._in_time(offers, request) if offers else Unavailable("not_served")

    def announce(self, number: str, *, ship_from: str, ship_to: str, expected: date) -> None:
        """These carriers tell of every shipment of the account, or are polled."""

    # What differs

    def _ask_rates(self, body: dict[str, Any]) -> Any:
        raise NotImplementedError

    def _settings(self) -> Any:
        raise NotImplementedError

    def _words(self, answer: Any) -> str:
        """The carrier's own words in an answer that is a no."""
        raise NotImplementedError

    # Karrio

    def _karrio(self) -> Any:
        # Imported when first asked: it costs a second that nobody without credentials should pay.
        return import_module(f"karrio.mappers.{self.mapper}").Mapper(self._settings())

    def _rate_request(self, request: QuoteRequest, packed: Sequence[Packed]) -> tuple[dict[str, Any], Any]:
        models = import_module("karrio.core.models")
        mapper = self._karrio()

        def address(end: str, country: str) -> Any:
            place = request.places.get(end, {})
            return models.Address(
                country_code=country,
                postal_code=place.get("postal_code") or None,
                city=place.get("city") or None,
                # Prices do not depend on the street, but karrio's UPS request cannot be made without a line.
                address_line1=place.get("city") or place.get("postal_code") or "",
                state_code=place.get("state") or None,
            )

        parcels = [_karrio_parcel(models, parcel) for parcel in packed for _each in range(parcel.count)]
        payload = models.RateRequest(
            shipper=address("from", request.ship_from),
            recipient=address("to", request.ship_to),
            parcels=parcels,
            options={
                "shipment_date": request.leaves_on.isoformat(),
                "currency": str(request.goods_value.currency),
                "declared_value": float(request.goods_value.amount),
            },
        )
        made = mapper.create_rate_request(payload)
        return made.serialize(), made.ctx

    def _offers(self, answer: Any, context: Any, packed: Sequence[Packed]) -> list[Offer]:
        lib = import_module("karrio.lib")
        mapper = self._karrio()
        try:
            read = lib.Deserializable(answer, lambda found: found, context or {})
            rates, _messages = mapper.parse_rate_response(read)
            found = [self._offer(rate, packed) for rate in rates]
        except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError) as failure:
            raise CarrierAway(f"the answer cannot be read: {failure!r}") from failure
        return [offer for offer in found if offer is not None]

    def _offer(self, rate: Any, packed: Sequence[Packed]) -> Offer | None:
        try:
            amount = Decimal(str(rate.total_charge))
        except InvalidOperation:
            return None
        if not amount.is_finite() or amount <= 0 or not is_currency(str(rate.currency)):
            return None
        days = int(rate.transit_days or 0)
        if not 0 < days < 100:
            # Without a promise of time it cannot be compared, nor kept from arriving too late.
            return None
        details = {
            "parcels": sum(parcel.count for parcel in packed),
            "unit": "parcel",
            "has_assumed_volume": any(parcel.size is None for parcel in packed),
            "charges": [
                [str(charge.name)[:60], str(charge.amount)] for charge in (rate.extra_charges or []) if charge.amount
            ],
        }
        name = str((rate.meta or {}).get("service_name") or rate.service or "").replace("_", " ").strip()
        return Offer(
            Money(amount, str(rate.currency)), days, days, days + WEEKEND_DAYS,
            code=str(rate.service)[:60], name=name[:120], details=details,
        )  # fmt: skip

    def _in_time(self, offers: list[Offer], request: QuoteRequest) -> list[Offer] | Unavailable:
        if request.latest_arrival is None:
            return offers
        left = (request.latest_arrival - request.leaves_on).days
        return [offer for offer in offers if offer.max_days <= left] or Unavailable("too_late")


def _karrio_parcel(models: Any, parcel: Packed) -> Any:
    length, width, height = (size / 10 for size in parcel.size) if parcel.size else _cube(parcel.volume_cm3)
    return models.Parcel(
        weight=parcel.weight_g / 1000, weight_unit="KG",
        length=round(length, 1), width=round(width, 1), height=round(height, 1), dimension_unit="CM",
    )  # fmt: skip


def _cube(volume_cm3: int) -> tuple[float, float, float]:
    side = volume_cm3 ** (1 / 3)
    return side, side, side


def _token(base: str, key: str, ask: Any) -> str:
    """Return an OAuth token, kept until a minute before it ends."""
    with _tokens_lock:
        held = _tokens.get((base, key))
    if held is not None and held[1] > time.monotonic():
        return held[0]
    answer = ask()
    try:
        token, lasts = str(answer["access_token"]), float(answer["expires_in"])
    except (KeyError, TypeError, ValueError) as failure:
        raise CarrierAway("no token in the answer") from failure
    with _tokens_lock:
        _tokens[base, key] = (token, time.monotonic() + lasts - 60)
    return token


class DhlExpress(LiveCarrier):
    """DHL Express by MyDHL API: Basic authentication."""

    code, mapper = "dhl-express", "mydhl"

    def track(self, number: str) -> Sequence[TrackedEvent]:
        found = call(
            "GET", f"{settings.DHL_EXPRESS_API_BASE}/tracking", headers=self._headers(), not_found={},
            params={"shipmentTrackingNumber": number, "trackingView": "all-checkpoints", "levelOfDetail": "all"},
        )  # fmt: skip
        return tracked.read(tracked.dhl, found)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Sequence[Notice]:
        secret = settings.DHL_EXPRESS_WEBHOOK_SECRET
        check_shared(secret, header(headers, "Authorization").removeprefix("Bearer ").strip())
        return _notices(read_json(body), body, ("shipmentTrackingNumber", "trackingNumber"))

    def _headers(self) -> dict[str, str]:
        pair = f"{settings.DHL_EXPRESS_USERNAME}:{settings.DHL_EXPRESS_PASSWORD}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def _settings(self) -> Any:
        made: Any = import_module("karrio.mappers.mydhl").Settings
        return made(
            username=settings.DHL_EXPRESS_USERNAME,
            password=settings.DHL_EXPRESS_PASSWORD,
            account_number=settings.DHL_EXPRESS_ACCOUNT,
        )

    def _ask_rates(self, body: dict[str, Any]) -> Any:
        return call("POST", f"{settings.DHL_EXPRESS_API_BASE}/rates", headers=self._headers(), json=body)

    def _words(self, answer: Any) -> str:
        return str(answer.get("detail") or "") if isinstance(answer, dict) else ""


class Ups(LiveCarrier):
    """UPS by its REST APIs: OAuth client credentials."""

    code, mapper = "ups", "ups"

    def track(self, number: str) -> Sequence[TrackedEvent]:
        headers = self._headers() | {"transId": uuid.uuid4().hex, "transactionSrc": "bridgeway"}
        found = call(
            "GET", f"{settings.UPS_API_BASE}/api/track/v1/details/{number}", headers=headers, not_found={},
            params={"locale": "en_US"},
        )  # fmt: skip
        return tracked.read(tracked.ups, found)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Sequence[Notice]:
        check_shared(settings.UPS_WEBHOOK_SECRET, header(headers, "credential"))
        return _notices(read_json(body), body, ("trackingNumber",))

    def _headers(self) -> dict[str, str]:
        base = settings.UPS_API_BASE
        token = _token(base, settings.UPS_CLIENT_ID, lambda: call(
            "POST", f"{base}/security/v1/oauth/token", data={"grant_type": "client_credentials"},
            auth=(settings.UPS_CLIENT_ID, settings.UPS_CLIENT_SECRET),
        ))  # fmt: skip
        return {"Authorization": f"Bearer {token}"}

    def _settings(self) -> Any:
        made: Any = import_module("karrio.mappers.ups").Settings
        return made(
            client_id=settings.UPS_CLIENT_ID,
            client_secret=settings.UPS_CLIENT_SECRET,
            account_number=settings.UPS_ACCOUNT,
        )

    def _ask_rates(self, body: dict[str, Any]) -> Any:
        url = f"{settings.UPS_API_BASE}/api/rating/v2409/Shop?additionalinfo=timeintransit"
        return call("POST", url, headers=self._headers(), json=body)

    def _words(self, answer: Any) -> str:
        try:
            return str(answer["response"]["errors"][0]["message"])
        except (KeyError, IndexError, TypeError):
            return ""


class FedEx(LiveCarrier):
    """FedEx by its REST APIs: OAuth client credentials."""

    code, mapper = "fedex", "fedex"

    def track(self, number: str) -> Sequence[TrackedEvent]:
        body = {"includeDetailedScans": True, "trackingInfo": [{"trackingNumberInfo": {"trackingNumber": number}}]}
        url = f"{settings.FEDEX_API_BASE}/track/v1/trackingnumbers"
        return tracked.read(tracked.fedex, call("POST", url, headers=self._headers(), json=body, not_found={}))

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Sequence[Notice]:
        check_hmac(settings.FEDEX_WEBHOOK_SECRET, header(headers, "fdx-signature"), body)
        return _notices(read_json(body), body, ("trackingNumber",))

    def _headers(self) -> dict[str, str]:
        base = settings.FEDEX_API_BASE
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.FEDEX_API_KEY,
            "client_secret": settings.FEDEX_SECRET_KEY,
        }
        token = _token(base, settings.FEDEX_API_KEY, lambda: call("POST", f"{base}/oauth/token", data=form))
        return {"Authorization": f"Bearer {token}", "x-locale": "en_US"}

    def _settings(self) -> Any:
        made: Any = import_module("karrio.mappers.fedex").Settings
        return made(
            api_key=settings.FEDEX_API_KEY,
            secret_key=settings.FEDEX_SECRET_KEY,
            account_number=settings.FEDEX_ACCOUNT,
        )

    def _ask_rates(self, body: dict[str, Any]) -> Any:
        return call("POST", f"{settings.FEDEX_API_BASE}/rate/v1/rates/quotes", headers=self._headers(), json=body)

    def _words(self, answer: Any) -> str:
        try:
            return str(answer["errors"][0]["message"])
        except (KeyError, IndexError, TypeError):
            return ""


def _notices(message: Any, body: bytes, names: tuple[str, ...]) -> list[Notice]:
    """One notice for each tracking number anywhere in a genuine message: the carrier is then asked what is new."""
    numbers: dict[str, None] = {}
    waiting = [(message, 0)]
    while waiting:
        found, depth = waiting.pop()
        if isinstance(found, dict):
            for name in names:
                if isinstance(found.get(name), str | int) and len(numbers) < 50:
                    numbers[str(found[name])[:60]] = None
            found = list(found.values())
        if isinstance(found, list) and depth < 20:
            waiting += [(each, depth + 1) for each in found]
    return [Notice(digest_of(number, body), number) for number in numbers]
