"""What a carrier can be asked, and the plain facts that come back. Nothing here touches the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from moneyed import Money

from marketplace.kernel.refusals import Refusal
from trade.freight import ServiceCard
from trade.packing import Parcel

#: What can happen to a shipment, in the order it usually does. Every carrier's own codes are turned into these.
EVENT_CODES = (
    "announced", "picked_up", "in_transit", "customs_hold", "released", "out_for_delivery", "delivered", "exception",
    "returned",
)  # fmt: skip


class CarrierAway(Exception):
    """The carrier did not answer, or not with anything that can be read."""


class WebhookNotConfigured(Refusal):
    """No secret is set for this carrier, so nothing can be told from a forgery: the door stays shut."""

    code = "webhook_not_configured"
    status = 503
    title = _("Webhooks are not set up")
    message = _("The webhook secret is not configured.")


class WebhookNotGenuine(Refusal):
    """The signature does not fit the body, or the body is not what this carrier sends."""

    code = "webhook_not_genuine"
    status = 400
    title = _("The signature is not valid")
    message = _("The message was not signed with our secret.")


@dataclass(frozen=True)
class QuoteRequest:
    """What is to be moved by one service. `places` has postal code, city and state of the ends `from` and `to`."""

    service: ServiceCard
    parcels: Sequence[Parcel]
    ship_from: str
    ship_to: str
    goods_value: Money
    leaves_on: date
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    latest_arrival: date | None = None
    best_before: date | None = None
    needs_cold_chain: bool = False
    is_digital: bool = False


@dataclass(frozen=True)
class Offer:
    """One product at a price, in the carrier's currency. Days count from collection."""

    price: Money
    min_days: int
    likely_days: int
    max_days: int
    code: str = ""
    name: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Unavailable:
    """Why there is no offer: a key of `trade.freight.REASONS` and the facts its words name."""

    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TrackedEvent:
    """
    Something that happened to a shipment, as its carrier tells it.

    `event_id` is the carrier's own, or made of what the event says: the same event always has the same id. `at` has
    its zone. `code` is one of EVENT_CODES; `raw_code` and `text` are the carrier's.
    """

    event_id: str
    code: str
    at: datetime
    place: str
    text: str
    raw_code: str = ""


@dataclass(frozen=True)
class Notice:
    """One message about one shipment. Without `events` it only says that there is news: the carrier is asked."""

    notice_id: str
    number: str
    events: Sequence[TrackedEvent] = ()


class Carrier(Protocol):
    """A carrier, stored or live."""

    def quote(self, request: QuoteRequest) -> Sequence[Offer] | Unavailable:
        """
        Return what the carrier offers, or why nothing.

        :raises CarrierAway: if it cannot be asked, or answers rubbish.
        """

    def track(self, number: str) -> Sequence[TrackedEvent]:
        """
        Return all that happened to a shipment so far, oldest first; empty for a number the carrier does not know.

        :raises CarrierAway: if it cannot be asked, or answers rubbish.
        """

    def announce(self, number: str, *, ship_from: str, ship_to: str, expected: date) -> None:
        """
        Ask to be told about a shipment that was handed over; a carrier that needs no asking does nothing.

        :raises CarrierAway: if it cannot be asked.
        """

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Sequence[Notice]:
        """
        Return what a message says, if it is genuine.

        :raises WebhookNotConfigured: if there is no secret to check it with.
        :raises WebhookNotGenuine: if its signature or shape does not hold.
        """
