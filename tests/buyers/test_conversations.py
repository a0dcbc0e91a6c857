"""Buyer and seller write to each other; nobody else reads it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Notification
from buyers import queries
from buyers.categories import tree
from buyers.contact_leaks import BANK, EMAIL, LINK, MESSENGER, OFF_PLATFORM, PHONE, find_leaks
from buyers.models import LONGEST_MESSAGE, Conversation, Message
from buyers.operations import ContactDetailsFound, OwnListing, mark_read, send_message, start_conversation
from buyers.reactions import tell_other_side
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, RateLimited
from tests.accounts.factories import actor_for, make_member, make_organisation, sign_in
from tests.sellers.factories import make_listing, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides() -> dict[str, Any]:
    seller, buyer = make_seller("Argilla"), make_organisation(name="Hafen & Söhne", sells=False)
    listing = make_listing(seller, title="Stoneware bowl")
    return {
        "listing": listing,
        "seller": actor_for(seller),
        "buyer": actor_for(buyer),
        "stranger": actor_for(make_organisation()),
    }


def ask(sides: dict[str, Any], body: str = "How many fit in a box?", **over: Any) -> Conversation:
    return start_conversation(
        actor=over.pop("actor", sides["buyer"]), listing=sides["listing"], body=body, now=timezone.now(), **over
    )


def test_a_question_reaches_the_seller_and_the_answer_the_buyer(sides: dict[str, Any]) -> None:
    conversation = ask(sides)
    send_message(actor=sides["seller"], conversation=conversation, body="Twelve.", now=timezone.now())
    assert [message.body for message in queries.messages_of(conversation)] == ["How many fit in a box?", "Twelve."]
    assert queries.unread_messages(sides["buyer"]) == 1
    assert queries.unread_messages(sides["seller"]) == 1
    assert mark_read(actor=sides["buyer"], conversation=conversation, now=timezone.now()) == 1
    assert queries.unread_messages(sides["buyer"]) == 0


def test_asking_again_goes_on_in_the_same_conversation(sides: dict[str, Any]) -> None:
    assert ask(sides) == ask(sides, "And the lids?")
    assert Conversation.objects.count() == 1
    assert Message.objects.count() == 2


def test_the_other_side_is_told_once_until_it_reads(sides: dict[str, Any]) -> None:
    ask(sides)
    ask(sides, "100 % cotton, please")
    for event in Event.objects.filter(name="buyers.message.sent").order_by("pk"):
        tell_other_side(event)
    told = Notification.objects.get()
    assert told.organisation_id == sides["seller"].organisation_id
    assert "Hafen & Söhne" in told.title
    assert told.url == Conversation.objects.get().get_absolute_url()


def test_a_stranger_finds_nothing(sides: dict[str, Any], client: Client) -> None:
    conversation = ask(sides)
    stranger = sides["stranger"]
    with pytest.raises(NotFound):
        queries.conversation_of(stranger, conversation.public_id)
    with pytest.raises(NotFound):
        send_message(actor=stranger, conversation=conversation, body="Hello", now=timezone.now())
    with pytest.raises(NotFound):
        mark_read(actor=stranger, conversation=conversation, now=timezone.now())
    assert Message.objects.count() == 1
    assert list(queries.conversations_of(stranger)) == []
    sign_in(client, stranger.user, stranger.organisation)
    for path in ("", "new/"):
        assert client.get(f"/messages/{conversation.public_id}/{path}").status_code == 404
    assert client.post(f"/messages/{conversation.public_id}/", {"body": "Hello"}).status_code == 404
    for path in ("", "/messages"):
        assert client.get(f"/api/v1/conversations/{conversation.public_id}{path}").status_code == 404
    assert client.get("/api/v1/conversations").json()["results"] == []


def test_who_may_write(sides: dict[str, Any]) -> None:
    with pytest.raises(OwnListing):
        ask(sides, actor=sides["seller"])
    with pytest.raises(NotAllowed):
        ask(sides, actor=actor_for(sides["buyer"].organisation, role="viewer"))
    only_sells = make_organisation(sells=True, buys=False)
    with pytest.raises(NotAllowed):
        ask(sides, actor=actor_for(only_sells))
    sides["listing"].status = "paused"
    sides["listing"].save()
    with pytest.raises(NotFound):
        ask(sides)
    assert Conversation.objects.count() == 0
    assert Message.objects.count() == 0


def test_the_database_refuses_a_conversation_with_oneself(sides: dict[str, Any]) -> None:
    now = timezone.now()
    own = sides["buyer"].organisation
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.create(organisation=own, seller=own, created_at=now, last_message_at=now)


@pytest.mark.parametrize("body", ["", "   \n", "\x00\x00", "x" * (LONGEST_MESSAGE + 1)])
def test_a_text_that_cannot_be_kept_is_refused(sides: dict[str, Any], body: str) -> None:
    with pytest.raises(InvalidInput):
        ask(sides, body)
    assert Conversation.objects.count() == 0


def test_odd_characters_are_kept_readable(sides: dict[str, Any]) -> None:
    ask(sides, "a\x00b\r\nc\u202e \ud800 🫐 مرحبا")
    assert Message.objects.get().body == "ab\nc\u202e  🫐 مرحبا"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("write to anna@example.com", [EMAIL]),
        ("anna (at) example (dot) com", [EMAIL]),
        ("call +49 170 1234567 today", [PHONE]),
        ("see https://other.example/shop", [LINK]),
        ("see www.other-shop.de please", [LINK]),
        ("IBAN DE89 3704 0044 0532 0130 00", [BANK]),
        ("add me on WhatsApp", [MESSENGER]),
        ("加我微信", [MESSENGER]),
        ("please pay directly to us", [OFF_PLATFORM]),
        ("ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", [EMAIL]),
        ("We need 12,000 pieces by 03.12.2026, size 120x80x60 mm, HS 0810.40, order BW-26-000123", []),
        ("Is it EN 71-3 certified? 2.5 kg, 1000-2000 pcs at EUR 12.50", []),
        ("The signal lamp has 24 V", [MESSENGER]),
    ],
)
def test_what_looks_like_leaving_the_platform(text: str, codes: list[str]) -> None:
    assert find_leaks(text) == codes


def test_a_leak_is_explained_and_may_still_be_sent(sides: dict[str, Any]) -> None:
    with pytest.raises(ContactDetailsFound) as refused:
        ask(sides, "Mail me: anna@example.com")
    assert "an e-mail address" in refused.value.detail
    assert Message.objects.count() == 0
    ask(sides, "Mail me: anna@example.com", confirmed=True)
    assert Message.objects.get().warnings == [EMAIL]


def test_a_flood_is_stopped_and_the_text_stays(sides: dict[str, Any], client: Client) -> None:
    conversation = ask(sides)
    now = timezone.now()
    for number in range(19):
        send_message(actor=sides["buyer"], conversation=conversation, body=f"{number}", now=now)
    with pytest.raises(RateLimited):
        send_message(actor=sides["buyer"], conversation=conversation, body="one more", now=now)
    assert Message.objects.count() == 20
    sign_in(client, sides["buyer"].user, sides["buyer"].organisation)
    page = client.post(f"/messages/{conversation.public_id}/", {"body": "keep my words"})
    assert page.status_code == 422
    assert "keep my words" in page.content.decode()
    send_message(actor=sides["buyer"], conversation=conversation, body="later", now=now + timedelta(minutes=2))


def test_the_pages_work_without_a_script(sides: dict[str, Any], client: Client) -> None:
    sign_in(client, sides["buyer"].user, sides["buyer"].organisation)
    listing = sides["listing"]
    assert "Stoneware bowl" in client.get(f"/listing/{listing.public_id}/ask/").content.decode()
    warned = client.post(f"/listing/{listing.public_id}/ask/", {"body": "I am anna@example.com"})
    assert warned.status_code == 422
    assert "I am anna@example.com" in warned.content.decode()
    assert "Send it anyway" in warned.content.decode()
    sent = client.post(f"/listing/{listing.public_id}/ask/", {"body": "I am anna@example.com", "confirmed": "on"})
    conversation = Conversation.objects.get()
    assert sent["Location"] == conversation.get_absolute_url()
    assert 'role="log"' in client.get(conversation.get_absolute_url()).content.decode()

    other = Client()
    sign_in(other, sides["seller"].user, sides["seller"].organisation)
    inbox = other.get("/messages/").content.decode()
    assert "Hafen &amp; Söhne" in inbox
    assert "1 new" in inbox
    thread = other.get(conversation.get_absolute_url()).content.decode()
    assert "not protected" in thread
    assert other.get("/messages/?show=unread").context["rows"] == []


def test_an_open_thread_asks_for_what_is_new(sides: dict[str, Any], client: Client) -> None:
    conversation = ask(sides)
    first = Message.objects.get()
    sign_in(client, sides["buyer"].user, sides["buyer"].organisation)
    url = f"/messages/{conversation.public_id}/new/?after={first.public_id}"
    assert client.get(url).status_code == 204
    send_message(actor=sides["seller"], conversation=conversation, body="Twelve.", now=timezone.now())
    fragment = client.get(url)
    assert "Twelve." in fragment.content.decode()
    assert "How many" not in fragment.content.decode()
    assert Message.objects.get(body="Twelve.").read_at is not None


def test_a_double_press_sends_once(sides: dict[str, Any], client: Client) -> None:
    conversation = ask(sides)
    sign_in(client, sides["buyer"].user, sides["buyer"].organisation)
    form = {"body": "Once", "idempotency_token": "press-1"}
    headers = {"HX-Request": "true", "HX-Target": "composer"}
    assert client.post(conversation.get_absolute_url(), form, headers=headers).status_code == 200
    again = client.post(conversation.get_absolute_url(), form, headers=headers)
    assert again["Location"] == conversation.get_absolute_url()
    assert Message.objects.filter(body="Once").count() == 1


def test_visitors_are_asked_to_sign_in(sides: dict[str, Any], client: Client) -> None:
    for path in ("/messages/", f"/listing/{sides['listing'].public_id}/ask/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")


def test_the_inbox_costs_the_same_however_long(
    sides: dict[str, Any], client: Client, django_assert_max_num_queries: Any
) -> None:
    seller = sides["seller"].organisation
    for number in range(12):
        listing = make_listing(seller, title=f"Bowl {number}")
        start_conversation(actor=sides["buyer"], listing=listing, body="Hello", now=timezone.now())
    member = make_member(seller)
    sign_in(client, member, seller)
    tree()  # the market's aisles, read once per process
    with django_assert_max_num_queries(9):
        assert len(client.get("/messages/").context["rows"]) == 12
