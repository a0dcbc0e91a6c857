"""What ordering says and hears over the API. Amounts are decimal strings beside their currency."""

from typing import Any

from rest_framework import serializers

from marketplace.kernel.money import from_minor
from orders.models import Checkout, Order
from orders.rules import STATUS_LABELS, Party, Status
from sellers.pricing import LARGEST_QUANTITY


def amount(minor: int, currency: str) -> str:
    """Minor units as a decimal string with exactly the currency's decimals."""
    return str(from_minor(minor, currency).amount)


class CartLineIn(serializers.Serializer):
    variant = serializers.CharField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=LARGEST_QUANTITY)
    wishes = serializers.DictField(
        required=False,
        help_text="For what is made to order and for services: choices, measurements, times, start, note, as the "
        "listing's `making` and `service` ask.",
    )


class CartQuantityIn(serializers.Serializer):
    quantity = serializers.IntegerField(min_value=1, max_value=LARGEST_QUANTITY)


class LineProblemOut(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField()


class CartRowOut(serializers.Serializer):
    id = serializers.CharField(source="line.public_id")
    variant = serializers.CharField(source="variant.public_id")
    listing = serializers.CharField(source="listing.public_id")
    title = serializers.CharField(source="listing.title")
    variant_label = serializers.CharField(source="variant.label")
    quantity = serializers.IntegerField(source="line.quantity")
    wishes = serializers.DictField(source="line.wishes")
    moq = serializers.IntegerField(source="listing.moq")
    unit_price = serializers.DecimalField(max_digits=19, decimal_places=4, allow_null=True)
    unit_price_before = serializers.DecimalField(
        max_digits=19, decimal_places=4, allow_null=True, source="price_before", help_text="Set if it changed."
    )
    unit_price_currency = serializers.CharField(source="listing.currency")
    total = serializers.SerializerMethodField()
    problem = LineProblemOut(allow_null=True, help_text="Why the line cannot be bought as it is.")

    def get_total(self, row: Any) -> str | None:
        return None if row.total is None else str(row.total.amount)


class CartGroupOut(serializers.Serializer):
    key = serializers.CharField(help_text="Names the group when a checkout is started.")
    seller = serializers.CharField(source="seller.public_id")
    seller_name = serializers.CharField(source="seller.name")
    ships_from = serializers.CharField()
    is_carried = serializers.BooleanField()
    can_check_out = serializers.BooleanField()
    goods = serializers.SerializerMethodField()
    landed = serializers.SerializerMethodField(help_text="Estimate at the door; parts that are null are unknown.")
    lines = CartRowOut(many=True, source="rows")

    def get_goods(self, group: Any) -> str | None:
        return None if group.goods is None else str(group.goods.amount)

    def get_landed(self, group: Any) -> dict[str, Any] | None:
        if group.landed is None:
            return None
        names = ("currency", "goods", "freight", "duty", "tax", "fees", "total", "status", "missing")
        frozen = group.landed.as_json()
        return {name: frozen[name] for name in names}


class CartOut(serializers.Serializer):
    currency = serializers.CharField()
    ship_to = serializers.CharField()
    groups = CartGroupOut(many=True)


class CheckoutIn(serializers.Serializer):
    """Either the lines themselves, or the key of a group of the cart."""

    lines = serializers.ListField(child=CartLineIn(), required=False, max_length=200)
    group = serializers.CharField(required=False, max_length=80)
    currency = serializers.CharField(required=False, max_length=3, help_text="ISO 4217; the reader's own by default.")


class DeliveryIn(serializers.Serializer):
    country = serializers.CharField(max_length=2)
    recipient = serializers.CharField(max_length=120)
    company = serializers.CharField(max_length=140, required=False, allow_blank=True, default="")
    street_address = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")
    district = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    city = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    region = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    postal_code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    sorting_code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")
    purchase_number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    buyer_note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class ShippingChoiceIn(serializers.Serializer):
    quote = serializers.CharField(max_length=40)


class QuoteRequestOut(serializers.Serializer):
    shipping_request = serializers.CharField(help_text="Read its answers under /shipping-quotes/{id}.")
    deadline_at = serializers.DateTimeField()


class AmountsOut(serializers.Serializer):
    currency = serializers.CharField()
    goods = serializers.CharField()
    freight = serializers.CharField()
    insurance = serializers.CharField()
    duty = serializers.CharField()
    tax = serializers.CharField()
    fees = serializers.CharField()
    guarantee = serializers.CharField(help_text="What guaranteeing the customs charges costs.")
    total = serializers.CharField()


class CheckoutOut(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    state = serializers.CharField()
    seller = serializers.CharField(source="seller.public_id")
    currency = serializers.CharField()
    is_carried = serializers.BooleanField()
    ships_from = serializers.CharField()
    address = serializers.JSONField()
    purchase_number = serializers.CharField()
    buyer_note = serializers.CharField()
    incoterm = serializers.CharField(help_text="What is in the total follows from it, see /incoterms.")
    wanted_incoterm = serializers.CharField()
    amounts = serializers.SerializerMethodField()
    landed = serializers.JSONField()
    fx = serializers.JSONField()
    shipping = serializers.JSONField()
    clearance = serializers.JSONField(help_text="Whether it may go there: reasons, papers, what is to be confirmed.")
    changes = serializers.JSONField(help_text="What the last price lock changed from the one before.")
    locked_at = serializers.DateTimeField(allow_null=True)
    locked_until = serializers.DateTimeField(allow_null=True)
    order = serializers.SerializerMethodField()

    def get_amounts(self, checkout: Checkout) -> dict[str, str] | None:
        kept = checkout.amounts
        if not kept:
            return None
        parts = ("goods", "freight", "insurance", "duty", "tax", "fees", "guarantee", "total")
        return {"currency": kept["currency"], **{part: amount(kept.get(part, 0), kept["currency"]) for part in parts}}

    def get_order(self, checkout: Checkout) -> str | None:
        return checkout.order.public_id if checkout.state == Checkout.State.PLACED else None


class OrderIn(serializers.Serializer):
    checkout = serializers.CharField(max_length=40)
    confirmed = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, default=list, max_length=100,
        help_text="Keys of the checkout's clearance.to_confirm that the importer has taken care of.",
    )  # fmt: skip


class OrderLineOut(serializers.Serializer):
    listing = serializers.CharField(source="listing.public_id")
    title = serializers.CharField()
    variant_label = serializers.CharField()
    sku = serializers.CharField()
    kind = serializers.CharField()
    hs_code = serializers.CharField()
    origin_country = serializers.CharField()
    quantity = serializers.IntegerField()
    wishes = serializers.DictField(help_text="What the buyer asked for: data, lines in words, adder, deposit_percent.")
    unit_price = serializers.DecimalField(max_digits=19, decimal_places=4, source="list_unit_price")
    unit_price_currency = serializers.CharField(source="list_currency")


class MoveOut(serializers.Serializer):
    action = serializers.CharField()
    from_status = serializers.CharField()
    to_status = serializers.CharField()
    party = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class ShipmentOut(serializers.Serializer):
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    tracking_url = serializers.CharField()
    shipped_at = serializers.DateTimeField()
    expected_date = serializers.DateField()


class OrderOut(serializers.Serializer):
    """An order as one of its sides sees it: `money` is the reader's own."""

    id = serializers.CharField(source="public_id")
    number = serializers.CharField()
    status = serializers.CharField()
    status_label = serializers.SerializerMethodField()
    side = serializers.SerializerMethodField(help_text="buyer or seller")
    buyer = serializers.CharField(source="organisation.public_id")
    seller = serializers.CharField(source="seller.public_id")
    incoterm = serializers.CharField()
    money = serializers.SerializerMethodField()
    purchase_number = serializers.CharField()
    placed_at = serializers.DateTimeField()
    pay_by_at = serializers.DateTimeField()
    funded_at = serializers.DateTimeField(allow_null=True)
    ship_by_at = serializers.DateTimeField(allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    auto_accept_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_status_label(self, order: Order) -> str:
        return str(STATUS_LABELS[Status(order.status)])

    def get_side(self, order: Order) -> str:
        is_buyer = order.organisation_id == self.context["organisation_id"]
        return Party.BUYER.value if is_buyer else Party.SELLER.value

    def get_money(self, order: Order) -> dict[str, str]:
        if order.organisation_id == self.context["organisation_id"]:
            parts = ("goods", "freight", "insurance", "duty", "tax", "fees", "guarantee", "total")
            return {
                "currency": order.currency,
                **{part: amount(getattr(order, f"{part}_minor"), order.currency) for part in parts},
            }
        own = ("goods", "freight", "insurance", "commission", "net")
        return {
            "currency": order.seller_currency,
            **{part: amount(getattr(order, f"seller_{part}_minor"), order.seller_currency) for part in own},
        }


class OrderDetailOut(OrderOut):
    address = serializers.JSONField()
    shipping = serializers.JSONField()
    clearance = serializers.JSONField(help_text="What the rules said of the way on the day it was ordered.")
    buyer_note = serializers.CharField()
    lines = OrderLineOut(many=True, source="history.lines")
    moves = MoveOut(many=True, source="history.moves")
    shipments = ShipmentOut(many=True, source="history.shipments")


class PlacedOut(OrderOut):
    checkout_url = serializers.CharField(
        allow_null=True, source="payment_page", help_text="Send the buyer here to pay; null: ask again with /pay."
    )
    payment_problem = serializers.CharField(allow_blank=True)


class ShipIn(serializers.Serializer):
    carrier = serializers.CharField(max_length=80)
    tracking_number = serializers.CharField(max_length=80)
    expected_date = serializers.DateField()
    tracking_url = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ReasonIn(serializers.Serializer):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ReviewIn(serializers.Serializer):
    listing = serializers.CharField(max_length=40)
    rating = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ReplyIn(serializers.Serializer):
    text = serializers.CharField(max_length=2000)


class ReviewOut(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    listing = serializers.CharField(source="listing.public_id")
    author = serializers.CharField(source="organisation.name")
    rating = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField()
    written_at = serializers.DateTimeField()
    reply = serializers.CharField()
    replied_at = serializers.DateTimeField(allow_null=True)
