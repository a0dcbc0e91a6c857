"""A seller's public page."""

import json
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.actor import actor_of
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
        "words": words,
        "category": category,
        "narrowed": bool(words or category),
        "logo_url": rendition_url(profile.logo, 160),
        "is_own": actor.organisation_id == profile.organisation_id,
        "canonical_url": settings.PUBLIC_URL.rstrip("/") + profile.get_absolute_url(),
        "json_ld": _json_ld(profile, facts),
    }
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    template = "sellers/_storefront_listings.html" if htmx and not htmx.boosted else "sellers/storefront.html"
    return render(request, template, context)


def _json_ld(profile: SellerProfile, facts: queries.StorefrontFacts) -> str:
    """Return the page's schema.org description, safe inside a script element."""
    seller = profile.organisation
    root = settings.PUBLIC_URL.rstrip("/")
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": seller.name,
        "url": root + profile.get_absolute_url(),
        "description": profile.tagline,
        "address": {"@type": "PostalAddress", "addressCountry": seller.country},
    }
    if profile.founded_year:
        data["foundingDate"] = str(profile.founded_year)
    if profile.employees:
        data["numberOfEmployees"] = {"@type": "QuantitativeValue", "value": profile.employees}
    if profile.logo:
        data["logo"] = root + rendition_url(profile.logo, 480)
    if facts.rating is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(facts.rating),
            "reviewCount": facts.rating_count,
        }
    # A closing tag in a seller's own words must not end the element.
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
