"""Tell the buyers who asked that a lot is there for them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.operations import notify_organisation
from buyers.categories import tree
from buyers.lot_alerts import words_of
from buyers.models import LotAlert, LotAlertSent
from marketplace.kernel.operations import entry
from sellers.models import Listing, Lot, Markdown
from sellers.operations import note_told
from sellers.queries import reach_of_lot

# Beyond this the lot is not so much offered as advertised; those who asked first are told first.
MOST_TOLD = 500


@entry
def tell_of_lot(*, listing_id: int, markdown_id: int | None, now: datetime, lot_id: int | None = None) -> int:
    """
    Tell every organisation whose alert a lot fits and whose country it still reaches in time. Returns how many.

    It is `lot_id`, else the one that was marked down, else the freshest. Once an organisation, lot and markdown. A lot
    that is sold out or off sale meanwhile is told to nobody.
    """
    listing = Listing.objects.on_sale().select_related("organisation__seller_profile").filter(pk=listing_id).first()
    markdown = Markdown.objects.filter(pk=markdown_id, ended_at=None).first() if markdown_id else None
    if markdown_id and markdown is None:
        return 0
    lots = Lot.objects.select_related("listing").filter(listing=listing_id, closed_at=None, available__gt=0)
    wanted = lot_id or (markdown.lot_id if markdown is not None else None)
    lot = (lots.filter(pk=wanted) if wanted else lots).order_by("best_before_date").last()
    if listing is None or lot is None or not listing.variants.filter(stock_available__gte=listing.moq).exists():
        return 0
    alerts = _fitting(listing)
    deliverable = [
        country
        for country in sorted({alert.ship_to for alert in alerts})
        if listing.organisation.seller_profile.delivers_to(country)
    ]
    lot.listing = listing
    reached = set(reach_of_lot(lot, deliverable, on=now.date()))
    percent = markdown.percent if markdown else 0
    told = 0
    for alert in alerts:
        if alert.ship_to not in reached:
            continue
        _sent, is_new = LotAlertSent.objects.get_or_create(
            organisation_id=alert.organisation_id,
            listing=listing,
            best_before_date=lot.best_before_date,
            percent=percent,
            defaults={"sent_at": now},
        )
        if is_new:
            _tell(alert, listing, lot, percent, now)
            told += 1
    if markdown is not None and told:
        note_told(markdown_id=markdown.pk, buyers=told)
    return told


def _fitting(listing: Listing) -> list[LotAlert]:
    """Alerts of other organisations that the listing fits, those who asked first before the others."""
    branch = tree().by_id.get(listing.category_id or 0)
    categories = [each.id for each in branch.path] if branch else []
    candidates: Iterable[LotAlert] = (
        LotAlert.objects.filter(Q(category=None) | Q(category__in=categories))
        .filter(Q(seller=None) | Q(seller=listing.organisation_id))
        .exclude(organisation=listing.organisation_id)
        .filter(organisation__status="active")
        .select_related("organisation")
        .order_by("pk")
        .iterator(chunk_size=2_000)
    )
    said = words_of(" ".join([listing.title, listing.summary, *map(str, listing.attributes.values())]))
    fitting: list[LotAlert] = []
    for alert in candidates:
        if words_of(alert.words) <= said:
            fitting.append(alert)
            if len(fitting) == MOST_TOLD:
                break
    return fitting


def _tell(alert: LotAlert, listing: Listing, lot: Lot, percent: int, now: datetime) -> None:
    facts = {"title": listing.title, "percent": percent, "date": lot.best_before_date.isoformat()}
    notify_organisation(
        organisation=alert.organisation,
        kind="lot_alert",
        title=_("%(percent)s %% off: %(title)s") if percent else _("Fresh lot: %(title)s"),
        body=_("You asked to be told. “%(title)s” can still reach you in time; best before %(date)s."),
        url=listing.get_absolute_url(),
        now=now,
        permission="cart.edit",
        facts=facts,
    )
