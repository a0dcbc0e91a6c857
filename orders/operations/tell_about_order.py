"""What the two sides of an order are told, in one table."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.operations import notify_organisation
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import Text
from orders.models import Order
from orders.rules import Party


@dataclass(frozen=True, slots=True)
class Message:
    """To whom (members with `permission`) and in which words."""

    to: Party
    permission: str
    title: Text
    body: Text


_SELLER, _BUYER = Party.SELLER, Party.BUYER

MESSAGES: dict[str, tuple[Message, ...]] = {
    "placed": (
        Message(
            _SELLER,
            "orders.ship",
            _("New order %(number)s from %(buyer)s"),
            _("The buyer is paying now. Please wait for the payment before you start; we tell you when it is there."),
        ),
    ),
    "funded": (
        Message(
            _SELLER,
            "orders.ship",
            _("Order %(number)s is paid"),
            _("The money stands in escrow. Ship it and enter the tracking number before your time runs out."),
        ),
        Message(
            _BUYER,
            "orders.view",
            _("We hold your payment for order %(number)s"),
            _("%(seller)s was told to go ahead. The money is released when you accept what arrives."),
        ),
    ),
    "payment_failed": (
        Message(
            _BUYER,
            "orders.place",
            _("The payment for order %(number)s did not go through"),
            _("Nothing was charged. Open the order to pay again while your goods are still set aside."),
        ),
    ),
    "shipped": (
        Message(
            _BUYER,
            "orders.view",
            _("Order %(number)s is on its way"),
            _("%(seller)s has handed it to the carrier. The order shows its tracking number and when it is expected."),
        ),
    ),
    "troubled": (
        Message(
            _BUYER,
            "orders.view",
            _("The carrier reports a problem with order %(number)s"),
            _("It is held up or could not be delivered. The order shows what the carrier says."),
        ),
        Message(
            _SELLER,
            "orders.ship",
            _("The carrier reports a problem with order %(number)s"),
            _("It is held up or could not be delivered. See what the carrier says; it may need something from you."),
        ),
    ),
    "delivered": (
        Message(
            _BUYER,
            "orders.accept",
            _("Order %(number)s was delivered"),
            _("Look at what came and accept it. If you say nothing, it is accepted when your time is over."),
        ),
        Message(
            _SELLER,
            "orders.ship",
            _("Order %(number)s was delivered"),
            _("The buyer now has time to look at it; then the money is released to you."),
        ),
    ),
    "accepted": (
        Message(
            _SELLER,
            "orders.view",
            _("Order %(number)s is accepted"),
            _("The escrow is released. Your part is on its way to your account."),
        ),
    ),
    "paid_out": (
        Message(
            _SELLER,
            "payments.view",
            _("The money for order %(number)s has reached your bank"),
            _("The order is closed."),
        ),
    ),
    "cancelled": (
        Message(
            _BUYER,
            "orders.view",
            _("Order %(number)s is cancelled"),
            _("It was not paid. Nothing is owed; should a payment still arrive, it goes back to you by itself."),
        ),
        Message(
            _SELLER,
            "orders.ship",
            _("Order %(number)s is cancelled"),
            _("It was not paid. The goods set aside for it are back in your stock."),
        ),
    ),
    "refunded": (
        Message(
            _BUYER,
            "orders.view",
            _("Order %(number)s is refunded"),
            _("The whole amount goes back to the card you paid with. The order says why."),
        ),
        Message(
            _SELLER,
            "orders.ship",
            _("Order %(number)s is refunded"),
            _("The buyer gets the money back, and the goods are back in your stock."),
        ),
    ),
    "customs_due": (
        Message(
            _BUYER,
            "orders.place",
            _("Customs asked for more on order %(number)s"),
            _("What you paid for duty and tax was an estimate. Please pay the difference; the order shows the bill."),
        ),
    ),
    "customs_reminder": (
        Message(
            _BUYER,
            "orders.place",
            _("Reminder: customs charges for order %(number)s"),
            _("The difference to the customs bill is still open. The order shows the bill and lets you pay it."),
        ),
    ),
    "customs_returned": (
        Message(
            _BUYER,
            "orders.view",
            _("Customs asked for less on order %(number)s"),
            _("The difference to what you paid goes back to your card. The order shows the bill."),
        ),
    ),
    "customs_settled": (
        Message(
            _BUYER,
            "orders.view",
            _("The customs bill for order %(number)s has come"),
            _("Nothing changes for you. The order shows what was reckoned and what it was."),
        ),
        Message(
            _SELLER,
            "orders.view",
            _("The customs bill for order %(number)s is settled"),
            _("The order shows what was reckoned, what it was, and who bears the difference."),
        ),
    ),
    "customs_rejected": (
        Message(
            _SELLER,
            "orders.ship",
            _("We could not accept the customs bill for order %(number)s"),
            _("The order says why. Please look at it and send it again."),
        ),
    ),
    "reviewed": (
        Message(
            _SELLER,
            "reviews.write",
            _("%(buyer)s reviewed order %(number)s"),
            _("Read it and answer in public, if you like."),
        ),
    ),
}


@entry
def tell_about_order(*, order: Order, kind: str, now: datetime) -> None:
    """Notify whom MESSAGES names for `kind`, each in their own language."""
    tell_parties(order=order, kind=kind, now=now)


@part
def tell_parties(*, order: Order, kind: str, now: datetime) -> None:
    """The same, within another operation."""
    facts = {"number": order.number, "buyer": order.organisation.name, "seller": order.seller.name}
    for message in MESSAGES[kind]:
        notify_organisation(
            organisation=order.seller if message.to is Party.SELLER else order.organisation,
            kind=f"orders.{kind}",
            title=message.title,
            body=message.body,
            url=reverse("orders:order", args=[order.public_id]),
            now=now,
            permission=message.permission,
            facts=facts,
        )
