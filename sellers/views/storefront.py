"""A seller's public page: what they offer, who they are, what buyers say."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
from accounts.preferences import preferences_of
from marketplace.kernel.addresses import ShareCard, absolute, page_addresses
from marketplace.kernel.money import Money
from marketplace.kernel.refusals import NotFound
from marketplace.kernel.structured_data import breadcrumb_list, json_ld
from sellers import queries, storefront_cards, storefront_tabs
from sellers.models import Category, SellerProfile, SellerStanding
from sellers.pictures import rendition_url
from trade.incoterms import TERMS, offered

PAGE_SIZE = 24
# Figures keep their order inside a page that runs from right to left.
_LTR, _END = "\u2066", "\u2069"


@require_safe
def storefront(request: HttpRequest, slug: str) -> HttpResponse:
    """What the seller offers, with a search and categories of its own."""
    try:
        profile = queries.storefront(slug, actor=actor_of(request))
    except NotFound:
        return _moved(request, slug, "sellers:storefront")
    words = request.GET.get("q", "").strip()[:100]
    category = Category.objects.filter(slug=request.GET.get("category", "")).first()
    ids = queries.storefront_listings(profile, words=words, category=category)
    page = Paginator(ids, PAGE_SIZE).get_page(request.GET.get("page"))
    query = {"page": page.number} if page.number > 1 and not (words or category) else {}
    context = {
        **_frame(request, profile, tab="offers", query=query),
        "page": page,
        "cards": storefront_cards.cards(
            list(page.object_list),
            actor_of(request),
            preferences_of(request),
            timezone.now().date(),
        ),
        "words": words,
        "category": category,
        "narrowed": bool(words or category),
    }
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    as_fragment = htmx and not htmx.boosted and not htmx.history_restore_request
    template = "sellers/_storefront_listings.html" if as_fragment else "sellers/storefront.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request, Cookie"
    return response


@require_safe
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """Who the seller is: story, facts, where they ship and on what terms."""
    try:
        profile = queries.storefront(slug, actor=actor_of(request))
    except NotFound:
        return _moved(request, slug, "sellers:storefront_about")
    terms = [TERMS[code] for code in offered(profile.incoterms)]
    delivers = profile.delivers_to(preferences_of(request).ship_to)
    context = {**_frame(request, profile, tab="about"), "terms": terms, "delivers": delivers}
    return render(request, "sellers/storefront_about.html", context)


@require_safe
def tab(request: HttpRequest, slug: str, tab: str) -> HttpResponse:
    """A tab that another room fills."""
    found = storefront_tabs.find(tab)
    if found is None:
        raise Http404
    try:
        profile = queries.storefront(slug, actor=actor_of(request))
    except NotFound:
        return _moved(request, slug, "sellers:storefront_tab", tab)
    shown = found.show(request, profile)
    number = getattr(shown.get("page"), "number", 1)
    context = {
        **_frame(request, profile, tab=tab, query={"page": number} if number > 1 else {}),
        "shown": found,
        **shown,
    }
    return render(request, "sellers/storefront_tab.html", context)


def _moved(request: HttpRequest, slug: str, name: str, *more: str) -> HttpResponse:
    """Lead from a former address to the present one for good, with what was asked there."""
    now = queries.storefront_moved_from(slug)
    if not now:
        raise NotFound
    query = request.META.get("QUERY_STRING", "")
    path = reverse(name, args=[now, *more])
    return redirect(f"{path}?{query}" if query else path, permanent=True)


def _frame(
    request: HttpRequest, profile: SellerProfile, *, tab: str, query: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What every tab shows: the head, its facts, the tabs, the address."""
    facts = queries.storefront_facts(profile)
    standing = queries.standing_of(profile)
    own = profile.get_absolute_url()
    places = {
        "offers": (own, _("On offer"), "package", facts.listings),
        "about": (reverse("sellers:storefront_about", args=[profile.slug]), _("About"), "building-2", None),
        **{
            each.key: (
                reverse("sellers:storefront_tab", args=[profile.slug, each.key]), each.label, each.icon,
                facts.rating_count if each.key == "reviews" else None,
            )
            for each in storefront_tabs.registered()
        },
    }  # fmt: skip
    here = places[tab][0]
    crumbs = [(profile.organisation.name, own)] + ([(str(places[tab][1]), here)] if tab != "offers" else [])
    return {
        "profile": profile,
        "seller": profile.organisation,
        "facts": facts,
        "standing": standing,
        "claims": queries.claims_shown(profile.organisation_id, timezone.now().date()),
        "stats": _stats(facts, standing),
        "first_order": _first_order(standing),
        "logo_url": rendition_url(profile.logo, 160),
        "is_own": actor_of(request).organisation_id == profile.organisation_id,
        "share_url": absolute(own),
        "tabs": [
            {"url": url, "label": label, "icon": icon, "count": count, "current": key == tab}
            for key, (url, label, icon, count) in places.items()
        ],
        "structured_data": json_ld(_organisation(profile, facts), breadcrumb_list(crumbs, here)),
        "share": ShareCard(
            title=profile.organisation.name,
            description=profile.tagline,
            image=absolute(rendition_url(profile.logo, 960)) if profile.logo else "",
            kind="profile",
        ),
        **page_addresses(request, here, query),
    }


def _stats(facts: queries.StorefrontFacts, standing: SellerStanding | None) -> list[dict[str, Any]]:
    """The figures of the head, each with what it is made of; what too few cases stand behind says so."""
    too_few, none = _("Too few to say yet"), "–"
    minutes = standing.answers_within if standing else None
    on_time = standing.on_time_percent if standing else None
    replied = standing.answered_percent if standing else None
    return [
        {
            "icon": "star",
            "label": _("Rating"),
            "value": f"{_LTR}{facts.rating} / 5{_END}" if facts.rating is not None else none,
            "hint": ngettext("from %(n)s buyer", "from %(n)s buyers", facts.rating_count) % {"n": facts.rating_count}
            if facts.rating is not None
            else too_few,
        },
        {
            "icon": "message-square",
            "label": _("First answer within"),
            "value": duration_text(minutes) if minutes is not None else none,
            "hint": _("half of all; %(percent)s %% answered, last 90 days") % {"percent": replied}
            if minutes is not None
            else too_few,
        },
        {
            "icon": "truck",
            "label": _("Shipped on time"),
            "value": f"{_LTR}{on_time} %{_END}" if on_time is not None else none,
            "hint": ngettext("of %(n)s order, last 180 days", "of %(n)s orders, last 180 days", standing.shipments_due)
            % {"n": standing.shipments_due}
            if standing and on_time is not None
            else too_few,
        },
    ]


def duration_text(minutes: int) -> str:
    """Return a time of waiting in words, as coarse as people speak of it."""
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 36 * 60:
        hours = round(minutes / 60)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = round(minutes / 1440)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _first_order(standing: SellerStanding | None) -> dict[str, Any]:
    """What a first order takes: the least it costs and how long goods are made ready."""
    if standing is None:
        return {}
    found: dict[str, Any] = {"fewest_days": standing.fewest_days, "most_days": standing.most_days}
    if standing.smallest_order:
        found["from"] = Money(*standing.smallest_order)
    return found


def _organisation(profile: SellerProfile, facts: queries.StorefrontFacts) -> dict[str, Any]:
    """Return the seller as schema.org reads an organisation."""
    seller = profile.organisation
    data: dict[str, Any] = {
        "@type": "Organization",
        "name": seller.name,
        "url": absolute(profile.get_absolute_url()),
        "description": profile.tagline,
        "address": {"@type": "PostalAddress", "addressCountry": seller.country},
    }
    if profile.founded_year:
        data["foundingDate"] = str(profile.founded_year)
    if profile.employees:
        data["numberOfEmployees"] = {"@type": "QuantitativeValue", "value": profile.employees}
    if profile.logo:
        data["logo"] = absolute(rendition_url(profile.logo, 480))
    if facts.rating is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(facts.rating),
            "reviewCount": facts.rating_count,
        }
    return data
