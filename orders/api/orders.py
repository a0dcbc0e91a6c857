"""Orders over the API: place, read, and each side's moves."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView, CursorPage
from marketplace.kernel.refusals import InvalidInput, Refusal
from orders import operations, queries
from orders.api.serializers import (
    OrderDetailOut,
    OrderIn,
    OrderOut,
    PlacedOut,
    ReasonIn,
    ReplyIn,
    ReviewIn,
    ReviewOut,
    ShipIn,
)
from orders.models import Order
from orders.operations.pay_order import pay_order
from orders.views.paying import payment_urls

SIDE = OpenApiParameter("side", enum=["buyer", "seller"], description="As buyer (default) or as seller.")
STATUS = OpenApiParameter("status", description="A state, or `open` for all in which somebody has to act.")
SEARCH = OpenApiParameter("q", description="Part of a number, a company's name or a title.")


class _OrderView(ActorAPIView):
    def found(self, public_id: str) -> Order:
        return queries.order_of(self.actor, public_id)

    def answer(self, order: Order, shape: type[OrderOut] = OrderDetailOut, status: int = 200) -> Response:
        fresh = queries.order_of(self.actor, order.public_id)
        fresh.history = queries.history_of(fresh)  # type: ignore[attr-defined]
        for name in ("payment_page", "payment_problem"):
            if hasattr(order, name):
                setattr(fresh, name, getattr(order, name))
        data = shape(fresh, context={"organisation_id": self.actor.organisation_id}).data
        return Response(data, status=status)

    def with_payment_page(self, order: Order, status: int) -> Response:
        """The order with the address of its payment page, or why there is none now."""
        page, problem = None, ""
        try:
            payment = pay_order(actor=self.actor, order=order, now=timezone.now(), **payment_urls(order))
            page = payment.checkout_url
        except Refusal as refusal:
            if refusal.status in (401, 403, 404):
                raise
            problem = refusal.detail
        order.payment_page, order.payment_problem = page, problem  # type: ignore[attr-defined]
        return self.answer(order, PlacedOut, status)


class Orders(_OrderView):
    """The organisation's orders."""

    required_scopes: ClassVar = {"GET": "orders:read", "POST": "orders:write"}

    @extend_schema(
        operation_id="list_orders", parameters=[SIDE, STATUS, SEARCH], responses=OrderOut(many=True), tags=["orders"]
    )
    def get(self, request: Request) -> Response:
        side = request.query_params.get("side", "buyer")
        if side not in ("buyer", "seller"):
            raise InvalidInput(fields={"side": [_("Choose buyer or seller.")]})
        rows = queries.sales_of(self.actor) if side == "seller" else queries.purchases_of(self.actor)
        rows = queries.filtered(
            rows, status=request.query_params.get("status", ""), text=request.query_params.get("q", "")
        )
        page = CursorPage()
        shown = page.of(rows, request, ordering=("-id",))
        context = {"organisation_id": self.actor.organisation_id}
        return page.get_paginated_response(OrderOut(shown, many=True, context=context).data)

    @extend_schema(operation_id="place_order", request=OrderIn, responses={201: PlacedOut}, tags=["orders"])
    def post(self, request: Request) -> Response:
        """Bind buyer and seller to a locked checkout. The same checkout gives the same order."""
        given = self.valid(OrderIn)
        checkout = queries.checkout_of(self.actor, given["checkout"])
        order = operations.place_order(
            actor=self.actor, checkout=checkout, confirmed=given["confirmed"], now=timezone.now()
        )
        response = self.with_payment_page(order, 201)
        response.headers["Location"] = reverse("orders_api:order", args=[order.public_id])
        return response


class OneOrder(_OrderView):
    """One order, as buyer or seller."""

    required_scopes: ClassVar = {"GET": "orders:read"}

    @extend_schema(operation_id="get_order", responses=OrderDetailOut, tags=["orders"])
    def get(self, request: Request, public_id: str) -> Response:
        return self.answer(self.found(public_id))


class _Move(_OrderView):
    """A move that takes at most a reason."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    def run(self, public_id: str, operation: Callable[..., Any], **given: Any) -> Response:
        order = self.found(public_id)
        operation(actor=self.actor, order=order, now=timezone.now(), **given)
        return self.answer(order)


class PayOrder(_OrderView):
    """The payment page of an order that is not paid yet."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(operation_id="pay_order", request=None, responses=PlacedOut, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        return self.with_payment_page(self.found(public_id), 200)


class StartOrder(_Move):
    @extend_schema(operation_id="start_production", request=None, responses=OrderDetailOut, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        """The seller has begun to make it."""
        return self.run(public_id, operations.start_production)


class ShipOrder(_Move):
    @extend_schema(operation_id="ship_order", request=ShipIn, responses=OrderDetailOut, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        """The seller has handed it to a carrier."""
        return self.run(public_id, operations.ship_order, **self.valid(ShipIn))


class DeliverOrder(_Move):
    @extend_schema(operation_id="mark_delivered", request=ReasonIn, responses=OrderDetailOut, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        """It arrived, or the work was handed over."""
        return self.run(public_id, operations.mark_delivered, note=self.valid(ReasonIn)["reason"])


class AcceptOrder(_Move):
    @extend_schema(operation_id="accept_order", request=None, responses=OrderDetailOut, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        """The buyer is content; the escrow is released."""
        return self.run(public_id, operations.accept_order)


class CancelOrder(_Move):
    @extend_schema(operation_id="cancel_order", request=ReasonIn, responses=OrderDetailOut, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        """Give up before payment."""
        return self.run(public_id, operations.cancel_order, reason=self.valid(ReasonIn)["reason"])


class RefundOrder(_Move):
    @extend_schema(operation_id="refund_order", request=ReasonIn, responses=OrderDetailOut, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        """Give everything back before shipping."""
        return self.run(public_id, operations.refund_order, reason=self.valid(ReasonIn)["reason"])


class OrderReviews(_OrderView):
    """Reviews of an order's listings, by its buyer."""

    required_scopes: ClassVar = {"POST": "orders:write"}

    @extend_schema(operation_id="review_order", request=ReviewIn, responses={201: ReviewOut}, tags=["orders"])
    def post(self, request: Request, public_id: str) -> Response:
        review = operations.review_order(
            actor=self.actor,
            order=self.found(public_id),
            language=get_language() or "",
            now=timezone.now(),
            **self.valid(ReviewIn),
        )
        return Response(ReviewOut(review).data, status=201)


class ReviewReply(ActorAPIView):
    """The seller's answer to a review."""

    required_scopes: ClassVar = {"PUT": "orders:write"}

    @extend_schema(operation_id="reply_to_review", request=ReplyIn, responses=ReviewOut, tags=["orders"])
    def put(self, request: Request, public_id: str) -> Response:
        review = operations.reply_to_review(
            actor=self.actor, review=public_id, text=self.valid(ReplyIn)["text"], now=timezone.now()
        )
        return Response(ReviewOut(review).data)


class ListingReviews(ActorAPIView):
    """What buyers said of a listing."""

    public_methods = frozenset({"GET"})

    @extend_schema(operation_id="list_reviews", responses=ReviewOut(many=True), tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        page = CursorPage()
        rows = page.of(queries.reviews_by_listing_id(public_id), request, ordering=("-id",))
        return page.get_paginated_response(ReviewOut(rows, many=True).data)
