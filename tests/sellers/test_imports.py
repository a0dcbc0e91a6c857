"""Catalogues that come in as files."""

from decimal import Decimal
from typing import Any

import pytest

from sellers.models import CatalogueImport, Listing, ListingChange, Variant
from tests.sellers.factories import make_category, make_listing, make_seller
from tests.sellers.importing import begin, check, counts, imported, reasons, row, start, table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _private_files(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }
    make_category("ceramics-test")


def test_an_import_is_checked_confirmed_and_done_and_the_same_file_changes_nothing() -> None:
    seller = make_seller()
    file = table(row(1), row(2, price="0"), row(3, stock=7), row(1, title="Once more"))
    job = check(seller, begin(seller, file))
    assert (job.state, job.rows_total, job.rows_done) == ("checked", 4, 4)
    assert counts(job) == (2, 0, 0, 2)
    # Nothing is written before somebody says yes.
    assert not Listing.objects.exists()
    assert reasons(job) == [
        (3, "price", "Enter a price above zero."),
        (5, "sku", "This SKU stands on row 2 already. Each SKU stands once in a file."),
    ]
    job = start(seller, job)
    assert (job.state, counts(job)) == ("done", (2, 0, 0, 2))
    bowl = Listing.objects.get(title="Stoneware bowl 3")
    variant = bowl.variants.get()
    assert (bowl.status, bowl.category.slug, bowl.moq, bowl.weight_g) == ("draft", "ceramics-test", 2, 800)
    assert (bowl.currency, bowl.origin_country, bowl.slug) == ("EUR", "IT", "stoneware-bowl-3")
    assert (variant.sku, variant.stock_available, variant.is_default, variant.tracks_stock) == ("BW-3", 7, True, True)
    assert list(variant.tiers.values_list("min_quantity", "unit_price")) == [(1, Decimal("12.5000"))]
    before = list(Listing.objects.order_by("pk").values()), list(Variant.objects.order_by("pk").values())
    again = imported(seller, file)
    assert counts(again) == (0, 0, 2, 2)
    assert before == (list(Listing.objects.order_by("pk").values()), list(Variant.objects.order_by("pk").values()))


def test_changes_to_what_is_on_sale_follow_the_rules_of_the_editor() -> None:
    seller = make_seller()
    live = make_listing(seller, price="10.00", stock=5, picture=True)
    live.variants.update(sku="BW-1")
    fed = ListingChange.objects.count()
    job = imported(seller, table(row(1, title="Another title", description=live.description, price="9.00", stock=80)))
    assert counts(job) == (0, 1, 0, 0)
    live.refresh_from_db()
    revision = live.revisions.get()
    # Price and stock hold at once; what it says waits for approval while the old title stays on sale.
    assert live.title != "Another title" and revision.content["title"] == "Another title"
    assert live.variants.get().stock_available == 80
    assert live.tiers.get().unit_price == Decimal("9")
    assert ListingChange.objects.count() == fed + 1
    assert live.version == 2
    again = imported(seller, table(row(1, title="Another title", description=live.description, price="9.00", stock=80)))
    assert counts(again) == (0, 0, 1, 0)


def test_what_cannot_change_is_refused_at_its_row_and_the_others_go_in() -> None:
    seller = make_seller()
    waiting = make_listing(seller, status="in_review")
    waiting.variants.update(sku="BW-1")
    live = make_listing(seller)
    live.variants.update(sku="BW-2")
    header = "sku,title,currency,price"
    job = imported(seller, table("BW-1,New words,EUR,5", "BW-2,Bowl,USD,5", "BW-3,A new bowl,USD,5", header=header))
    assert counts(job) == (1, 0, 0, 2)
    assert [(number, column) for number, column, _reason in reasons(job)] == [(2, ""), (3, "currency")]
    assert live.revisions.count() == 0 and Listing.objects.get(title="A new bowl").currency == "USD"


def test_a_state_is_one_of_those_that_are_known() -> None:
    assert set(CatalogueImport.AT_WORK) <= set(CatalogueImport.State.values)
