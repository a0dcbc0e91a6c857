"""Many listings changed together: looked at first, made row by row, each refusal by name, taken back as one."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Membership
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import operations, queries, tasks
from sellers.bulk_changes import new_prices, read_change
from sellers.models import BulkEdit, BulkEditRow, Listing, ListingEdit
from sellers.pricing import Tier
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_category, make_listing, make_seller

pytestmark = pytest.mark.django_db(transaction=True)


def chosen(actor: Actor, *listings: Listing) -> BulkEdit:
    return operations.choose_for_bulk_edit(
        actor=actor, listings=queries.listings_of(actor).order_by(), named=[each.public_id for each in listings],
        now=timezone.now(),
    )  # fmt: skip


def started(actor: Actor, edit: BulkEdit, kind: str, value: Any = "", rounding: str = "") -> BulkEdit:
    change = {"kind": kind, "value": value, "rounding": rounding}
    return operations.start_bulk_edit(actor=actor, bulk_edit=edit, change=change, now=timezone.now())


def states(edit: BulkEdit) -> list[str]:
    return list(edit.rows.order_by("id").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("price", "currency", "change", "result"),
    [
        ("10.00", "EUR", ("price_percent", "5", "exact"), "10.50"),
        ("9.99", "EUR", ("price_percent", "-7.5", "exact"), "9.24"),
        ("9.50", "EUR", ("price_percent", "10", "99"), "9.99"),
        ("9.40", "EUR", ("price_amount", "-2", "99"), "6.99"),
        ("0.40", "EUR", ("price_percent", "10", "99"), "0.99"),
        ("10.49", "EUR", ("price_amount", "0.01", "whole"), "11"),
        ("1250", "JPY", ("price_percent", "3", "exact"), "1288"),
        ("1250", "JPY", ("price_percent", "3", "99"), "1288"),
        ("1.250", "KWD", ("price_percent", "10", "exact"), "1.375"),
        ("0.0040", "EUR", ("price_percent", "10", "exact"), "0.0044"),
        ("5", "EUR", ("price_amount", "-5", "exact"), "0"),
    ],
)
def test_prices_are_rounded_as_chosen(price: str, currency: str, change: tuple[str, str, str], result: str) -> None:
    kind, value, rounding = change
    [tier] = new_prices([Tier(1, Decimal(price))], {"kind": kind, "value": value, "rounding": rounding}, currency)
    assert tier.unit_price == Decimal(result)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "everything"}, "kind"),
        ({"kind": "price_percent", "value": "-100"}, "value"),
        ({"kind": "price_percent", "value": "0"}, "value"),
        ({"kind": "price_amount", "value": "NaN"}, "value"),
        ({"kind": "price_amount", "value": "ten"}, "value"),
        ({"kind": "price_amount", "value": "1", "rounding": "up"}, "rounding"),
        ({"kind": "stock", "value": "-1"}, "value"),
        ({"kind": "lead_time_days", "value": "366"}, "value"),
        ({"kind": "ships_from_country", "value": "XX"}, "value"),
        ({"kind": "incoterms", "value": ["ABC"]}, "value"),
        ({"kind": "incoterms", "value": []}, "value"),
        ({"kind": "category", "value": ""}, "value"),
    ],
)
def test_a_change_that_could_fit_nothing_is_refused_at_its_field(given: dict[str, Any], field: str) -> None:
    clean, errors = read_change(given)
    assert list(errors) == [field] and not clean


def test_good_rows_are_changed_bad_ones_named_and_all_taken_back() -> None:
    seller = make_seller()
    actor = actor_for(seller)
    live = make_listing(seller, tiers=[(1, "10"), (50, "8")], picture=True)
    shirts = make_listing(seller, tiers=[(1, "20")], picture=True)
    sizes = [{"name": "Size", "values": ["L", "XXL"]}]
    _large, huge = operations.set_variants(
        actor=actor, listing=shirts, options=sizes, variants=None, now=timezone.now()
    )
    own = [{"id": huge.public_id, "tiers": [{"min_quantity": 1, "unit_price": "25"}]}]
    operations.edit_variants(actor=actor, listing=shirts, variants=own, now=timezone.now())
    ListingEdit.objects.all().delete()
    cheap = make_listing(seller, price="1.50", picture=True)
    waiting = make_listing(seller, status="in_review", price="10", picture=True)
    edit = chosen(actor, live, shirts, cheap, waiting)
    rows = list(edit.rows.select_related("listing"))
    change = {"kind": "price_amount", "value": "-2", "rounding": "exact"}
    ahead = operations.look_ahead(actor=actor, bulk_edit=edit, rows=rows, change=change, now=timezone.now())
    assert [each.state for each in ahead] == ["done", "done", "refused", "refused"]
    assert ahead[0].edit is not None and ahead[0].edit.after == {"tiers": [[1, "8"], [50, "6"]]}
    assert "zero" in ahead[2].reason or "above" in ahead[2].reason
    # Looking changed nothing.
    assert not ListingEdit.objects.exists() and live.tiers.get(min_quantity=1).unit_price == 10
    started(actor, edit, "price_amount", "-2")
    assert tasks.run_bulk_edits() == 4
    edit.refresh_from_db()
    assert (edit.state, states(edit)) == ("done", ["done", "done", "refused", "refused"])
    assert [tier.unit_price for tier in live.tiers.all()] == [8, 6]
    assert sorted(tier.unit_price for tier in shirts.tiers.filter(variant__archived_at=None)) == [18, 23]
    assert cheap.tiers.get().unit_price == Decimal("1.5") and waiting.tiers.get().unit_price == 10
    # One was changed again since: it stays, the other goes back.
    operations.edit_listing(
        actor=actor, listing=live, content={"tiers": [{"min_quantity": 1, "unit_price": "7"}]}, now=timezone.now()
    )
    operations.undo_bulk_edit(actor=actor, bulk_edit=edit, now=timezone.now())
    tasks.run_bulk_edits()
    edit.refresh_from_db()
    assert (edit.state, states(edit)) == ("undone", ["kept", "undone", "refused", "refused"])
    assert sorted(tier.unit_price for tier in shirts.tiers.filter(variant__archived_at=None)) == [20, 25]
    assert live.tiers.get().unit_price == 7


@pytest.mark.parametrize(
    ("kind", "value", "field", "result"),
    [
        ("stock", "12", "stock", 12),
        ("lead_time_days", "3", "lead_time_days", 3),
        ("ships_from_country", "CL", "ships_from_country", "CL"),
        ("incoterms", ["DAP"], "incoterms", ["DAP"]),
        ("pause", "", "status", "paused"),
        ("archive", "", "status", "archived"),
    ],
)
def test_each_kind_changes_its_field_and_goes_back(kind: str, value: Any, field: str, result: Any) -> None:
    listing = make_listing(picture=True)
    actor = actor_for(listing.organisation)

    def present() -> Any:
        listing.refresh_from_db()
        return listing.variants.get().stock_available if field == "stock" else getattr(listing, field)

    before = present()
    edit = started(actor, chosen(actor, listing), kind, value)
    tasks.run_bulk_edits()
    assert present() == result
    edit.refresh_from_db()
    operations.undo_bulk_edit(actor=actor, bulk_edit=edit, now=timezone.now())
    tasks.run_bulk_edits()
    assert present() == before and states(edit) == ["undone"]


def test_a_category_of_what_is_on_sale_goes_up_for_review() -> None:
    listing, other = make_listing(picture=True), make_category("glass-test", "Glass")
    actor = actor_for(listing.organisation)
    started(actor, chosen(actor, listing), "category", other.slug)
    tasks.run_bulk_edits()
    listing.refresh_from_db()
    assert listing.category != other and listing.revisions.get().content == {"category": other.pk}


def test_what_was_started_is_started_once_and_gone_on_with_after_a_crash() -> None:
    listing = make_listing(price="10", picture=True)
    second = make_listing(listing.organisation, price="10", picture=True)
    actor = actor_for(listing.organisation)
    edit = started(actor, chosen(actor, listing, second), "price_percent", "10")
    assert started(actor, edit, "price_percent", "10").state == "running"
    with pytest.raises(operations.AlreadyStarted):
        started(actor, edit, "price_percent", "20")
    # The worker dies after the first listing; the next round takes up the rest, and the first is not raised again.
    assert operations.go_on_with_bulk_edit(bulk_edit=edit, now=timezone.now())
    tasks.run_bulk_edits()
    tasks.run_bulk_edits()
    assert {tier.unit_price for each in (listing, second) for tier in each.tiers.all()} == {Decimal(11)}


def test_one_who_left_the_company_changes_nothing_any_more() -> None:
    listing = make_listing(price="10", picture=True)
    actor = actor_for(listing.organisation)
    edit = started(actor, chosen(actor, listing), "price_percent", "10")
    Membership.objects.filter(user=actor.user).delete()
    tasks.run_bulk_edits()
    assert states(edit) == ["refused"] and listing.tiers.get().unit_price == 10


def test_nobody_chooses_or_sees_what_is_anothers(client: Client) -> None:
    theirs, mine = make_listing(), make_listing()
    actor = actor_for(mine.organisation)
    with pytest.raises(NotFound):
        chosen(actor, mine, theirs)
    with pytest.raises(InvalidInput):
        started(actor, chosen(actor, mine), "stock", "lots")
    edit = BulkEdit.objects.get()
    other = theirs.organisation
    sign_in(client, make_member(other), other)
    for url in (f"/sell/bulk/{edit.public_id}/", "/sell/bulk/blk_0000000000000000/"):
        assert client.get(url).status_code == 404 and client.post(url, {"kind": "pause"}).status_code == 404
    assert client.post(f"/sell/bulk/{edit.public_id}/undo/").status_code == 404
    assert BulkEdit.objects.get().state == "chosen" and BulkEditRow.objects.count() == 1


def test_the_pages_lead_from_ticks_to_the_undo(client: Client) -> None:
    seller = make_seller()
    listings = [make_listing(seller, price="10", picture=True, title=f"Bowl no. {n}") for n in range(3)]
    make_listing(seller, price="10", picture=True, title="Kettle")
    sign_in(client, make_member(seller), seller)
    ticked = client.post("/sell/listings/", {"do": "bulk", "listing": [listings[0].public_id]})
    assert BulkEditRow.objects.get().listing == listings[0]
    page = client.post("/sell/listings/", {"do": "bulk", "all": "1", "filter": "q=bowl&sort=price"}).headers["Location"]
    assert page != ticked.headers["Location"]
    assert "3 listings are chosen" in client.get(page).content.decode()
    ahead = client.get(f"{page}?kind=price_percent&price=-10&rounding=exact").content.decode()
    assert "EUR 9.00" in ahead and "Will change" in ahead and "Change 3 listings" in ahead
    refused = client.get(f"{page}?kind=price_percent&price=cheap")
    assert refused.status_code == 422 and "such as 5 or -7.5" in refused.content.decode()
    client.post(page, {"kind": "price_percent", "price": "-10", "rounding": "exact"})
    assert "0 of 3" in client.get(page, headers={"HX-Request": "true"}).content.decode()
    tasks.run_bulk_edits()
    assert "3 listings changed" in client.get(page).content.decode()
    client.post(f"{page}undo/")
    tasks.run_bulk_edits()
    assert "as they were before" in client.get(page).content.decode()
    assert {tier.unit_price for each in listings for tier in each.tiers.all()} == {Decimal(10)}
    assert page in client.get("/sell/bulk/").content.decode()


def test_the_list_is_filtered_and_sorted_on_the_server(client: Client) -> None:
    seller, glass = make_seller(), make_category("glass-test", "Glass")
    make_listing(seller, title="B bowl", price="3", stock=9)
    make_listing(seller, title="A bowl", price="20", stock=1, category=glass)
    make_listing(seller, title="C lesson", price="10", kind="service")
    sign_in(client, make_member(seller), seller)

    def titles(query: str) -> list[str]:
        page = client.get(f"/sell/listings/?{query}").context["page"]
        return [listing.title[:1] for listing in page]

    assert titles("") == ["C", "A", "B"]
    assert titles("sort=title") == ["A", "B", "C"]
    assert titles("sort=price") == ["B", "C", "A"] and titles("sort=price_down") == ["A", "C", "B"]
    assert titles("sort=stock") == ["A", "B", "C"] and titles("sort=nonsense") == ["C", "A", "B"]
    assert titles("kind=service") == ["C"] and titles("category=glass-test") == ["A"]
