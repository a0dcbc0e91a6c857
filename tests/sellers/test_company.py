"""The seller's page: what may stand on it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from sellers import operations
from sellers.models import SellerProfile
from tests.accounts.factories import actor_for, make_organisation
from tests.sellers.factories import make_seller
from tests.sellers.files import ATTACKS, upload

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = {"tagline": "Stoneware from Faenza", "story": "We throw and glaze by hand."}


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"tagline": "t" * 1400}, "tagline"),
        ({"story": "s" * 40_000}, "story"),
        ({"story": "Write to anna@example.org"}, "story"),
        ({"tagline": ""}, "tagline"),
        ({"founded_year": "2999"}, "founded_year"),
        ({"founded_year": "-5"}, "founded_year"),
        ({"employees": "NaN"}, "employees"),
        ({"ships_to": ["IT", "XX"]}, "ships_to"),
        ({"ships_to": "IT"}, "ships_to"),
    ],
)
def test_describe_company_refuses_at_the_field_and_leaves_nothing(content: dict[str, Any], field: str) -> None:
    organisation = make_organisation()
    with pytest.raises(InvalidInput) as refusal:
        operations.describe_company(actor=actor_for(organisation), content={**GOOD, **content}, now=timezone.now())
    assert list(refusal.value.fields) == [field]
    assert not SellerProfile.objects.exists()


def test_the_first_description_is_sent_for_approval_and_later_ones_keep_the_page_open() -> None:
    organisation = make_organisation()
    actor = actor_for(organisation)
    profile = operations.describe_company(actor=actor, content={**GOOD, "ships_to": ["fr", "IT"]}, now=timezone.now())
    assert (profile.status, profile.ships_to) == ("submitted", ["FR", "IT"])
    SellerProfile.objects.update(status="approved")
    profile = operations.describe_company(actor=actor, content={"tagline": "New"}, now=timezone.now())
    assert (profile.status, profile.tagline, profile.story) == ("approved", "New", GOOD["story"])
    assert profile.delivers_to("FR") and not profile.delivers_to("DE")


def test_a_new_logo_replaces_the_old_files_and_a_bad_one_leaves_nothing(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    seller = make_seller()
    actor, now = actor_for(seller), timezone.now()
    first = operations.describe_company(actor=actor, content=GOOD, logo=upload(), now=now).logo
    second = operations.describe_company(actor=actor, content=GOOD, logo=upload(), now=now).logo
    assert not default_storage.exists(f"{first}-160.webp") and default_storage.exists(f"{second}-160.webp")
    with pytest.raises(BadPicture):
        operations.describe_company(actor=actor, content=GOOD, logo=upload(ATTACKS["svg"]), now=now)
    with pytest.raises(InvalidInput):
        operations.describe_company(actor=actor, content={"tagline": ""}, logo=upload(), now=now)
    assert len(list(tmp_path.rglob("*.webp"))) == 3


def test_start_selling_opens_the_desk_once_and_only_for_those_who_may() -> None:
    organisation = make_organisation(sells=False)
    with pytest.raises(NotAllowed):
        operations.start_selling(actor=actor_for(organisation, "buyer"), now=timezone.now())
    first = operations.start_selling(actor=actor_for(organisation), now=timezone.now())
    assert operations.start_selling(actor=actor_for(organisation), now=timezone.now()) == first
    organisation.refresh_from_db()
    assert organisation.sells and first.status == "draft"
