"""The seller hands the goods to a carrier."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from orders import rules, tracking
from orders.models import Order, Shipment
from orders.operations._moves import authorised, done_before, locked, make_move
from orders.paper_content import facts_of
from orders.paper_needs import open_papers
from trade.models import Carrier

LONGEST_JOURNEY_DAYS = 180


class PapersMissing(Refusal):
    """The restriction rules ask for papers that the seller has not brought. Facts: `papers`."""

    code = "papers_missing"
    title = _("A paper is missing")
    message = _("Before this leaves, enter number and day of: %(papers)s. You find the list under Papers on the order.")


@entry
def ship_order(
    *,
    actor: Actor,
    order: Order,
    carrier: str,
    tracking_number: str,
    expected_date: date,
    tracking_url: str = "",
    contents: str = "",
    now: datetime,
) -> Order:
    """
    Record that the order is on its way: who carries it, under which number, when it is expected.

    `tracking_url` may be left out for carriers we know. The buyer's clock is set: two weeks after the expected day,
    should nobody say that it arrived. Shipping twice returns the order as it is.

    :raises NotAllowed: if the actor may not ship for the seller.
    :raises MoveRefused: if the order is not paid, already under way, or nothing travels.
    :raises InvalidInput: if the carrier, number, date or address does not hold.
    :raises PapersMissing: if an authority's paper is asked for and not on file.
    """
    order = locked(order)
    party = authorised(actor, order, rules.Action.SHIP)
    if done_before(order, rules.Action.SHIP, party):
        return order
    _check(" ".join(carrier.split()), "".join(tracking_number.split()), expected_date, tracking_url, now)
    _check_papers(order, now)
    order.shipped_at = now
    expected_at = datetime.combine(expected_date, time.min, tzinfo=UTC)
    order.auto_accept_at = rules.accept_by(delivered_at=None, expected_at=expected_at, shipped_at=now)
    make_move(order=order, action=rules.Action.SHIP, party=party, actor=actor, now=now)
    make_shipment(
        order=order, carrier=carrier, number=tracking_number, expected=expected_date, url=tracking_url,
        contents=contents, now=now,
    )  # fmt: skip
    events.record("orders.order.shipped", subject=order, actor=actor, at=now, payload={"reference": order.public_id})
    return order


def _check_papers(order: Order, now: datetime) -> None:
    if missing := open_papers(facts_of(order), on=now.date()):
        raise PapersMissing(papers=", ".join(str(paper.label) for paper in missing))


def make_shipment(
    *, order: Order, carrier: str, number: str, expected: date, url: str, contents: str, now: datetime
) -> tuple[Shipment, bool]:
    """
    Return the shipment under this number of the order, made if it is new, and whether it is.

    A number under which another buyer's goods travel is refused: its news would be theirs.

    :raises InvalidInput: if the carrier, number, date or address does not hold.
    """
    carrier, number = " ".join(carrier.split()), "".join(number.split())
    _check(carrier, number, expected, url, now)
    known = Carrier.objects.filter(name__iexact=carrier).first()
    code = known.code if known else ""
    if code and (
        Shipment.objects.filter(carrier_code=code, tracking_number=number)
        .exclude(order__organisation_id=order.organisation_id)
        .exists()
    ):
        raise InvalidInput(
            fields={"tracking_number": [_("Another order travels under this number. Check it, please.")]}
        )
    return Shipment.objects.get_or_create(
        order=order,
        carrier=known.name if known else carrier,
        tracking_number=number,
        defaults={
            "organisation_id": order.organisation_id,
            "carrier_code": code,
            "contents": " ".join(contents.split())[:300],
            "tracking_url": url or (known.tracking_url.replace("{number}", number)[:300] if known else ""),
            "shipped_at": now,
            "expected_date": expected,
            "estimated_date": expected,
            "next_poll_at": now + tracking.FIRST_POLL if code else None,
        },
    )


def _check(carrier: str, number: str, expected: date, url: str, now: datetime) -> None:
    problems: dict[str, list[object]] = {}
    if not 2 <= len(carrier) <= 80:
        problems["carrier"] = [_("Name the carrier (2 to 80 characters).")]
    if not (4 <= len(number) <= 60 and number.isprintable()):
        problems["tracking_number"] = [_("Enter the carrier's number, 4 to 60 characters without spaces.")]
    if expected < now.date():
        problems["expected_date"] = [_("The expected day lies in the past.")]
    elif expected > now.date() + timedelta(days=LONGEST_JOURNEY_DAYS):
        problems["expected_date"] = [_("Choose a day within the next %(days)s days.") % {"days": LONGEST_JOURNEY_DAYS}]
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname or len(url) > 300):
        problems["tracking_url"] = [_("Enter a web address that starts with https://.")]
    if problems:
        raise InvalidInput(fields=problems)
