"""Checkout over the API: start, address, shipping, lock."""

from typing import ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.money import is_currency
from marketplace.kernel.refusals import InvalidInput
from orders import operations, queries
from orders.api.cart import cart_of
from orders.api.serializers import CheckoutIn, CheckoutOut, DeliveryIn, QuoteRequestOut, ShippingChoiceIn
from sellers.models import Variant
from trade.fx import current_rates


class Checkouts(ActorAPIView):
    """Start a checkout of one seller's goods."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(operation_id="start_checkout", request=CheckoutIn, responses={201: CheckoutOut}, tags=["checkout"])
    def post(self, request: Request) -> Response:
        given = self.valid(CheckoutIn)
        self.actor.must("orders.place")
        currency = str(given.get("currency") or self.actor.must_act_for_an_organisation().currency).upper()
        if not is_currency(currency):
            raise InvalidInput(fields={"currency": [_("This is not a currency we know.")]})
        now = timezone.now()
        checkout = operations.start_checkout(
            actor=self.actor,
            items=self._items(request, given),
            currency=currency,
            rates=current_rates(now.date()),
            now=now,
        )
        where = reverse("orders_api:checkout", args=[checkout.public_id])
        return Response(CheckoutOut(checkout).data, status=201, headers={"Location": where})

    def _items(self, request: Request, given: dict[str, object]) -> list[tuple[Variant, int]]:
        lines = given.get("lines")
        if isinstance(lines, list) and lines:
            wanted = [line["variant"] for line in lines]
            if len(set(wanted)) != len(wanted):
                raise InvalidInput(fields={"lines": [_("Each variant stands once.")]})
            return [(queries.variant_to_buy(line["variant"]), line["quantity"]) for line in lines]
        group = next((each for each in cart_of(self.actor, request).groups if each.key == given.get("group")), None)
        if group is None:
            raise InvalidInput(fields={"group": [_("Send lines, or the key of a group of your cart.")]})
        return [(row.variant, row.line.quantity) for row in group.rows]


class OneCheckout(ActorAPIView):
    """One checkout."""

    required_scopes: ClassVar = {"GET": "orders:write"}

    @extend_schema(operation_id="get_checkout", responses=CheckoutOut, tags=["checkout"])
    def get(self, request: Request, public_id: str) -> Response:
        return Response(CheckoutOut(queries.checkout_of(self.actor, public_id)).data)


class CheckoutAddress(ActorAPIView):
    """Where the goods go."""

    required_scopes: ClassVar = {"PUT": "orders:write"}

    @extend_schema(operation_id="set_checkout_address", request=DeliveryIn, responses=CheckoutOut, tags=["checkout"])
    def put(self, request: Request, public_id: str) -> Response:
        given = self.valid(DeliveryIn)
        checkout = operations.set_checkout_address(
            actor=self.actor,
            checkout=queries.checkout_of(self.actor, public_id),
            purchase_number=given.pop("purchase_number"),
            buyer_note=given.pop("buyer_note"),
            address=given,
            now=timezone.now(),
        )
        return Response(CheckoutOut(checkout).data)


class CheckoutQuotes(ActorAPIView):
    """Ask the carriers; their answers come in under /shipping-quotes/{id}."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(
        operation_id="request_checkout_quotes", request=None, responses={202: QuoteRequestOut}, tags=["checkout"]
    )
    def post(self, request: Request, public_id: str) -> Response:
        now = timezone.now()
        asked = operations.request_checkout_quotes(
            actor=self.actor,
            checkout=queries.checkout_of(self.actor, public_id),
            rates=current_rates(now.date()),
            now=now,
        )
        where = reverse("trade_api:shipping_quote_request", args=[asked.public_id])
        answer = {"shipping_request": asked.public_id, "deadline_at": asked.deadline_at}
        return Response(QuoteRequestOut(answer).data, status=202, headers={"Location": where})


class CheckoutShipping(ActorAPIView):
    """Choose one of the offers."""

    required_scopes: ClassVar = {"PUT": "orders:write"}

    @extend_schema(operation_id="choose_shipping", request=ShippingChoiceIn, responses=CheckoutOut, tags=["checkout"])
    def put(self, request: Request, public_id: str) -> Response:
        checkout = operations.choose_shipping(
            actor=self.actor,
            checkout=queries.checkout_of(self.actor, public_id),
            quote=self.valid(ShippingChoiceIn)["quote"],
            now=timezone.now(),
        )
        return Response(CheckoutOut(checkout).data)


class CheckoutLock(ActorAPIView):
    """Freeze the price for half an hour; after that it may be asked for again."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(operation_id="lock_checkout", request=None, responses=CheckoutOut, tags=["checkout"])
    def post(self, request: Request, public_id: str) -> Response:
        now = timezone.now()
        checkout = operations.lock_checkout(
            actor=self.actor,
            checkout=queries.checkout_of(self.actor, public_id),
            rates=current_rates(now.date()),
            now=now,
        )
        return Response(CheckoutOut(checkout).data)
