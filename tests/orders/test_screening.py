"""Nobody on a denied-party list trades: the gate before order, money and payout, and the people who decide."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Notification, Organisation
from accounts.operations import save_owner, update_organisation
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from orders.models import Order
from orders.operations import accept_order, place_order
from orders.operations.pay_order import pay_order
from orders.tasks import screen_consignees
from payments.models import Payout
from payments.operations import request_payout, send_payout
from sellers.models import StockHold
from sellers.operations import submit_listing
from tests.accounts.factories import actor_for, make_organisation, make_user, platform_actor, sign_in
from tests.orders.factories import (
    GERMAN_ADDRESS,
    make_buyer,
    make_delivered_order,
    make_locked_checkout,
    make_order,
    pay,
)
from tests.payments.factories import make_connected_account, make_released_escrow
from tests.sellers.factories import make_listing, make_seller
from trade.models import DeniedPartyList, Screening, ScreeningHit
from trade.operations import appeal_hit, clear_hit, confirm_hit, load_denied_parties
from trade.operations.check_names import (
    HeldForScreening,
    ScreeningUnavailable,
    must_be_clear,
    screen_all,
    subjects_of,
)
from trade.operations.decide_hit import SecondPersonNeeded
from trade.queries.screening import organisation_subject
from trade.tasks import screen_organisations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LISTED = "Grauenstein Marine Trading GmbH"
LATER = (
    "source,name,alt_names,type\nFictitious list of Bridgeway: nobody here exists,LATEBURG PERLWEIN GMBH,,Entity\n"
    'Fictitious list of Bridgeway: nobody here exists,"UNTERWEGER, Zacharias Lothar",,Individual\n'
)


def load(folder: Path, text: str = LATER, code: str = "us-csl") -> DeniedPartyList:
    file = folder / "later.csv"
    file.write_text(text, encoding="utf-8")
    return load_denied_parties(actor=Actor.system("tests"), file=file, code=code, now=timezone.now()).list


def screen(organisation: Organisation) -> list[ScreeningHit]:
    screen_all(subjects=[organisation_subject(organisation)], now=timezone.now())
    return list(ScreeningHit.objects.filter(organisation=organisation).order_by("pk"))


def nothing_was_bound() -> bool:
    return not Order.objects.exists() and not StockHold.objects.exists()


@pytest.mark.parametrize("who", ["buyer", "seller", "owner", "consignee"])
def test_a_listed_name_on_any_side_holds_the_order_and_leaves_the_hit(who: str) -> None:
    buyer = make_buyer(name=LISTED if who == "buyer" else "Hafenladen")
    seller = make_seller(LISTED if who == "seller" else "Obsthof", country="CL", currency="USD")
    if who == "owner":
        save_owner(actor=actor_for(seller), full_name="Tarek Jubran Mukaffari", country="KW", now=timezone.now())
    actor_for(seller)
    address = GERMAN_ADDRESS | ({"recipient": "Zdravomir Volkhardov"} if who == "consignee" else {})
    checkout = make_locked_checkout(buyer=buyer, listing=make_listing(seller), address=address)
    with pytest.raises(HeldForScreening):
        place_order(actor=actor_for(buyer), checkout=checkout, now=timezone.now())
    assert nothing_was_bound()
    hit = ScreeningHit.objects.get()
    assert (hit.state, hit.blocks, hit.list_code) == ("open", True, "demo")
    assert hit.organisation == (seller if who in ("seller", "owner") else buyer)
    assert hit.explanation["pairs"]
    assert Notification.objects.filter(organisation=hit.organisation, kind="name_being_checked").exists()
    # Cleared by a person, the same checkout goes through, and the hit does not come back.
    clear_hit(actor=platform_actor(), hit=hit, reason="Another person: other place of birth.", now=timezone.now())
    place_order(actor=actor_for(buyer), checkout=checkout, now=timezone.now())
    assert ScreeningHit.objects.get().state == "cleared"


def test_without_lists_in_force_a_hundred_of_a_hundred_are_refused(settings: Any) -> None:
    buyer = make_buyer()
    checkout = make_locked_checkout(buyer=buyer)
    actor, now = actor_for(buyer), timezone.now()
    settings.SCREENING_LISTS = ["demo", "un"]
    refused = 0
    for number in range(100):
        if number == 50:
            settings.SCREENING_LISTS, settings.SCREENING_MAX_AGE_DAYS = ["demo"], 7
            DeniedPartyList.objects.update(checked_at=now - timezone.timedelta(days=8))
        with pytest.raises(ScreeningUnavailable):
            place_order(actor=actor, checkout=checkout, now=now)
        refused += 1
    assert (refused, nothing_was_bound()) == (100, True)


def test_the_gate_itself_screens_nobody_and_lets_nobody_through_unscreened() -> None:
    from trade.operations.check_names import NamesNotScreened

    someone = make_organisation()
    for change in ("never", "renamed", "list changed"):
        if change == "renamed":
            screen(someone)
            Organisation.objects.filter(pk=someone.pk).update(name="Somebody Else")
        if change == "list changed":
            screen(Organisation.objects.get(pk=someone.pk))
            from trade.editions import raise_edition

            raise_edition("screening", timezone.now())
        with pytest.raises(NamesNotScreened), transaction.atomic():
            must_be_clear(subjects=subjects_of(someone.pk), now=timezone.now())


def test_a_list_that_changes_between_order_and_payment_stops_the_payment(tmp_path: Path) -> None:
    order = make_order(buyer=make_buyer(name="Lateburg Perlwein"))
    load(tmp_path)
    pages = {"success_url": "https://example.org/", "cancel_url": "https://example.org/"}
    with pytest.raises(HeldForScreening):
        pay_order(actor=actor_for(order.organisation), order=order, now=timezone.now(), **pages)
    order.escrow.payment.refresh_from_db()
    assert order.escrow.payment.status == "created"
    with pytest.raises(HeldForScreening):
        pay(order)
    order.refresh_from_db()
    assert (order.status, order.funded_at) == ("awaiting_payment", None)
    # Cleared, what waited goes on by itself.
    hit = ScreeningHit.objects.get()
    clear_hit(actor=platform_actor(), hit=hit, reason="Register number shows another firm.", now=timezone.now())
    from orders.reactions import fund_waiting_orders

    fund_waiting_orders(Event.objects.get(name="trade.screening.cleared"))
    order.refresh_from_db()
    assert order.status == "funded" or order.funded_at is not None


def test_everybody_is_screened_again_when_a_list_changes(tmp_path: Path) -> None:
    firms = [make_organisation(name=name) for name in ("Lateburg Perlwein", "Quiet Water", "Blue Door")]
    order = make_order(address=GERMAN_ADDRESS | {"recipient": "Zacharias Unterweger"})
    screen_organisations()
    assert screen_organisations() == 0
    edition = load(tmp_path) and Screening.objects.order_by("-edition").values_list("edition", flat=True)[0]
    assert screen_organisations() >= 3
    assert set(
        Screening.objects.filter(edition__gt=edition, organisation__in=firms).values_list("result", flat=True)
    ) == {
        "hit",
        "clear",
    }
    assert screen_consignees() == 1
    assert screen_consignees() == 0
    held = ScreeningHit.objects.get(subject_kind="consignee")
    assert (held.organisation, held.name) == (order.organisation, "Zacharias Unterweger")


def test_money_of_a_held_seller_stays(settings: Any) -> None:
    seller = make_seller(country="DE", currency="EUR")
    escrow = make_released_escrow(payee=seller)
    make_connected_account(seller)
    share = escrow.shares.get(purpose="seller")
    order = make_delivered_order(listing=make_listing(seller))
    payout = request_payout(share=share, actor=Actor.system("tests"), now=timezone.now())
    owner = actor_for(seller)
    update_organisation(actor=owner, name=LISTED, now=timezone.now())
    with pytest.raises(HeldForScreening):
        send_payout(payout=payout, now=timezone.now())
    payout.refresh_from_db()
    assert (payout.status, payout.tried_at) == ("requested", None)
    with pytest.raises(HeldForScreening):
        accept_order(actor=actor_for(order.organisation), order=order, now=timezone.now())
    order.escrow.refresh_from_db()
    assert order.escrow.status == "funded"
    with pytest.raises(HeldForScreening):
        submit_listing(actor=owner, listing=make_listing(seller, status="draft"), now=timezone.now())
    assert Payout.objects.count() == 1


def test_a_clearance_is_for_that_name_and_that_entry_only() -> None:
    firm = make_organisation(name=LISTED)
    hit = screen(firm)[0]
    staff = platform_actor()
    clear_hit(actor=staff, hit=hit, reason="Different register number.", now=timezone.now())
    Organisation.objects.filter(pk=firm.pk).update(country="PA")
    found = screen(Organisation.objects.get(pk=firm.pk))
    assert [each.state for each in found] == ["cleared", "open"]


def test_confirming_takes_two_and_suspends() -> None:
    firm = make_organisation(name=LISTED)
    actor_for(firm)
    hit = screen(firm)[0]
    first, second, now = platform_actor(), platform_actor(), timezone.now()
    with pytest.raises(InvalidInput):
        confirm_hit(actor=first, hit=hit, reason="Yes", now=now)
    confirm_hit(actor=first, hit=hit, reason="Same address and fleet.", now=now)
    with pytest.raises(SecondPersonNeeded):
        confirm_hit(actor=first, hit=hit, reason="Same address and fleet.", now=now)
    firm.refresh_from_db()
    assert firm.is_active
    with pytest.raises(NotAllowed):
        confirm_hit(actor=actor_for(firm), hit=hit, reason="I confirm myself.", now=now)
    hit = confirm_hit(actor=second, hit=hit, reason="I agree: same fleet.", now=now)
    firm.refresh_from_db()
    assert (hit.state, firm.status) == ("confirmed", "suspended")
    names = list(Event.objects.filter(subject_id=str(hit.pk), name__startswith="trade.").values_list("name", flat=True))
    assert names == ["trade.screening.hit", "trade.screening.proposed", "trade.screening.confirmed"]


@pytest.mark.parametrize(("shares", "status"), [((30, 20), "suspended"), ((30, 19), "active"), ((50, 1), "suspended")])
def test_confirmed_owners_deny_their_firm_from_half_on(shares: tuple[int, int], status: str) -> None:
    firm = make_organisation(name="Quiet Water")
    owner, now = actor_for(firm), timezone.now()
    for name, share in zip(("Tarek Jubran Mukaffari", "Zdravomir Volkhardov"), shares, strict=True):
        save_owner(actor=owner, full_name=name, country="AE", share_percent=share, now=now)
    hits = screen(firm)
    assert len(hits) == 2
    for hit in hits:
        for staff in (platform_actor(), platform_actor()):
            confirm_hit(actor=staff, hit=hit, reason="Same passport number.", now=now)
    firm.refresh_from_db()
    assert firm.status == status
    assert ScreeningHit.objects.filter(blocks=True).exists() is (status == "suspended")


def test_pages_and_api_say_how_one_stands(client: Any) -> None:
    firm = make_organisation(name=LISTED)
    owner = actor_for(firm)
    hit = screen(firm)[0]
    sign_in(client, owner.user, firm)
    assert b"Being checked" in client.get("/organisation/checks/").content
    assert client.post("/organisation/checks/", {"hit": hit.public_id, "text": "no"}).status_code == 422
    assert (
        client.post("/organisation/checks/", {"hit": hit.public_id, "text": "We only sell marine paint."}).status_code
        == 302
    )
    assert client.get("/api/v1/screening").json()["state"] == "held"
    assert client.post("/api/v1/screening", {"name": "x"}, content_type="application/json").status_code == 403
    with pytest.raises(Exception, match="not_found"):
        appeal_hit(
            actor=actor_for(make_organisation()), public_id=hit.public_id, text="It is not us.", now=timezone.now()
        )
    new = {"kind": "person", "full_name": "Ilse Marquart", "country": "DE", "share_percent": "60", "role": "owner"}
    assert client.post("/organisation/owners/new/", new).status_code == 302
    assert client.post("/organisation/owners/new/", new | {"share_percent": "41"}).status_code == 422
    assert b"Ilse Marquart" in client.get("/organisation/owners/").content
    staff = make_user(is_staff=True, is_superuser=True)
    sign_in(client, staff)
    asked = {"name": "Zdravomir Volkhardov", "kind": "person", "country": "BY"}
    answer = client.post("/api/v1/screening", asked, content_type="application/json").json()
    assert [each["reference"][-6:] for each in answer["candidates"]] == ["F-0003"]
    assert answer["candidates"][0]["explanation"]["factors"] == [{"code": "same_country", "effect": 0.02}]
    page = client.get(f"/admin/trade/screeninghit/{hit.pk}/decide/").content.decode()
    assert "<mark>grauenstein</mark>" in page
    assert "We only sell marine paint." in page
    for name in ("screeninghit", "deniedpartylist", "deniedparty", "screening"):
        assert client.get(f"/admin/trade/{name}/").status_code == 200
    done = client.post(
        f"/admin/trade/screeninghit/{hit.pk}/decide/", {"decision": "clear", "reason": "Paint shop, other number."}
    )
    assert done.status_code == 302
    hit.refresh_from_db()
    assert hit.state == "cleared"
