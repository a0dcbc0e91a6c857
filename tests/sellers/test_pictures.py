"""Uploaded pictures: attacks are refused in words, honest ones are re-encoded, nothing is left behind."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.refusals import InvalidInput, NotFound
from sellers import operations
from sellers.models import ListingPicture
from sellers.operations._listings import ListingInReview
from sellers.operations.add_picture import TooManyPictures
from sellers.operations.crop_picture import Box
from sellers.pictures import read_picture, store_renditions
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_listing, make_picture, make_seller
from tests.sellers.files import ATTACKS, photo_with_place, picture_bytes, png_with_text_bomb, upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_in_words_and_leaves_nothing(name: str, media: Path) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft")
    with pytest.raises(BadPicture) as refusal:
        operations.add_picture(
            actor=actor_for(seller), listing=listing, upload=upload(ATTACKS[name], "x.png"), now=timezone.now()
        )
    assert len(refusal.value.detail) > 20 and "%(" not in refusal.value.detail
    assert not ListingPicture.objects.exists() and not files_in(media)


def test_a_file_that_is_too_large_is_refused(media: Path, settings: Any) -> None:
    settings.PICTURE_MAX_BYTES = 10_000
    with pytest.raises(BadPicture):
        read_picture(BytesIO(picture_bytes(size=(4000, 3000), quality=95)))


def test_a_comment_that_unpacks_to_100_megabytes_is_never_unpacked(media: Path) -> None:
    try:
        renditions = read_picture(BytesIO(png_with_text_bomb()))
    except BadPicture:
        return
    assert sum(len(content) for content in renditions.by_width.values()) < 100_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_an_honest_picture_becomes_three_webp_renditions(kind: str, media: Path) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft")
    picture = operations.add_picture(
        actor=actor_for(seller),
        listing=listing,
        upload=upload(picture_bytes(kind), "../../../etc/evil name.php.jpg"),
        alt_text="A teal bowl",
        now=timezone.now(),
    )
    stored = files_in(media)
    assert sorted(path.name for path in stored) == sorted(Path(picture.name(width)).name for width in (160, 480, 960))
    assert not any("evil" in str(path) for path in stored)
    for width in (160, 480, 960):
        with Image.open(media / picture.name(width)) as image:
            assert (image.format, image.width) == ("WEBP", width)
    assert (picture.width, picture.height, picture.alt_text) == (960, 720, "A teal bowl")


def test_place_camera_and_profile_are_gone_and_the_picture_stands_upright() -> None:
    renditions = read_picture(BytesIO(photo_with_place()))
    assert renditions.height > renditions.width
    for content in renditions.by_width.values():
        assert b"SecretCamera" not in content
        with Image.open(BytesIO(content)) as image:
            assert not image.getexif() and "icc_profile" not in image.info and "xmp" not in image.info


def test_see_through_pictures_get_white_paper() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(buffer, "PNG")
    renditions = read_picture(BytesIO(buffer.getvalue()))
    with Image.open(BytesIO(renditions.by_width[160])) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_files_are_gone_when_the_listing_refuses_them(media: Path) -> None:
    seller = make_seller()
    actor = actor_for(seller)
    full, waiting = make_listing(seller, status="draft"), make_listing(seller, status="in_review")
    for _ in range(12):
        make_picture(full)
    with pytest.raises(TooManyPictures):
        operations.add_picture(actor=actor, listing=full, upload=upload(), now=timezone.now())
    with pytest.raises(ListingInReview):
        operations.add_picture(actor=actor, listing=waiting, upload=upload(), now=timezone.now())
    with pytest.raises(NotFound):
        operations.add_picture(actor=actor, listing=make_listing(status="draft"), upload=upload(), now=timezone.now())
    with pytest.raises(InvalidInput):
        operations.add_picture(
            actor=actor, listing=waiting, upload=upload(), alt_text="see www.example.org", now=timezone.now()
        )
    assert not files_in(media)


def test_removing_a_picture_of_a_draft_removes_its_files(media: Path) -> None:
    seller = make_seller()
    actor = actor_for(seller)
    listing = make_listing(seller, status="draft")
    picture = operations.add_picture(actor=actor, listing=listing, upload=upload(), now=timezone.now())
    operations.remove_picture(actor=actor, listing=listing, picture=picture.public_id, now=timezone.now())
    assert not files_in(media) and not ListingPicture.objects.exists()


def test_buttons_order_describe_and_remove_pictures(client: Client, media: Path) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft")
    one, two, three = (make_picture(listing) for _ in range(3))
    sign_in(client, make_member(seller), seller)

    def order() -> list[int]:
        return list(listing.pictures.order_by("position").values_list("pk", flat=True))

    def press(picture: ListingPicture, **data: str) -> Any:
        return client.post(f"/sell/listings/{listing.public_id}/pictures/{picture.public_id}/", data)

    press(three, do="cover")
    assert order() == [three.pk, one.pk, two.pk]
    press(one, do="later")
    assert order() == [three.pk, two.pk, one.pk]
    press(two, do="earlier")
    assert order() == [two.pk, three.pk, one.pk]
    press(two, do="describe", alt_text="From above")
    two.refresh_from_db()
    assert two.alt_text == "From above"
    press(two, do="remove")
    assert order() == [three.pk, one.pk]
    client.post(f"/sell/listings/{listing.public_id}/pictures/order/", {"picture": [one.public_id, three.public_id]})
    assert order() == [one.pk, three.pk]
    assert press(three, do="dance").status_code == 404


def test_uploading_several_keeps_the_good_ones_and_names_the_bad_one(client: Client, media: Path) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft")
    sign_in(client, make_member(seller), seller)
    answer = client.post(
        f"/sell/listings/{listing.public_id}/pictures/",
        {"pictures": [upload(name="a.jpg"), upload(ATTACKS["svg"], "logo.svg")]},
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()
    assert listing.pictures.count() == 1
    assert "logo.svg" in page and "SVG" in page and 'hx-swap-oob="true"' in page


def test_a_cut_picture_takes_the_place_of_the_whole_and_its_files_go(client: Client, media: Path) -> None:
    seller = make_seller()
    listing = make_listing(seller, status="draft")
    actor, now = actor_for(seller), timezone.now()
    whole = operations.add_picture(actor=actor, listing=listing, upload=upload(), alt_text="A bowl", now=now)
    last = operations.add_picture(actor=actor, listing=listing, upload=upload(), now=now)
    sign_in(client, make_member(seller), seller)
    at = f"/sell/listings/{listing.public_id}/pictures/{whole.public_id}/crop/"
    assert 'name="left"' in client.get(at).content.decode()
    before = files_in(media)
    for box, field in (
        ({"left": "50", "top": "0", "width": "60", "height": "100"}, "width"),
        ({"left": "0", "top": "0", "width": "half", "height": "100"}, "width"),
        ({"left": "0", "top": "0", "width": "100", "height": "5"}, ""),
    ):
        answer = client.post(at, box)
        assert answer.status_code == 422
        assert (f'href="#id_{field}"' if field else "Too little would be left") in answer.content.decode()
    assert files_in(media) == before and listing.pictures.count() == 2
    assert client.post(at, {"left": "25", "top": "0", "width": "50", "height": "100"}).status_code == 302
    part, other = listing.pictures.order_by("position")
    assert (part.width, part.height, part.alt_text, other.pk) == (480, 720, "A bowl", last.pk)
    assert not any(whole.file in str(path) for path in files_in(media)) and len(files_in(media)) == len(before)

    # Of what is on sale buyers see the whole one until the cut is approved.
    live = make_listing(seller)
    shown = make_picture(live, file=other.file + "x")
    stem = store_renditions(read_picture(upload()))
    ListingPicture.objects.filter(pk=shown.pk).update(file=stem)
    part = operations.crop_picture(actor=actor, listing=live, picture=shown.public_id, box=Box(0, 0, 50, 50), now=now)
    assert not part.is_shown and live.pictures.filter(is_shown=True).get().pk == shown.pk
