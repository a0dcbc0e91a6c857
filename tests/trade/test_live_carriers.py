"""
DHL Express, UPS and FedEx behind our port: karrio's real mappers, our HTTP, answers shaped as carriers document them.

The carriers stand in as a local HTTP server; nothing here reaches the network.
"""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from marketplace.kernel.money import Money
from tests.trade.factories import reference_services
from trade.carriers import CarrierAway, QuoteRequest, Unavailable, carrier_for, is_configured, live
from trade.freight import REASONS, Parcel

DHL_RATES = {
    "products": [
        {
            "productName": "EXPRESS WORLDWIDE",
            "productCode": "P",
            "localProductCode": "P",
            "networkTypeCode": "TD",
            "totalPrice": [
                {"currencyType": "BILLC", "priceCurrency": "EUR", "price": 141.51},
                {"currencyType": "PULCL", "priceCurrency": "USD", "price": 163.2},
            ],
            "totalPriceBreakdown": [
                {
                    "currencyType": "BILLC",
                    "priceCurrency": "EUR",
                    "priceBreakdown": [{"typeCode": "SPRQT", "price": 114.92}, {"typeCode": "FF", "price": 26.59}],
                }
            ],
            "deliveryCapabilities": {"estimatedDeliveryDateAndTime": "2026-11-26T23:59:00", "totalTransitDays": 3},
        }
    ]
}
UPS_TOKEN = {"token_type": "Bearer", "issued_at": "1795000000000", "access_token": "ups-token", "expires_in": "14399"}
UPS_CHARGE = {"CurrencyCode": "EUR", "MonetaryValue": "88.40"}
UPS_RATES = {
    "RateResponse": {
        "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
        "RatedShipment": [
            {
                "Service": {"Code": "65", "Description": "UPS Worldwide Saver"},
                "BillingWeight": {"UnitOfMeasurement": {"Code": "KGS"}, "Weight": "10.0"},
                "TransportationCharges": UPS_CHARGE,
                "BaseServiceCharge": {"CurrencyCode": "EUR", "MonetaryValue": "70.00"},
                "ItemizedCharges": [{"Code": "375", "CurrencyCode": "EUR", "MonetaryValue": "18.40"}],
                "ServiceOptionsCharges": {"CurrencyCode": "EUR", "MonetaryValue": "0.00"},
                "TotalCharges": UPS_CHARGE,
                "TimeInTransit": {"ServiceSummary": {"EstimatedArrival": {"BusinessDaysInTransit": "2"}}},
            }
        ],
    }
}
FEDEX_TOKEN = {"access_token": "fedex-token", "token_type": "bearer", "expires_in": 3599, "scope": "CXS"}
FEDEX_RATES = {
    "output": {
        "rateReplyDetails": [
            {
                "serviceType": "INTERNATIONAL_ECONOMY",
                "serviceName": "FedEx International Economy",
                "operationalDetail": {"commitDate": "2026-11-27T18:00:00", "transitTime": "FOUR_DAYS"},
                "ratedShipmentDetails": [
                    {
                        "rateType": "ACCOUNT",
                        "totalBaseCharge": 61.0,
                        "totalDiscounts": 0.0,
                        "totalNetCharge": 74.35,
                        "currency": "EUR",
                        "shipmentRateDetail": {
                            "rateZone": "R",
                            "surCharges": [{"type": "FUEL", "description": "Fuel Surcharge", "amount": 13.35}],
                        },
                    }
                ],
            }
        ]
    }
}
DHL_TRACK = {
    "shipments": [
        {
            "shipmentTrackingNumber": "1234567890",
            "events": [
                {
                    "date": "2026-11-25", "time": "09:30:00", "GMTOffset": "+01:00", "typeCode": "OK",
                    "description": "Delivered", "serviceArea": [{"code": "HAM", "description": "Hamburg-DE"}],
                },
                {
                    "date": "2026-11-23", "time": "18:05:00", "GMTOffset": "-03:00", "typeCode": "PU",
                    "description": "Shipment picked up", "serviceArea": [{"code": "SCL", "description": "Santiago-CL"}],
                },
            ],
        }
    ]
}  # fmt: skip
UPS_TRACK = {
    "trackResponse": {
        "shipment": [
            {
                "package": [
                    {
                        "trackingNumber": "1Z999",
                        "activity": [
                            {
                                "location": {"address": {"city": "Koeln", "country": "DE"}},
                                "status": {"type": "I", "description": "Pending release from customs.", "code": "DS"},
                                "date": "20261124", "time": "101500", "gmtDate": "20261124", "gmtTime": "09:15:00",
                            },
                            {
                                "location": {"address": {"city": "Hamburg", "country": "DE"}},
                                "status": {"type": "D", "description": "DELIVERED", "code": "FS"},
                                "date": "20261126", "time": "120000", "gmtDate": "20261126", "gmtTime": "11:00:00",
                            },
                        ],
                    }
                ]
            }
        ]
    }
}  # fmt: skip
FEDEX_TRACK = {
    "output": {
        "completeTrackResults": [
            {
                "trackingNumber": "794",
                "trackResults": [
                    {
                        "scanEvents": [
                            {"date": "2026-11-26T14:00:00+01:00", "eventType": "DL", "eventDescription": "Delivered",
                             "scanLocation": {"city": "Hamburg", "countryCode": "DE"}},
                            {"date": "2026-11-24T02:00:00-06:00", "eventType": "CD", "eventDescription": "Delay",
                             "scanLocation": {"city": "MEMPHIS", "countryCode": "US"}},
                        ]
                    }
                ],
            }
        ]
    }
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "/rates": DHL_RATES,
    "/tracking": DHL_TRACK,
    "/security/v1/oauth/token": UPS_TOKEN,
    "/api/rating/v2409/Shop": UPS_RATES,
    "/api/track/v1/details/1Z999": UPS_TRACK,
    "/oauth/token": FEDEX_TOKEN,
    "/rate/v1/rates/quotes": FEDEX_RATES,
    "/track/v1/trackingnumbers": FEDEX_TRACK,
}
RUBBISH = json.dumps(
    {"products": [{"totalPrice": "x"}], "RateResponse": {"RatedShipment": [{}]}, "output": {"rateReplyDetails": [{}]}}
).encode()
RATE_PATHS = {"dhl-express": "/rates", "ups": "/api/rating/v2409/Shop", "fedex": "/rate/v1/rates/quotes"}


class Stand:
    """A carrier's system: what it was asked, and what it is told to answer instead."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.instead: dict[str, tuple[int, bytes]] = {}


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Stand, str]]:
    stand = Stand()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            path = self.path.split("?")[0]
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            stand.asked.append((path, dict(self.headers), body))
            status, answer = stand.instead.get(path) or (200, json.dumps(ANSWERS.get(path, {})).encode())
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield stand, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def stand(running: tuple[Stand, str], settings: Any) -> Stand:
    found, base = running
    found.asked.clear()
    found.instead.clear()
    live._tokens.clear()
    for name in ("DHL_EXPRESS", "UPS", "FEDEX"):
        setattr(settings, f"{name}_API_BASE", base)
    for name in (
        "DHL_EXPRESS_USERNAME", "DHL_EXPRESS_PASSWORD", "DHL_EXPRESS_ACCOUNT", "UPS_CLIENT_ID", "UPS_CLIENT_SECRET",
        "UPS_ACCOUNT", "FEDEX_API_KEY", "FEDEX_SECRET_KEY", "FEDEX_ACCOUNT",
    ):  # fmt: skip
        setattr(settings, name, "secret")
    return found


def request(**over: Any) -> QuoteRequest:
    given: dict[str, Any] = {
        "service": reference_services()["express-worldwide"],
        "parcels": [Parcel(5_000, 400, 300, 200, 2)],
        "ship_from": "CL",
        "ship_to": "DE",
        "goods_value": Money("500.00", "EUR"),
        "leaves_on": date(2026, 11, 23),
        "places": {
            "from": {"postal_code": "7500000", "city": "Santiago"},
            "to": {"postal_code": "20457", "city": "Hamburg"},
        },
    }
    return QuoteRequest(**given | over)


@pytest.mark.parametrize(
    ("code", "price", "days", "name"),
    [
        ("dhl-express", "141.51", 3, "EXPRESS WORLDWIDE"),
        ("ups", "88.40", 2, "saver"),
        ("fedex", "74.35", 4, "international economy"),
    ],
)
def test_a_live_carrier_is_asked_in_its_own_shape_and_its_offer_read(
    stand: Stand, code: str, price: str, days: int, name: str
) -> None:
    offers = carrier_for(code, "karrio").quote(request())
    assert not isinstance(offers, Unavailable), offers
    (offer,) = offers
    assert (offer.price, offer.min_days) == (Money(price, "EUR"), days)
    assert offer.max_days > offer.min_days
    assert name.casefold() in offer.name.casefold()
    assert isinstance(offer.price.amount, Decimal)
    path, headers, body = next(each for each in stand.asked if each[0] == RATE_PATHS[code])
    assert headers["Authorization"].split()[0] in ("Basic", "Bearer")
    sent = body.decode()
    for wanted in ("20457", "Hamburg", "CL", "DE"):
        assert wanted in sent, (path, wanted)
    # Two pieces of 5 kg go in one parcel of 10 kg.
    assert "10" in sent and offer.details["parcels"] == 1


@pytest.mark.parametrize("code", ["dhl-express", "ups", "fedex"])
@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"{}"), (503, b"<html>down</html>"), (200, b"<html>hello</html>"), (200, b"[1, 2]"), (302, b""),
        (401, b'{"detail": "no"}'), (429, b"{}"),
        (200, RUBBISH),
    ],
)  # fmt: skip
def test_no_rubbish_answer_becomes_an_offer(stand: Stand, code: str, status: int, answer: bytes) -> None:
    stand.instead[RATE_PATHS[code]] = (status, answer)
    with pytest.raises(CarrierAway):
        carrier_for(code, "karrio").quote(request())


def test_a_carrier_that_is_not_there_or_too_slow_has_not_answered(stand: Stand, settings: Any) -> None:
    settings.DHL_EXPRESS_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(CarrierAway):
        carrier_for("dhl-express", "karrio").quote(request())


@pytest.mark.parametrize(
    ("code", "answer", "text"),
    [
        ("dhl-express", {"status": 400, "detail": "The origin is not served"}, "The origin is not served"),
        ("ups", {"response": {"errors": [{"code": "111100", "message": "Service invalid"}]}}, "Service invalid"),
        ("fedex", {"errors": [{"code": "X", "message": "Postal code invalid"}]}, "Postal code invalid"),
    ],
)
def test_a_definite_no_is_passed_on_in_the_carriers_words(stand: Stand, code: str, answer: Any, text: str) -> None:
    stand.instead[RATE_PATHS[code]] = (400, json.dumps(answer).encode())
    refused = carrier_for(code, "karrio").quote(request())
    assert isinstance(refused, Unavailable)
    assert (refused.reason, refused.facts["text"]) == ("carrier_refused", text)


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"parcels": [Parcel(90_000)]}, "too_heavy"),
        ({"parcels": [Parcel(900, dangerous="perfume")]}, "not_dangerous"),
        ({"parcels": [Parcel(900, max_c=2)]}, "needs_cold_chain"),
        ({"places": {}}, "place_missing"),
    ],
)
def test_what_they_do_not_take_they_are_not_asked(stand: Stand, over: dict[str, Any], reason: str) -> None:
    refused = carrier_for("ups", "karrio").quote(request(**over))
    assert isinstance(refused, Unavailable) and refused.reason == reason and reason in REASONS
    assert not stand.asked


def test_goods_that_would_come_too_late_are_not_offered(stand: Stand) -> None:
    refused = carrier_for("fedex", "karrio").quote(request(latest_arrival=date(2026, 11, 27)))
    assert isinstance(refused, Unavailable) and refused.reason == "too_late"


@pytest.mark.parametrize(
    ("code", "number", "events"),
    [
        ("dhl-express", "1234567890", [
            ("picked_up", datetime(2026, 11, 23, 21, 5, tzinfo=UTC), "Santiago-CL"),
            ("delivered", datetime(2026, 11, 25, 8, 30, tzinfo=UTC), "Hamburg-DE"),
        ]),
        ("ups", "1Z999", [
            ("customs_hold", datetime(2026, 11, 24, 9, 15, tzinfo=UTC), "Koeln, DE"),
            ("delivered", datetime(2026, 11, 26, 11, 0, tzinfo=UTC), "Hamburg, DE"),
        ]),
        ("fedex", "794", [
            ("customs_hold", datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "MEMPHIS, US"),
            ("delivered", datetime(2026, 11, 26, 13, 0, tzinfo=UTC), "Hamburg, DE"),
        ]),
    ],
)  # fmt: skip
def test_events_are_read_with_their_zones_oldest_first_and_the_same_twice(
    stand: Stand, code: str, number: str, events: list[tuple[str, datetime, str]]
) -> None:
    first, second = (list(carrier_for(code, "karrio").track(number)) for _each in range(2))
    assert [(event.code, event.at, event.place) for event in first] == events
    assert [event.event_id for event in first] == [event.event_id for event in second]


def test_a_token_is_asked_for_once(stand: Stand) -> None:
    for _each in range(3):
        carrier_for("ups", "karrio").quote(request())
    assert [path for path, _headers, _body in stand.asked].count("/security/v1/oauth/token") == 1


def test_a_carrier_is_asked_only_when_all_its_credentials_are_set(settings: Any) -> None:
    assert is_configured("harbour-express", "rate_card")
    assert not any(is_configured(code, "karrio") for code in ("dhl-express", "ups", "fedex", "unheard-of"))
    settings.UPS_CLIENT_ID = settings.UPS_CLIENT_SECRET = "set"
    assert not is_configured("ups", "karrio")
    settings.UPS_ACCOUNT = "set"
    assert is_configured("ups", "karrio")
