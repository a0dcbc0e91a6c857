"""Sales, the way from a look to an order, and the money to come, as panels of the selling desk."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from orders import insights as figures
from orders.insights_shown import chart_of, funnel_of
from payments import queries as payments
from payments.models import Payout
from sellers.desk import DeskPanel

DAYS = 30
MOST_DESTINATIONS = 5
MOST_PAYOUTS = 3


def sales_panel(actor: Actor) -> DeskPanel | None:
    """Return sales by day, the funnel and the best destinations of a month; nothing while nobody has looked."""
    if not actor.may("orders.view") or actor.organisation is None or not actor.organisation.sells:
        return None
    found = figures.insights_of(actor, days=DAYS, now=timezone.now(), by_listing=False)
    if not (found.now.views or found.now.orders or found.before.orders):
        return None
    return DeskPanel(
        title=_("The last 30 days"),
        template="orders/_desk_sales.html",
        context={
            "insights": found,
            "chart": chart_of(found),
            "funnel": funnel_of(found),
            "destinations": [row for row in found.countries if row.orders][:MOST_DESTINATIONS],
        },
        url=reverse("orders:insights"),
        link=_("All figures"),
    )


def money_panel(actor: Actor) -> DeskPanel | None:
    """Return what stands in escrow and is available, and the payouts under way; nothing while there is no money."""
    if not actor.may("payments.view") or actor.organisation is None or not actor.organisation.sells:
        return None
    balances: list[Any] = payments.balances_for(actor)
    coming = payments.payouts_of(actor).exclude(status__in=[Payout.Status.PAID, Payout.Status.FAILED])
    payouts = list(coming[:MOST_PAYOUTS])
    shown = [balance for balance in balances if any(row.amount.amount for row in balance.rows)]
    if not shown and not payouts:
        return None
    return DeskPanel(
        title=_("Money on its way"),
        template="orders/_desk_money.html",
        context={"balances": shown, "payouts": payouts},
        url=reverse("payments:money"),
        link=_("All money"),
    )
