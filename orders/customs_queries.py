"""Every read of customs bills, each scoped to who asks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from accounts.actor import Actor
from marketplace.kernel.money import from_minor
from marketplace.kernel.refusals import NotFound
from orders import queries
from orders.models import CustomsBill, CustomsPaper, Order
from payments.models import Claim
from trade.fx import RateTable, current_rates

REMIND_EVERY = timedelta(days=7)
MOST_REMINDERS = 4


def claims_to_remind_of(now: datetime, limit: int) -> list[int]:
    """Primary keys of open claims whose buyers were last told a week ago or longer, and not too often yet."""
    quiet = Q(reminded_at=None, opened_at__lte=now - REMIND_EVERY) | Q(reminded_at__lte=now - REMIND_EVERY)
    due = Claim.objects.filter(quiet, status=Claim.Status.OPEN, reminders__lt=MOST_REMINDERS).order_by("opened_at")
    return list(due.values_list("pk", flat=True)[:limit])


@dataclass(frozen=True)
class CustomsOfOrder:
    """The customs bills of an order, the newest first, the one that counts, and what is still owed for it."""

    bills: Sequence[CustomsBill]
    settled: CustomsBill | None
    pending: CustomsBill | None
    claim: Claim | None


def customs_of(order: Order) -> CustomsOfOrder:
    """Return what is known of an order's customs bills; who may see the order may see them."""
    bills = list(order.customs_bills.select_related("paper").defer("paper__content").order_by("-pk"))
    settled = next((bill for bill in bills if bill.state == CustomsBill.State.SETTLED), None)
    pending = next((bill for bill in bills if bill.state in (CustomsBill.State.HELD, CustomsBill.State.WAITING)), None)
    claim = None
    if settled is not None and settled.charged_minor:
        claim = Claim.objects.filter(reference=settled.public_id).first()
    return CustomsOfOrder(bills, settled, pending, claim)


def customs_paper_of(actor: Actor, order_id: str, bill_id: str) -> bytes:
    """
    Return the scan of a customs bill (WebP).

    :raises NotFound: if there is none, or the actor has no part in the order.
    """
    order = queries.order_of(actor, order_id)
    paper = CustomsPaper.objects.filter(bill__order=order, bill__public_id=bill_id).first()
    if paper is None:
        raise NotFound
    return bytes(paper.content)


@dataclass(frozen=True)
class Accuracy:
    """How well customs charges were reckoned for one destination: sums in euro, and the typical miss in percent."""

    country: str
    bills: int
    within: int
    reckoned_eur: Decimal
    actual_eur: Decimal
    typical_miss: Decimal

    @property
    def within_percent(self) -> int:
        return round(100 * self.within / self.bills)

    @property
    def is_poor(self) -> bool:
        """Whether the rules of this destination should be looked at: several bills, and mostly missed."""
        return self.bills >= FEWEST_BILLS and self.within * 2 < self.bills


# A reckoning within this many percent of the bill counts as right.
CLOSE_PERCENT = 5
FEWEST_BILLS = 3


def accuracy_by_destination(actor: Actor) -> list[Accuracy]:
    """
    Compare what was reckoned with the bills that count, by destination, the poorest first.

    :raises NotAllowed: unless the actor operates orders.
    """
    actor.must("orders.operate")
    rows = (
        CustomsBill.objects.filter(state=CustomsBill.State.SETTLED, estimate_minor__isnull=False)
        .select_related("order")
        .only("estimate_minor", "actual_minor", "order_currency", "order__address", "billed_on")
    )
    found: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    tables: dict[date, RateTable] = {}
    for bill in rows.iterator(chunk_size=500):
        rates = tables.setdefault(bill.billed_on, current_rates(bill.billed_on))
        euro = [
            rates.convert(from_minor(minor or 0, bill.order_currency), "EUR").money.amount
            for minor in (bill.estimate_minor, bill.actual_minor)
        ]
        found[bill.order.address.get("country", "")].append((euro[0], euro[1]))
    return sorted(
        (_accuracy(country, pairs) for country, pairs in found.items()),
        key=lambda each: (each.within_percent, each.country),
    )


def _accuracy(country: str, pairs: list[tuple[Decimal, Decimal]]) -> Accuracy:
    misses = sorted(abs(actual - reckoned) * 100 / (actual or reckoned or 1) for reckoned, actual in pairs)
    return Accuracy(
        country=country,
        bills=len(pairs),
        within=sum(miss <= CLOSE_PERCENT for miss in misses),
        reckoned_eur=sum((reckoned for reckoned, _actual in pairs), Decimal(0)),
        actual_eur=sum((actual for _reckoned, actual in pairs), Decimal(0)),
        typical_miss=misses[len(misses) // 2].quantize(Decimal("0.1")),
    )
