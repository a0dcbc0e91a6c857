"""A listing's texts in several languages: the seller's own, beside the original, found and marked as what they are."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.actor import Actor
from accounts.models import User
from buyers.search import SearchRequest, search
from buyers.search.documents import documents_of, surroundings
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.models import Listing
from sellers.texts import binding_language, progress_in, texts_in
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.buyers.indexes import publish_index
from tests.sellers.factories import make_listing, make_picture, make_seller
from tests.trade.factories import make_rates

pytestmark = pytest.mark.django_db(transaction=True)
FRENCH = {
    "title": "Bol en grès", "summary": "Un bol pour tous les jours.", "description": "Tourné à la main.",
    "by": "seller",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_index(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from buyers.search import store

    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    monkeypatch.setattr(store.Reader, "LOOK_EVERY_SECONDS", 0.0)
    store.reader.__init__()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"xx": FRENCH}, "translations.xx"),
        ({"fr": "Bol"}, "translations.fr"),
        ({"fr": {"summary": "Un bol"}}, "translations.fr.title"),
        ({"fr": {**FRENCH, "title": "x" * 141}}, "translations.fr.title"),
        ({"fr": {**FRENCH, "description": "Écrivez à anna@argile.example"}}, "translations.fr.description"),
        ({"fr": {**FRENCH, "alt": {"pic_1": "Tel. +33 1 44 55 66 77"}}}, "translations.fr.alt.pic_1"),
        ("French", "translations"),
    ],
)
def test_a_translation_is_refused_at_its_text(given: Any, at: str) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft")
    with pytest.raises(InvalidInput) as refused:
        operations.edit_listing(
            actor=actor_for(seller), listing=listing, content={"translations": given}, now=timezone.now()
        )
    assert list(refused.value.fields) == [at]
    listing.refresh_from_db()
    assert listing.translations == {} and listing.version == 1


def test_the_tab_keeps_one_language_beside_the_original_and_names_the_binding_text(client: Client) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft", translations={"es": {"title": "Cuenco", "by": "seller"}})
    picture = make_picture(listing)
    sign_in(client, make_member(seller), seller)
    at = f"/sell/listings/{listing.public_id}/languages/"
    page = client.get(f"{at}?to=fr").content.decode()
    assert listing.description in page and 'name="title"' in page and f'name="alt_{picture.public_id}"' in page
    typed = {"to": "fr", "title": "", "summary": "Un bol", "description": ""}
    answer = client.post(at, typed)
    assert answer.status_code == 422 and "Translate the title too" in answer.content.decode()
    typed |= {"title": "Bol en grès", f"alt_{picture.public_id}": "Vu d’en haut"}
    answer = client.post(at, {**typed, "machine": "on"})
    assert answer.status_code == 302
    listing.refresh_from_db()
    assert listing.translations["fr"] == {
        "title": "Bol en grès", "summary": "Un bol", "alt": {picture.public_id: "Vu d’en haut"}, "by": "machine",
    }  # fmt: skip
    assert "es" in listing.translations
    progress = progress_in(listing, "fr", {picture.public_id: picture.alt_text})
    assert (progress.done, progress.of, progress.percent) == (3, 4, 75)
    client.post(at, {"to": "fr", "do": "binding", "binding_language": "es"})
    listing.refresh_from_db()
    assert binding_language(listing) == "es"
    # Without that text the original counts again.
    client.post(at, {"to": "es", "do": "remove"})
    listing.refresh_from_db()
    assert set(listing.translations) == {"fr"} and binding_language(listing) == listing.language


def test_a_translated_title_of_what_is_on_sale_goes_to_review() -> None:
    seller = make_seller()
    listing = make_listing(seller, picture=True)
    actor, now = actor_for(seller), timezone.now()
    operations.edit_listing(actor=actor, listing=listing, content={"translations": {"fr": FRENCH}}, now=now)
    listing.refresh_from_db()
    assert listing.translations == {} and texts_in(listing, "fr").by == ""
    operations.submit_listing(actor=actor, listing=listing, now=now)
    staff = User.objects.create(email="staff@bridgeway.example", is_staff=True, is_superuser=True)
    operations.approve_listing(actor=Actor.for_staff(staff), listing=listing, reason="Reads well.", now=now)
    listing.refresh_from_db()
    assert texts_in(listing, "fr").title == "Bol en grès" and texts_in(listing, "es").title == listing.title


def test_readers_see_their_language_marked_and_the_original_a_click_away(client: Client) -> None:
    listing = make_listing(translations={"fr": FRENCH}, binding_language="en")
    member = make_member(make_seller(), language="fr")
    sign_in(client, member)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert "Bol en grès" in page and "Tourné à la main." in page and 'id="translated"' in page
    assert f"{listing.get_absolute_url()}?text=original" in page
    page = client.get(f"{listing.get_absolute_url()}?text=original").content.decode()
    assert listing.description in page and "Tourné à la main." not in page
    # In a language without a text the original stands, unmarked.
    member.language = "en"
    member.save()
    sign_in(client, member)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert listing.title in page and 'id="translated"' not in page
    with translation.override("fr"):
        assert queries.cards([listing.pk])[0].title == "Bol en grès"
    assert queries.cards([listing.pk])[0].title == listing.title


def test_search_finds_the_words_of_all_languages() -> None:
    arabic = {"title": "وعاء خزفي", "by": "seller"}
    bowl = make_listing(title="Stoneware bowl", translations={"fr": FRENCH, "ar": arabic})
    make_listing(title="Copper kettle")
    found = Listing.objects.values_list("pk", flat=True)
    publish_index(documents_of(list(found), surroundings(make_rates())))
    for words, language in (("grès", "fr"), ("tourné", "fr"), ("خزفي", "ar"), ("stoneware", "en"), ("gres", "fr")):
        assert search(SearchRequest(text=words, language=language)).ids == [bowl.pk], words
