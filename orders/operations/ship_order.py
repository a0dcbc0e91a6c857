"""The seller hands the goods to a carrier."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Refusal
from orders import rules
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
    carrier, number = " ".join(carrier.split()), "".join(tracking_number.split())
    _check(carrier, number, expected_date, tracking_url, now)
    _check_papers(order, now)
    order.shipped_at = now
    expected_at = datetime.combine(expected_date, time.min, tzinfo=UTC)
    order.auto_accept_at = rules.accept_by(delivered_at=None, expected_at=expected_at, shipped_at=now)
    make_move(order=order, action=rules.Action.SHIP, party=party, actor=actor, now=now)
    Shipment.objects.create(
        order=order,
        organisation_id=order.organisation_id,
        carrier=carrier,
        tracking_number=number,
        tracking_url=tracking_url or _known_url(carrier, number),
        shipped_at=now,
        expected_date=expected_date,
    )
    events.record("orders.order.shipped", subject=order, actor=actor, at=now, payload={"reference": order.public_id})
    return order


def _check_papers(order: Order, now: datetime) -> None:
    if missing := open_papers(facts_of(order), on=now.date()):
        raise PapersMissing(papers=", ".join(str(paper.label) for paper in missing))


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


def _known_url(carrier: str, number: str) -> str:
    known = Carrier.objects.filter(name__iexact=carrier).exclude(tracking_url="").first()
    return known.tracking_url.replace("{number}", number)[:300] if known else ""
