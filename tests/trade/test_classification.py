"""HS classification: what is suggested, what sellers and people say, and what is learnt from them."""

import csv
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Notification
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from tests.accounts.factories import actor_for, make_organisation, make_user
from trade.classification import LOW_CONFIDENCE, Candidate
from trade.classification.confirmed import Confirmed, ConfirmedTitles
from trade.classification.text import lemma, tokens_of
from trade.editions import forget_all
from trade.models import ClassificationRequest
from trade.operations import confirm_hs_code, decide_classification, queue_classification, suggest_hs_code
from trade.operations.classify_goods import Goods
from trade.operations.decide_classification import NothingToDecide
from trade.queries import classification, classification_for, doubt_about, find_hs_codes, hs_suggestions
from trade.queries.classification import classifier


def make_actor() -> Actor:
    return actor_for(make_organisation())


def make_staff() -> Actor:
    return Actor.for_staff(make_user(is_staff=True, is_superuser=True))


pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden" / "hs_titles.csv"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_all()
    yield
    forget_all()


def held_out() -> list[tuple[str, str, list[Candidate]]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["half"] == "held_out"]
    made = classifier()
    return [(row["title"], row["hs_code"], made.classify(row["title"])) for row in rows]


def test_held_out_titles_are_classified_and_the_confidence_is_honest() -> None:
    results = held_out()
    right = [bool(found) and found[0].code == code for _title, code, found in results]
    among_three = [code in [each.code for each in found] for _title, code, found in results]
    assert len(results) > 200
    assert sum(right) / len(results) >= 0.9
    assert sum(among_three) / len(results) >= 0.95
    firsts = [(is_right, found[0].confidence) for is_right, (*_, found) in zip(right, results, strict=True) if found]
    sure = [is_right for is_right, confidence in firsts if confidence >= 0.8]
    # What is said with four fifths' confidence and more is right at least that often.
    assert sum(sure) / len(sure) >= 0.8


@pytest.mark.parametrize("nonsense", ["", "   ", "xqzt vlorp", "12 x 500", "()", "؟؟"])
def test_words_nobody_knows_get_no_code(nonsense: str) -> None:
    assert hs_suggestions(nonsense) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [("blueberries", "081040"), ("蓝莓", "081040"), ("mirtilos", "081040"), ("عسل", "040900"), ("0810.40", "081040")],
)
def test_the_finder_knows_everyday_words(words: str, code: str) -> None:
    assert code in [found.code for found in find_hs_codes(words, limit=5)]


def test_confidences_are_shares_in_order() -> None:
    for _title, _code, found in held_out()[::10]:
        confidences = [each.confidence for each in found]
        assert confidences == sorted(confidences, reverse=True)
        assert 0 <= sum(confidences) <= 1.001


def test_a_code_of_another_chapter_is_doubted_and_a_fitting_one_is_not() -> None:
    doubt = doubt_about("640399", "Raw acacia honey in glass jars")
    assert doubt is not None
    assert doubt.hs_code == "040900"
    assert doubt_about("040900", "Raw acacia honey in glass jars") is None
    assert doubt_about("640399", "Something nobody has a word for") is None


def test_a_plain_question_is_kept_with_its_candidates() -> None:
    asked = suggest_hs_code(actor=make_actor(), goods=Goods("Raw acacia honey"), now=timezone.now())
    assert (asked.state, asked.candidates[0]["hs_code"]) == ("suggested", "040900")
    assert asked.candidates[0]["why"]


def test_an_unlikely_title_waits_for_a_person() -> None:
    asked = suggest_hs_code(actor=make_actor(), goods=Goods("Curious vlorp of the north"), now=timezone.now())
    assert asked.waits
    assert max((each["confidence"] for each in asked.candidates), default=0) < LOW_CONFIDENCE
    assert Event.objects.filter(name="trade.classification.queued").count() == 1


def test_asking_a_person_twice_is_one_question() -> None:
    actor, goods = make_actor(), Goods("Raw acacia honey", subject="lst_1")
    first = queue_classification(actor=actor, goods=goods, now=timezone.now())
    again = queue_classification(actor=actor, goods=goods, now=timezone.now())
    assert first.pk == again.pk
    assert Event.objects.filter(name="trade.classification.queued").count() == 1


def test_a_person_decides_and_the_seller_is_told_why() -> None:
    actor = make_actor()
    asked = queue_classification(actor=actor, goods=Goods("Vlorp of the north"), now=timezone.now())
    decided = decide_classification(
        actor=make_staff(), request=asked, hs_code="9503.00", reason="A toy by its use.", now=timezone.now()
    )
    assert (decided.state, decided.hs_code) == ("decided", "950300")
    from trade.reactions import tell_seller_of_classification

    tell_seller_of_classification(Event.objects.get(name="trade.classification.decided"))
    told = Notification.objects.get(kind="classification_decided", user=actor.user)
    assert "A toy by its use." in told.body
    # What a person said is heard at once.
    assert hs_suggestions("Vlorp of the north")[0].hs_code == "950300"
    with pytest.raises(NothingToDecide):
        decide_classification(actor=make_staff(), request=asked, hs_code="950300", reason="x", now=timezone.now())


@pytest.mark.parametrize(("code", "reason", "field"), [("985200", "Because", "hs_code"), ("950300", " ", "reason")])
def test_a_decision_needs_a_code_and_a_reason(code: str, reason: str, field: str) -> None:
    asked = queue_classification(actor=make_actor(), goods=Goods("Vlorp"), now=timezone.now())
    with pytest.raises(InvalidInput) as refused:
        decide_classification(actor=make_staff(), request=asked, hs_code=code, reason=reason, now=timezone.now())
    assert field in refused.value.fields
    asked.refresh_from_db()
    assert (asked.state, asked.hs_code) == ("queued", "")


def test_sellers_cannot_decide_and_strangers_do_not_see() -> None:
    owner = make_actor()
    asked = queue_classification(actor=owner, goods=Goods("Vlorp"), now=timezone.now())
    with pytest.raises(NotAllowed):
        decide_classification(actor=owner, request=asked, hs_code="950300", reason="x", now=timezone.now())
    with pytest.raises(NotFound):
        classification_for(make_actor(), asked.public_id)


def test_one_seller_cannot_teach_a_wrong_code_but_three_can_teach_a_right_one() -> None:
    title = "Vlorp of the south"
    loud = make_actor()
    for number in range(5):
        goods = Goods(title, subject=f"lst_{number}")
        confirm_hs_code(actor=loud, goods=goods, hs_code="930700", now=timezone.now())
    assert "930700" not in [each.hs_code for each in hs_suggestions(title)]
    for number in range(3):
        confirm_hs_code(
            actor=make_actor(), goods=Goods(title, subject=f"lst_{number}"), hs_code="950300", now=timezone.now()
        )
    assert hs_suggestions(title)[0].hs_code == "950300"


def test_new_words_take_an_answer_back() -> None:
    actor = make_actor()
    confirm_hs_code(actor=actor, goods=Goods("Raw acacia honey", subject="lst_9"), hs_code="040900", now=timezone.now())
    asked = suggest_hs_code(actor=actor, goods=Goods("Leather oxford shoes", subject="lst_9"), now=timezone.now())
    assert (asked.state, asked.hs_code) == ("suggested", "")
    assert ClassificationRequest.objects.filter(subject="lst_9").count() == 1


def test_half_alike_titles_say_less_than_the_same() -> None:
    known = ConfirmedTitles([Confirmed("blue vlorp lamp", "940521", 1, True)])
    assert known.like(tokens_of("Blue vlorp lamp, 20 cm")) == {"940521": 1.0}
    assert known.like(tokens_of("blue vlorp"))["940521"] == pytest.approx(2 / 3)
    assert known.like(tokens_of("green table")) == {}


@pytest.mark.parametrize(
    ("word", "same"), [("Berries", "berry"), ("Boxes", "box"), ("glass", "glass"), ("Café", "cafe"), ("men’s", "men")]
)
def test_words_are_compared_without_endings(word: str, same: str) -> None:
    assert lemma(word) == same


def test_the_api_suggests_to_anybody_and_keeps_only_for_those_signed_in(client: Client) -> None:
    url = reverse("trade_api:hs_suggestions")
    answer = client.post(url, {"title": "Stoneware mug"}, content_type="application/json").json()
    assert (answer["id"], answer["candidates"][0]["hs_code"]) == (None, "691200")
    assert set(answer["candidates"][0]) == {"hs_code", "title", "confidence", "why"}
    assert client.post(url, {"title": "x", "ask_a_person": True}, content_type="application/json").status_code == 401
    assert not ClassificationRequest.objects.exists()


def test_public_pages_show_the_tree_and_duty(client: Client) -> None:
    found = client.get(reverse("trade:hs_codes"), {"q": "blueberries"}).content.decode()
    assert "0810.40" in found
    # Those words are not a search of the market.
    assert 'value="blueberries"' not in re.search(r'<input type="search" id="q"[^>]*>', found)[0]  # type: ignore[index]
    page = client.get(reverse("trade:hs_code", args=["081040"])).content.decode()
    assert all(text in page for text in ("0810", "Germany", "%"))
    assert client.get(reverse("trade:hs_code", args=["000000"])).status_code == 404


def test_staff_decide_on_the_queue_page(client: Client) -> None:
    asked = queue_classification(actor=make_actor(), goods=Goods("Curious stoneware thing"), now=timezone.now())
    staff = make_staff()
    assert staff.user is not None
    client.force_login(staff.user)
    url = reverse("admin:trade_classificationrequest_change", args=[asked.pk])
    assert "Curious stoneware thing" in client.get(url, {"branch": "69", "q": "mug"}).content.decode()
    # What is no whole code on the way down the tree does not get into the field of the decision.
    for branch, chosen in {"69": "", "6912": "", "691200": "691200"}.items():
        field = re.search(
            r'<input id="hs_code"[^>]* value="(\d*)"', client.get(url, {"branch": branch}).content.decode()
        )
        assert field is not None and field[1] == chosen
    client.post(
        reverse("admin:trade_classificationrequest_decide", args=[asked.pk]), {"candidate": "691200", "reason": "Clay."}
    )
    asked.refresh_from_db()
    assert (asked.state, asked.hs_code) == ("decided", "691200")


def test_actors_without_an_organisation_cannot_ask() -> None:
    with pytest.raises(NotAllowed):
        suggest_hs_code(actor=Actor.for_staff(make_staff().user), goods=Goods("Mug"), now=timezone.now())  # type: ignore[arg-type]


def test_a_web_process_makes_the_classifier_once_and_not_in_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(classification, "_begun", threading.Lock())
    monkeypatch.setattr(classification, "classifier", lambda: made.append(threading.current_thread().name))
    threads = [classification.make_classifier_in_background() for _request in range(3)]
    assert threads[0] is not None and threads[1:] == [None, None]
    threads[0].join()
    assert made == ["classifier"]
