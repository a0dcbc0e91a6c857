"""A seller's public page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
from marketplace.kernel.addresses import ShareCard, absolute, page_addresses
from marketplace.kernel.structured_data import json_ld
from sellers import queries
from sellers.models import Category, SellerProfile
from sellers.pictures import rendition_url

PAGE_SIZE = 24


@require_safe
def storefront(request: HttpRequest, slug: str) -> HttpResponse:
    """Who they are, where they ship from, what they offer, how buyers rated it."""
    actor = actor_of(request)
    profile = queries.storefront(slug, actor=actor)
    words = request.GET.get("q", "").strip()[:100]
    category = Category.objects.filter(slug=request.GET.get("category", "")).first()
    ids = queries.storefront_listings(profile, words=words, category=category)
    page = Paginator(ids, PAGE_SIZE).get_page(request.GET.get("page"))
    facts = queries.storefront_facts(profile)
    context = {
        "profile": profile,
        "seller": profile.organisation,
        "page": page,
        "cards": queries.cards(page.object_list),
        "facts": facts,
        "claims": queries.claims_shown(profile.organisation_id, timezone.now().date()),
        "words": words,
        "category": category,
        "narrowed": bool(words or category),
        "logo_url": rendition_url(profile.logo, 160),
        "is_own": actor.organisation_id == profile.organisation_id,
        "structured_data": json_ld(_organisation(profile, facts)),
        "share": ShareCard(
            title=profile.organisation.name,
            description=profile.tagline,
            image=absolute(rendition_url(profile.logo, 960)) if profile.logo else "",
            kind="profile",
        ),
        **page_addresses(request, profile.get_absolute_url()),
    }
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    template = "sellers/_storefront_listings.html" if htmx and not htmx.boosted else "sellers/storefront.html"
    return render(request, template, context)


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
