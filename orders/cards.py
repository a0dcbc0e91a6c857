"""What of its orders needs a seller today, for the selling desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from orders import queries
from orders.rules import Status
from sellers.desk import DeskCard


def order_cards(actor: Actor) -> list[DeskCard]:
    """Return orders to ship, orders overdue and orders being looked at, each with its filtered list."""
    if not actor.may("orders.view") or actor.organisation_id is None:
        return []
    counts = queries.sales_counts(actor)
    sales = reverse("orders:sales")
    return [
        DeskCard(
            count=counts["overdue"],
            label=_("Past the day to ship"),
            url=f"{sales}?status=open",
            hint=_("The buyer may take the money back from now on."),
            icon="triangle-alert",
            kind="danger",
        ),
        DeskCard(
            # What is overdue stands in the card above.
            count=counts["to_ship"] - counts["overdue"],
            label=_("Paid, to be shipped"),
            url=f"{sales}?status={Status.FUNDED}",
            hint=_("The money stands in escrow."),
            icon="package",
            kind="warning",
            due_at=counts["ship_by"],
        ),
        DeskCard(
            count=counts["awaiting_payment"],
            label=_("Being paid"),
            url=f"{sales}?status={Status.AWAITING_PAYMENT}",
            icon="clock",
        ),
        DeskCard(
            count=counts["looked_at"],
            label=_("With the buyer, to be accepted"),
            url=f"{sales}?status={Status.DELIVERED}",
            icon="package-check",
        ),
    ]
