"""The catalogue for benchmarks."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from buyers.search import SearchRequest, search
from demo import scale
from sellers.models import Listing, ListingChange, PriceTier, Variant
from sellers.operations import load_categories

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_scale_copies_a_catalogue_that_can_be_searched(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"
    monkeypatch.setattr(scale, "SHARED_PICTURES", 3)
    load_categories()
    copied = scale.load_scale(2_000, now=NOW, say=lambda _line: None)
    assert (
        copied.listings == Listing.objects.on_sale().count() == Variant.objects.count() == ListingChange.objects.count()
    )
    assert not Listing.objects.filter(tiers=None).exists()
    assert PriceTier.objects.filter(unit_price__lte=0).count() == 0
    listing = Listing.objects.select_related("organisation").order_by("-pk")[0]
    picture = listing.pictures.get()
    assert ".." not in picture.url(480)
    assert default_storage.exists(picture.url(480).removeprefix("/media/"))
    with connection.cursor() as cursor:
        # Listings with several variants take more keys of one table than of the other.
        cursor.execute("SELECT setval(pg_get_serial_sequence('sellers_variant', 'id'), 50000)")
    again = scale.load_scale(10, now=NOW, say=lambda _line: None)
    assert again.listings == 10
    assert Listing.objects.count() == 2_010
    call_command("rebuild_index", verbosity=0)
    found = search(SearchRequest(text=listing.title))
    assert listing.pk in found.ids
