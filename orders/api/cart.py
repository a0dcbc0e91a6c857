"""The cart over the API: the member's own."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from marketplace.kernel.api import ActorAPIView
from orders import operations, queries
from orders.api.serializers import CartLineIn, CartOut, CartQuantityIn
from orders.carts import CartView, cart_view
from trade.fx import current_rates


def cart_of(actor: Actor, request: Request) -> CartView:
    """Return the actor's cart in the currency and to the country of the organisation, or those asked for."""
    now = timezone.now()
    organisation = actor.must_act_for_an_organisation()
    lines = queries.cart_lines(actor)
    return cart_view(
        lines,
        actor=actor,
        purchase=queries.purchase_of_cart(lines, buyer_id=actor.organisation_id, on=now.date()),
        currency=str(request.query_params.get("currency") or organisation.currency).upper(),
        ship_to=str(request.query_params.get("ship_to") or organisation.country).upper(),
        rates=current_rates(now.date()),
        now=now,
    )


class Cart(ActorAPIView):
    """What is in the cart, by seller, at today's prices, with what stands in the way."""

    required_scopes: ClassVar = {"GET": "cart:read"}

    @extend_schema(operation_id="get_cart", responses=CartOut, tags=["cart"])
    def get(self, request: Request) -> Response:
        return Response(CartOut(cart_of(self.actor, request)).data)


class CartLines(ActorAPIView):
    """Put something in the cart."""

    required_scopes: ClassVar = {"POST": "cart:write"}

    @extend_schema(operation_id="add_to_cart", request=CartLineIn, responses={201: CartOut}, tags=["cart"])
    def post(self, request: Request) -> Response:
        given = self.valid(CartLineIn)
        self.actor.must("cart.edit")
        operations.add_to_cart(actor=self.actor, now=timezone.now(), **given)
        return Response(CartOut(cart_of(self.actor, request)).data, status=201)


class OneCartLine(ActorAPIView):
    """Change a line or take it out."""

    required_scopes: ClassVar = {"PATCH": "cart:write", "DELETE": "cart:write"}

    @extend_schema(operation_id="change_cart_line", request=CartQuantityIn, responses=CartOut, tags=["cart"])
    def patch(self, request: Request, public_id: str) -> Response:
        given = self.valid(CartQuantityIn)
        return self._change(request, public_id, given["quantity"])

    @extend_schema(operation_id="remove_cart_line", responses=CartOut, tags=["cart"])
    def delete(self, request: Request, public_id: str) -> Response:
        return self._change(request, public_id, 0)

    def _change(self, request: Request, public_id: str, quantity: int) -> Any:
        self.actor.must("cart.edit")
        operations.change_cart_line(actor=self.actor, line=public_id, quantity=quantity, now=timezone.now())
        return Response(CartOut(cart_of(self.actor, request)).data)
