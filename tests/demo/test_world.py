"""The demo world: what is in it, that it is the same every time, and that it holds what sellers must hold."""

import csv
import hashlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as project
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from accounts.models import Organisation, User
from accounts.operations import load_requirements
from accounts.requirements import standings_of
from buyers.models import Conversation
from demo import PASSWORD, SIGN_INS, world
from demo.art.kit import picture, rect
from demo.art.render import name_of, render_all, rendition
from demo.art.scenes import MARKS, SCENES, VIEWS, Order, draw, draw_logo
from demo.catalogue.world import catalogue
from demo.organisations import FIRMS
from demo.stories import SALES, TALKS
from sellers.content import LENGTHS, missing_content, read_text
from sellers.models import Listing, ListingChange, ListingPicture
from sellers.operations import load_categories
from sellers.units import UNITS

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
ROOT = Path(project.BASE_DIR)


def _tops() -> dict[str, str]:
    with (ROOT / "sellers/data/categories.csv").open(encoding="utf-8", newline="") as file:
        return {row["slug"]: row["parent"] for row in csv.DictReader(file, delimiter="|")}


def test_world_has_the_promised_breadth() -> None:
    offers = catalogue(today=TODAY)
    tops = _tops()
    assert len(FIRMS) == 25
    assert len({firm.country for firm in FIRMS}) >= 18
    assert len(offers) >= 380
    assert all(tops[offer.category] for offer in offers), "only leaves take listings"
    assert len({tops[offer.category] for offer in offers}) >= 12
    assert {offer.kind for offer in offers} == {"goods", "made_to_order", "perishable_lot", "service"}
    assert {"CLP", "JPY", "KWD"} <= {offer.currency for offer in offers}


def test_world_is_the_same_every_time() -> None:
    def mark(today: date) -> str:
        return hashlib.sha256("".join(offer.fingerprint() for offer in catalogue(today=today)).encode()).hexdigest()

    assert mark(TODAY) == mark(TODAY) == mark(TODAY + timedelta(days=200))


def test_codes_units_and_texts_hold() -> None:
    with (ROOT / "trade/data/hs_codes.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file) if row["level"] == "6"}
    offers = catalogue(today=TODAY)
    assert {offer.hs for offer in offers if offer.hs} <= codes
    assert {offer.unit for offer in offers} <= set(UNITS)
    assert not [title for title, count in Counter(offer.title for offer in offers).items() if count > 1]
    for offer in offers:
        for name in ("title", "summary", "description"):
            read_text(name, getattr(offer, name), longest=LENGTHS[name], lines=name == "description")
        prices = [price for _quantity, price in offer.tiers]
        assert prices == sorted(set(prices), reverse=True)
        assert offer.lot is None or offer.lot.harvested < TODAY < offer.lot.best_before


def test_stories_name_listings_that_there_are() -> None:
    offers = catalogue(today=TODAY)
    for story in (*SALES, *TALKS):
        found = [each for each in offers if each.seller == story.seller and story.title.lower() in each.title.lower()]
        assert found, story.title
    for sale in SALES:
        first = next(each for each in offers if each.seller == sale.seller and sale.title.lower() in each.title.lower())
        assert sale.quantity >= first.moq, sale.title


def test_every_scene_draws_the_same_twice_and_nothing_else_alike() -> None:
    orders = [Order(scene, "", "teal", "amber", scene, view) for scene in SCENES for view in VIEWS]
    drawn = [draw(order) for order in orders]
    assert drawn == [draw(order) for order in orders]
    assert len(set(drawn)) == len(drawn)


def test_pictures_decode_and_are_not_grey_boxes(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    svgs = [draw(Order(scene, "", "terracotta", "teal", "x")) for scene in ("crate", "gown", "tools", "desk")]
    svgs.append(draw_logo(next(iter(MARKS)), "navy", "amber"))
    assert list(render_all(svgs)) == [1, 2, 3, 4, 5]
    assert list(render_all(svgs)) == [], "a second load finds them"
    for svg in svgs:
        for width in (160, 480, 960):
            with Image.open(BytesIO(rendition(name_of(svg), width))) as image:
                assert image.format == "WEBP"
                assert image.width == min(width, 720)
                colours = image.convert("RGB").quantize(32).getcolors()
                assert colours is not None and len(colours) >= 12


@pytest.mark.django_db(transaction=True)
def test_world_loads_once(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.STRIPE_API_BASE = tmp_path, tmp_path / "media", ""
    # One small square for every picture: what is tested here is the rows.
    _one_picture_for_all(monkeypatch)
    load_categories()
    load_requirements(now=NOW)
    said: list[str] = []
    world.load_world(now=NOW, say=said.append)
    assert Organisation.objects.count() == 28
    assert Listing.objects.on_sale().count() >= 370
    assert set(Listing.objects.values_list("status", flat=True)) == {"live", "in_review", "draft", "rejected", "paused"}
    # Lots that near their date were changed once more.
    assert ListingChange.objects.values("listing_id").distinct().count() == Listing.objects.count()
    assert Conversation.objects.count() == len(TALKS)
    assert any("No Stripe sandbox" in line for line in said)
    for listing in Listing.objects.prefetch_related("pictures", "tiers", "lots"):
        tiers, lots, pictures = listing.tiers.all(), listing.lots.all(), listing.pictures.all()
        assert not missing_content(listing, tiers=len(tiers), pictures=len(pictures), has_lot=bool(lots)), listing.title
        assert tiers[0].min_quantity <= listing.moq
    shown = ListingPicture.objects.order_by("pk")[0]
    assert default_storage.exists(shown.name(480))
    _everybody_can_sign_in()
    found = {each.slug: {str(row.state) for row in standings_of(each, now=NOW)} for each in Organisation.objects.all()}
    assert found["savonnerie-du-causse"] == {"met", "waived", "returned", "open"}
    assert found["cereria-alborada"] == {"met", "waiting", "open"} and "met" in found["mwangaza-coffee"]
    assert not found["arandanos-del-maule"], "those who were here before are asked for nothing"
    with pytest.raises(world.AlreadyThere):
        world.load_world(now=NOW, say=said.append)
    assert Organisation.objects.count() == 28


def _one_picture_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    list(render_all([plain := picture(rect(0, 0, 960, 720, "#1f7a78"))]))
    content = {width: rendition(name_of(plain), width) for width in (160, 480, 960)}
    monkeypatch.setattr(world, "render_all", lambda _svgs: iter(()))
    for module in ("demo.people", "demo.shelves"):
        monkeypatch.setattr(f"{module}.rendition", lambda _name, width: content[width])


def _everybody_can_sign_in() -> None:
    for _who, email, _look_at in SIGN_INS:
        user = User.objects.get(email=email)
        assert user.check_password(PASSWORD)
        assert EmailAddress.objects.filter(user=user, email=email, verified=True, primary=True).exists()
    assert User.objects.filter(is_superuser=True).count() == 1


def test_load_demo_refuses_under_production_settings(settings: Any) -> None:
    settings.SERVE_OUTBOX = False
    with pytest.raises(CommandError, match="never loaded under production settings"):
        call_command("load_demo")


def test_load_demo_prints_who_can_sign_in(settings: Any) -> None:
    settings.SERVE_OUTBOX = True
    out = StringIO()
    call_command("load_demo", print_sign_ins=True, stdout=out)
    assert PASSWORD in out.getvalue()
    assert all(email in out.getvalue() for _who, email, _look_at in SIGN_INS)
