"""Where a listing may be sold, what is missing for the rest, and the papers on file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import actor_of
from marketplace.kernel.idempotency import fingerprint, once
from marketplace.kernel.refusals import InvalidInput, Refusal
from sellers import operations, queries
from sellers.content import read_content
from sellers.content.lots import FIELDS_OF_LOT
from sellers.doors import Offered, at_doors
from sellers.forms import EvidenceForm, ListingForm
from sellers.listing_head import listing_head
from sellers.models import Listing, Lot, SafetyContact
from sellers.packaging import CARTON
from sellers.pricing import LARGEST_QUANTITY, tier_for
from sellers.proposals import as_proposed
from trade import queries as trade
from trade.presenting.restrictions import present_reach

DOORS_KEPT_S = 300
PACKAGING = ("units_per_carton", *CARTON)
MEASURED = ("weight_g", "length_mm", "width_mm", "height_mm")
READ_LIVE = ("kind", "title", "summary", "description", "origin_country", "ships_from_country", "hs_code")


@login_required
@require_http_methods(["GET", "POST"])
@once
def where(request: HttpRequest, public_id: str) -> HttpResponse:
    """The countries, coloured by outcome and named, and the task list; POST puts a document on file."""
    actor = actor_of(request)
    listing = queries.listing_for_edit(actor, public_id)
    form = EvidenceForm(request.POST or None, initial={"document": request.GET.get("document", ""), "scope": "listing"})
    status = 200
    if request.method == "POST":
        try:
            operations.add_evidence(
                actor=actor,
                content=form.content(listing.public_id),
                upload=request.FILES.get("file"),
                now=timezone.now(),
            )
        except InvalidInput as refusal:
            form.show(refusal.fields)
            status = 422
        except Refusal as refusal:
            if not refusal.fields:
                raise
            form.show({"file": [refusal.detail]})
            status = 422
        else:
            messages.success(request, _("On file. We check it within one working day; it counts from then on."))
            return redirect("sellers:where", public_id)
    head = listing_head(actor, listing, "where")
    shown = as_proposed(listing, head["revision"])
    context = {
        **head,
        "form": form,
        "papers": queries.evidence_of(actor, listing),
        "today": timezone.now().date(),
        "unnamed": _markets_without_contact(shown),
        **_reach(shown),
    }
    return render(request, "sellers/where.html", context, status=status)


@login_required
@require_POST
def live(request: HttpRequest) -> HttpResponse:
    """Where what stands in the form right now could be sold; nothing is kept."""
    actor = actor_of(request)
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    form = ListingForm(request.POST)
    clean, _errors = read_content(
        {name: form.data.get(name, "") for name in READ_LIVE if name in form.data}, moq=LARGEST_QUANTITY
    )
    listing = None
    if known := request.POST.get("listing"):
        listing = queries.listing_for_edit(actor, known)
    typed = Listing(organisation=organisation, pk=listing.pk if listing else None)
    typed.attributes = listing.attributes if listing else {}
    for name in READ_LIVE:
        setattr(typed, name, clean.get(name, getattr(listing, name) if listing else ""))
    typed.kind = typed.kind or Listing.Kind.GOODS
    shown = _reach(typed)
    return render(
        request,
        "sellers/_where_live.html",
        {"listing": listing, **shown, "doors": _doors(typed, form, listing, shown["reach"], organisation.currency)},
    )


@login_required
@require_POST
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a document back."""
    actor = actor_of(request)
    paper = queries.one_evidence(actor, public_id)
    operations.withdraw_evidence(actor=actor, evidence=paper, now=timezone.now())
    messages.success(request, _("Taken back. It no longer counts."))
    cover = paper.covers.select_related("listing").order_by("pk").first()
    return redirect("sellers:where", cover.listing.public_id) if cover else redirect("sellers:claims")


def _markets_without_contact(listing: Listing) -> list[Any]:
    """The markets whose consumers would find nobody responsible for the goods' safety."""
    if not listing.needs_parcel:
        return []
    named = queries.safety_contacts(listing)
    return [label for market, label in SafetyContact.Market.choices if market not in named]


def _reach(listing: Listing) -> dict[str, Any]:
    goods = queries.goods_of_listings([listing])[listing.pk]
    return {"reach": present_reach(trade.reach_of(goods, timezone.now().date()), goods)}


def _doors(
    typed: Listing, form: ListingForm, listing: Listing | None, reach: dict[str, Any], currency: str
) -> list[dict[str, Any]]:
    """What one unit costs at doors where most goods go, from what is typed; nothing before there is a price."""
    names = ("moq", "currency", *MEASURED, "lead_time_days", "tiers", "lot")
    content = form.content()
    clean, _errors = read_content({name: content[name] for name in names if name in content}, moq=LARGEST_QUANTITY)
    tiers = clean.get("tiers")
    if not tiers:
        return []
    typed.currency = clean.get("currency") or (listing.currency if listing else currency)
    for name in MEASURED:
        setattr(typed, name, clean.get(name))
    typed.lead_time_days = clean.get("lead_time_days", listing.lead_time_days if listing else None)
    if listing is not None:
        # Said on pages of their own.
        for name in (*PACKAGING, "lead_times"):
            setattr(typed, name, getattr(listing, name))
        own = listing.variants.filter(is_default=True, weight_g__gt=0).first()
        if own is not None:
            # As cards and checkout: what the default variant weighs itself comes first, and not in those cartons.
            typed.weight_g, (typed.length_mm, typed.width_mm, typed.height_mm) = own.weight_g, own.packed_size_mm or (
                typed.length_mm, typed.width_mm, typed.height_mm,
            )  # fmt: skip
            typed.units_per_carton = None
    quantity = clean.get("moq") or 1
    closed = {code for _name, code in reach["closed"]}
    price = tier_for(tiers, quantity).unit_price
    on = timezone.now().date()
    lots = _lots(typed, listing, clean.get("lot") or {})
    # The same figures are asked for again with every pause of the typist.
    asked = [typed.kind, typed.hs_code, typed.origin_country, typed.ships_from_country, typed.currency, price, quantity,
             typed.weight_g, typed.size_mm, typed.lead_days(quantity), [getattr(typed, name) for name in PACKAGING],
             [(lot.pk, lot.available, *(getattr(lot, name) for name in FIELDS_OF_LOT)) for lot in lots],
             on, get_language()]  # fmt: skip
    key = "sellers:doors:" + fingerprint(*map(str, asked))
    rows = cache.get(key)
    if rows is None:
        rows = at_doors(Offered(typed, price, quantity, lots=lots), on)
        cache.set(key, rows, DOORS_KEPT_S)
    doors = [{"row": row, "is_closed": row.country in closed} for row in rows]
    # Ten times "not on sale there" says no more than the list of what is missing above.
    return [] if all(door["is_closed"] for door in doors) else doors


def _lots(typed: Listing, listing: Listing | None, lot: dict[str, Any]) -> tuple[Lot, ...]:
    """The lots that are sold, or the one being written while there are none."""
    if typed.kind != Listing.Kind.PERISHABLE_LOT:
        return ()
    kept = tuple(listing.lots.filter(closed_at=None, variant__is_default=True)) if listing is not None else ()
    if kept or not lot.get("best_before_date"):
        return kept
    return (Lot(**{name: value for name, value in lot.items() if name != "quantity"}, available=LARGEST_QUANTITY),)
