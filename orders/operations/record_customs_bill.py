"""Enter the real customs bill of an order."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.money import Money, exponent, is_currency, to_minor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotAllowed, Refusal
from orders import queries, true_up
from orders.models import CustomsBill, CustomsPaper, Order
from orders.operations._customs import reckoned_minor, settle_if_due
from orders.operations._moves import locked
from orders.rules import Party, Status
from payments.amounts import round_to_payable
from sellers.pictures import Renditions, read_picture
from trade.fx import current_rates

PARTS = ("duty", "tax", "fees")
LARGEST = Decimal("1000000000000")


class BillTooEarly(Refusal):
    """Goods that have not left have passed no customs."""

    code = "bill_too_early"
    title = _("Not shipped yet")
    message = _("A customs bill comes after the goods were shipped.")


class NoCustoms(Refusal):
    """A service passes no customs."""

    code = "no_customs"
    title = _("No customs here")
    message = _("This is a service: it passes no customs.")


def record_customs_bill(
    *, actor: Actor, order: Order, bill: Mapping[str, Any], now: datetime, paper: IO[bytes] | None = None
) -> CustomsBill:
    """
    Enter what customs really charged: `bill` has `number`, `billed_on` (date), `currency`, and `duty`, `tax`, `fees` as
    decimals; `note` is optional. `paper` is a scan (JPEG, PNG, WebP, AVIF). The currency is mostly the destination's;
    a carrier that advanced the charges may have invoiced them in that of its customer's account.

    The seller, the platform's staff and its feeds may enter one; the buyer only where nothing was collected. The same
    bill again is the bill that is there; another one corrects it. A bill that is hard to believe, or that a seller
    enters without its paper, waits for a person. Else it is settled, at the latest when the goods are accepted.

    :raises NotAllowed: if the actor may not.
    :raises NoCustoms, BillTooEarly: if there can be no bill (yet).
    :raises InvalidInput: names each field that cannot stand.
    :raises BadPicture: if the scan will not do.
    :raises RateUnknown, RateStale: if the bill's currency has no rate on its day.
    """
    scan = read_picture(paper) if paper is not None else None
    return _record(actor=actor, order=order, bill=bill, scan=scan, now=now)


@entry
def _record(
    *, actor: Actor, order: Order, bill: Mapping[str, Any], scan: Renditions | None, now: datetime
) -> CustomsBill:
    order = locked(order)
    party = _party(actor, order)
    if not order.is_carried:
        raise NoCustoms
    if order.status not in (Status.SHIPPED, Status.DELIVERED, Status.ACCEPTED, Status.CLOSED):
        raise BillTooEarly
    values = _checked(bill, order, now.date())
    bills = list(order.customs_bills.select_for_update().order_by("pk"))
    last = next((each for each in reversed(bills) if each.state != CustomsBill.State.REJECTED), None)
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        return last
    total = sum(values[f"{part}_minor"] for part in PARTS)
    converted = current_rates(values["billed_on"]).convert(
        Money(Decimal(total).scaleb(-exponent(values["currency"])), values["currency"]), order.currency
    )
    actual = round_to_payable(to_minor(converted.money), order.currency)
    reckoned = reckoned_minor(order)
    outcome = true_up.settle(
        is_collected=order.incoterm == "DDP", promise=order.promise, collected=order.customs_minor, actual=actual
    )
    trusted = party in (Party.PLATFORM, Party.SYSTEM) or outcome.bearer == true_up.IMPORTER
    held = true_up.why_held(actual=actual, reckoned=reckoned, has_paper=scan is not None, is_trusted=trusted)
    for pending in bills:
        if pending.state in (CustomsBill.State.HELD, CustomsBill.State.WAITING):
            pending.state = CustomsBill.State.REPLACED
            pending.save(update_fields=["state"])
    made = CustomsBill.objects.create(
        order=order,
        organisation_id=order.organisation_id,
        replaces=last,
        state=CustomsBill.State.HELD if held else CustomsBill.State.WAITING,
        **values,
        total_minor=total,
        order_currency=order.currency,
        actual_minor=actual,
        collected_minor=order.customs_minor,
        estimate_minor=reckoned,
        fx_rate=converted.rate,
        fx_source=converted.source[:200],
        fx_as_of=converted.as_of,
        promise=order.promise[:12],
        bearer=outcome.bearer,
        held_because=held,
        party=party.value,
        actor_label=actor.label[:200],
        user=actor.user,
        recorded_at=now,
    )
    if scan is not None:
        CustomsPaper.objects.create(
            bill=made,
            organisation_id=order.organisation_id,
            content=scan.by_width[max(scan.by_width)],
            width=scan.width,
            height=scan.height,
        )
    events.record(
        "orders.customs_bill.recorded",
        subject=made,
        actor=actor,
        at=now,
        payload={"reference": order.public_id, "bill": made.public_id},
        organisation_id=order.organisation_id,
    )
    return settle_if_due(order=order, bill=made, actor=actor, now=now)


def _party(actor: Actor, order: Order) -> Party:
    party = queries.party_of(actor, order)
    if party in (Party.PLATFORM, Party.SYSTEM):
        actor.must("orders.operate")
    elif party is Party.SELLER:
        actor.must("orders.ship")
    elif order.incoterm == "DDP":
        # Who is asked for the difference does not write the bill.
        raise NotAllowed
    else:
        actor.must("orders.accept")
    return party


def _checked(bill: Mapping[str, Any], order: Order, today: date) -> dict[str, Any]:
    errors: dict[str, list[Any]] = {}
    number = " ".join(str(bill.get("number") or "").split())
    if not 1 <= len(number) <= 60:
        errors["number"] = [_("Enter the number that stands on the document, up to 60 characters.")]
    billed_on = bill.get("billed_on")
    if not isinstance(billed_on, date):
        errors["billed_on"] = [_("Enter the date of the bill.")]
    elif billed_on > today:
        errors["billed_on"] = [_("This day is still to come.")]
    elif billed_on < order.placed_at.date():
        errors["billed_on"] = [_("This day is before the order.")]
    currency = str(bill.get("currency") or "").upper()
    if not is_currency(currency):
        errors["currency"] = [_("Choose a currency from the list.")]
    amounts: dict[str, int] = {}
    for part in PARTS:
        try:
            amount = Decimal(str(bill.get(part) if bill.get(part) not in (None, "") else 0).replace(",", "."))
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or not 0 <= amount < LARGEST:
            errors[part] = [_("Enter an amount of zero or more.")]
        elif "currency" not in errors:
            exact = amount.scaleb(exponent(currency))
            if exact != exact.to_integral_value():
                errors[part] = [_("This is finer than the smallest unit of %(currency)s.") % {"currency": currency}]
            else:
                amounts[f"{part}_minor"] = int(exact)
    if errors:
        raise InvalidInput(fields=errors)
    note = " ".join(str(bill.get("note") or "").split())[:300]
    return {"number": number, "billed_on": billed_on, "currency": currency, "note": note, **amounts}
