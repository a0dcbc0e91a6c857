"""What a category asks is read by type, refused at the field, required for review, shown and counted."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.models import Category, CategoryAttribute, ListingChange
from sellers.operations.define_attribute import problems_of
from sellers.specs import facet_label, facet_values, missing_specs, read_specs, shown_specs
from tests.accounts.factories import actor_for, make_member, make_user, sign_in
from tests.sellers.factories import make_category, make_listing, make_seller


def _ask(category: Category, code: str, kind: str, **over: Any) -> CategoryAttribute:
    values = {"label": code.capitalize(), "label_translations": {"fr": f"{code} (fr)"}, **over}
    return CategoryAttribute.objects.create(category=category, code=code, type=kind, **values)


@pytest.fixture
def bowls() -> Category:
    """Bowls under tableware: the upper one asks for the ware, the lower one for the rest."""
    table = make_category("table-specs", "Tableware")
    bowls = make_category("bowls-specs", "Bowls", parent=table)
    ware = [{"code": code, "labels": {"en": code.capitalize(), "fr": f"{code} (fr)"}} for code in ("glass", "stone")]
    _ask(table, "ware", "choice", choices=ware, is_required=True, is_faceted=True)
    _ask(bowls, "holds", "number", unit_family="volume", minimum=1, maximum=5000, steps=[250, 500], is_faceted=True)
    _ask(bowls, "colours", "choices", choices=ware, is_faceted=True)
    _ask(bowls, "oven", "yes_no", is_faceted=True)
    _ask(bowls, "fired", "date")
    _ask(bowls, "note", "text")
    return bowls


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("code", "given", "kept"),
    [
        ("ware", "stone", "stone"),
        ("ware", "wood", None),
        ("holds", "350", {"value": "350", "unit": "ml"}),
        ("holds", {"value": "0,35", "unit": "l"}, {"value": "0.35", "unit": "l"}),
        ("holds", {"value": "6", "unit": "l"}, None),
        ("holds", {"value": "350", "unit": "kg"}, None),
        ("holds", "NaN", None),
        ("holds", "many", None),
        ("colours", ["stone", "glass"], ["glass", "stone"]),
        ("colours", ["pink"], None),
        ("oven", "yes", True),
        ("oven", False, False),
        ("oven", "perhaps", None),
        ("fired", "2026-03-04", "2026-03-04"),
        ("fired", "4 March", None),
        ("note", "  By  hand ", "By hand"),
        ("note", "write to anna@clay.example", None),
        ("note", "x" * 201, None),
        ("glaze", "blue", None),
    ],
)
def test_an_answer_is_read_by_its_type_or_refused_at_its_field(
    bowls: Category, code: str, given: Any, kept: Any
) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft", category=bowls, specs={"ware": "glass"})
    content = {"specs": {code: given}}
    if kept is None:
        with pytest.raises(InvalidInput) as refused:
            operations.edit_listing(actor=actor_for(seller), listing=listing, content=content, now=timezone.now())
        assert list(refused.value.fields) == [f"specs.{code}"]
        listing.refresh_from_db()
        assert listing.specs == {"ware": "glass"} and listing.version == 1
    else:
        edited = operations.edit_listing(actor=actor_for(seller), listing=listing, content=content, now=timezone.now())
        assert edited.specs == {code: kept}


def test_required_answers_block_review_but_not_the_price_of_what_is_on_sale(bowls: Category) -> None:
    seller = make_seller()
    actor, now = actor_for(seller), timezone.now()
    draft = make_listing(seller, status="draft", category=bowls, picture=True)
    with pytest.raises(InvalidInput) as refused:
        operations.submit_listing(actor=actor, listing=draft, now=now)
    assert list(refused.value.fields) == ["specs.ware"]
    draft.refresh_from_db()
    assert draft.status == "draft"
    operations.edit_listing(actor=actor, listing=draft, content={"specs": {"ware": "stone"}}, now=now)
    assert operations.submit_listing(actor=actor, listing=draft, now=now).status == "in_review"

    # Listed before the category asked: price and free facts stay as they are.
    live = make_listing(seller, category=bowls, picture=True, attributes={"Glaze": "celadon"})
    operations.edit_listing(actor=actor, listing=live, content={"moq": 2}, now=now)
    live.refresh_from_db()
    assert (live.moq, live.attributes) == (2, {"Glaze": "celadon"})
    # What buyers read is changed after approval only.
    operations.edit_listing(actor=actor, listing=live, content={"specs": {"ware": "glass"}}, now=now)
    live.refresh_from_db()
    revision = queries.open_revision(live)
    assert live.specs == {} and revision is not None and revision.content == {"specs": {"ware": "glass"}}


def test_the_nearest_definition_counts_and_closed_ones_are_not_asked(bowls: Category) -> None:
    assert [each.code for each in queries.definitions_of(bowls)][:2] == ["ware", "holds"]
    _ask(bowls, "ware", "text", label="Clay")
    found = {each.code: each for each in queries.definitions_of(bowls)}
    assert found["ware"].type == "text" and missing_specs(found.values(), {}) == {}
    CategoryAttribute.objects.filter(code="holds").update(is_open=False)
    assert "holds" not in {each.code for each in queries.definitions_of(bowls)}
    assert queries.all_definitions()[bowls.pk] == queries.definitions_of(bowls)


def test_answers_are_shown_in_the_readers_language_and_counted_in_ranges(bowls: Category) -> None:
    asked = queries.definitions_of(bowls)
    specs, errors = read_specs(
        asked,
        {"ware": "stone", "holds": {"value": "0.35", "unit": "l"}, "oven": "no", "note": "By hand"},
        read_text=lambda text, _most: text,
    )
    assert not errors
    with translation.override("fr"):
        rows = shown_specs(asked, specs, "fr")
    assert rows[:3] == [
        ("ware (fr)", "stone (fr)", False),
        ("holds (fr)", "0,35 l", False),
        ("oven (fr)", "Non", False),
    ]
    # An answer that no longer fits its definition is left out, not an error.
    assert shown_specs(asked, {"ware": ["stone"], "holds": "350", "oven": "maybe", "fired": "soon"}, "en") == []
    assert facet_values(asked, specs) == ["ware=stone", "holds=250~500", "oven=no"]
    by_code = {each.code: each for each in asked}
    assert facet_values(asked, {"holds": {"value": "9", "unit": "ml"}}) == ["holds=~250"]
    assert facet_values(asked, {"holds": {"value": "500", "unit": "ml"}}) == ["holds=500~"]
    assert facet_label(by_code["holds"], "250~500", "en") == "250 ml to 500 ml"
    assert facet_label(by_code["holds"], "~250", "en") == "under 250 ml"
    assert facet_label(by_code["holds"], "x", "en") == facet_label(by_code["ware"], "wood", "en") == ""


def test_the_editor_asks_what_the_category_asks(client: Client, bowls: Category) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft", category=bowls, specs={"holds": {"value": "35", "unit": "cl"}})
    sign_in(client, make_member(seller), seller)
    page = client.get(f"/sell/listings/{listing.public_id}/").content.decode()
    assert 'name="spec_holds"' in page and 'value="35"' in page and '<option value="cl" selected>' in page
    sent = {"title": "Bowl for soup", "category": bowls.slug, "specs_shown": "1", "attributes": "Glaze: ash"}
    answer = client.post(
        f"/sell/listings/{listing.public_id}/",
        {**sent, "spec_holds": "9", "spec_holds_unit": "l", "spec_ware": "glass"},
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Enter a number from 1 ml to 5000 ml." in text and 'href="#id_spec_holds"' in text
    answer = client.post(
        f"/sell/listings/{listing.public_id}/",
        {**sent, "spec_holds": "0.4", "spec_holds_unit": "l", "spec_ware": "glass", "spec_colours": ["glass", "stone"]},
    )
    assert answer.status_code == 302
    listing.refresh_from_db()
    assert listing.attributes == {"Glaze": "ash"}
    assert listing.specs == {"ware": "glass", "holds": {"value": "0.4", "unit": "l"}, "colours": ["glass", "stone"]}
    # Another category asks something else, before anything is saved.
    fragment = client.post("/sell/listings/specs/", {"category": "", "listing": listing.public_id}).content.decode()
    assert "spec_holds" not in fragment and 'id="specs"' in fragment
    fragment = client.post("/sell/listings/specs/", {"category": bowls.slug, "spec_note": "thrown"}).content.decode()
    assert 'value="thrown"' in fragment and "<html" not in fragment


def test_what_a_category_asks_is_public_and_set_by_staff_alone(client: Client, bowls: Category) -> None:
    told = client.get(f"/api/v1/categories/{bowls.slug}/attributes?language=fr").json()
    assert [each["label"] for each in told][:2] == ["ware (fr)", "holds (fr)"]
    assert told[1]["units"] == ["ml", "cl", "l"] and told[0]["choices"][1]["label"] == "stone (fr)"
    assert client.get("/api/v1/categories/nothing/attributes").status_code == 404

    listing = make_listing(category=bowls, specs={"ware": "glass"})
    client.force_login(make_user(is_staff=True, is_superuser=True))
    row = CategoryAttribute.objects.get(code="ware")
    at = f"/admin/sellers/categoryattribute/{row.pk}/change/"
    sent = {
        "label": "Ware",
        "label_translations": "{}",
        "position": "0",
        "choices": '[{"code": "glass"}]',
        "steps": "[]",
    }
    answer = client.post(at, {**sent, "is_faceted": "on", "is_open": "on"})
    assert answer.status_code == 200 and "English among them" in answer.content.decode()
    before = ListingChange.objects.count()
    answer = client.post(at, {**sent, "choices": '[{"code": "glass", "labels": {"en": "Glass"}}]', "is_open": "on"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row.refresh_from_db()
    assert not row.is_required and not row.is_faceted
    # Search reads the listings that answer it again.
    assert list(ListingChange.objects.order_by("sequence").values_list("listing_id", flat=True)[before:]) == [
        listing.pk
    ]


def test_shipped_attributes_load_once_and_leave_operators_decisions(bowls: Category) -> None:
    operations.load_categories()
    count = operations.load_attributes()
    assert CategoryAttribute.objects.count() == count + 6
    ware = CategoryAttribute.objects.get(category__slug="tableware", code="ware")
    assert ware.is_required and ware.label_translations["ar"] and len(ware.choices) > 5
    CategoryAttribute.objects.filter(pk=ware.pk).update(is_required=False, is_open=False, label="Stuff")
    assert operations.load_attributes() == count
    ware.refresh_from_db()
    assert (ware.is_required, ware.is_open, ware.label) == (False, False, "Material")
    assert [row.code for row in CategoryAttribute.objects.all() if problems_of(row)] == []
