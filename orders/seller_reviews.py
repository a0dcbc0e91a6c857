"""What verified buyers said of a seller, as a tab of the storefront."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from orders import queries
from sellers.models import SellerProfile
from sellers.storefront_tabs import Tab

SHOWN = 20


def _show(request: HttpRequest, profile: SellerProfile) -> Mapping[str, Any]:
    reviews = queries.reviews_of_seller(profile.organisation_id)
    return {"page": Paginator(reviews, SHOWN).get_page(request.GET.get("page"))}


reviews_tab = Tab(key="reviews", label=_("Reviews"), icon="star", template="orders/_seller_reviews.html", show=_show)
