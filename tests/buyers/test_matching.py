"""What a text finds."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buyers.search import SearchRequest, search, suggest

from .indexes import document, publish_index


def found(text: str, **over: object) -> list[int]:
    return search(SearchRequest(text=text, facets=False, **over)).ids  # type: ignore[arg-type]


@pytest.fixture
def market() -> None:
    publish_index(
        [
            document(
                1, "Fresh blueberries, Duke, 125 g punnets", tags=("Fruit", "Fruits"), seller_name="Frutícola Ñuble"
            ),
            document(2, "Wild blueberry jam", body=("Cooked in copper",), tags=("Preserves",)),
            document(3, "Robe de mariée en dentelle brodée", language="fr", tags=("Bridal wear", "Mode nuptiale")),
            document(4, "手工陶瓷茶杯 景德镇", language="zh-hans", tags=("Ceramics", "陶瓷")),
            document(5, "زيت زيتون بكر ممتاز", language="ar", tags=("Olive oil", "الزيوت")),
            document(6, "Stoneware bowl 1/2 litre", tags=("Ceramics",), codes=("BW-77 10",)),
            document(7, "Café en grano de altura", language="es", tags=("Coffee",)),
            document(8, "เสื้อผ้าไหมไทย", language="th", tags=("Textiles",)),
            document(9, "日本製の包丁 三徳", language="ja", tags=("Knives",)),
            document(10, "Hydraulic pump 500g seal kit", tags=("Machinery",)),
        ]
    )


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("blueberry jam", 2),
        ("jam blueberry", 2),
        ("mariee", 3),
        ("robes de mariée", 3),
        ("cafe", 7),
        ("CAFÉ", 7),
        ("茶杯", 4),
        ("陶瓷", 4),
        ("景德镇 茶杯", 4),
        ("包丁", 9),
        ("ผ้าไหม", 8),
        ("زيت الزيتون", 5),
        ("زَيْت", 5),
        ("ｂｌｕｅｂｅｒｒｙ ｊａｍ", 2),
        ("500 g seal", 10),
        ("bw7710", 6),
        ("nuble", 1),
        ("ceramics bowl", 6),
    ],
)
def test_words_find_what_they_mean_in_any_script(text: str, first: int) -> None:
    assert found(text)[:1] == [first]


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize(
    ("text", "corrected", "first"),
    [
        ("bluebery jam", "blueberry jam", 2),
        ("bleuberries", "blueberries", 2),
        ("stonewear bowl", "stoneware bowl", 6),
        ("hidraulic pmup", "hydraulic pump", 10),
    ],
)
def test_a_typing_error_is_corrected_and_said(text: str, corrected: str, first: int) -> None:
    result = search(SearchRequest(text=text))
    assert result.corrected == corrected
    assert result.ids[0] == first


@pytest.mark.usefixtures("market")
def test_search_instead_for_takes_the_words_as_typed() -> None:
    result = search(SearchRequest(text="bluebery jam", as_typed=True))
    assert (result.count, result.corrected) == (0, "")


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize(("text", "first"), [("blueb", 1), ("wild blueb", 2), ("hydr", 10), ("stonew", 6)])
def test_the_last_word_may_be_unfinished(text: str, first: int) -> None:
    result = search(SearchRequest(text=text))
    assert result.corrected == ""
    assert first in result.ids


@pytest.mark.usefixtures("market")
def test_a_word_that_nobody_has_is_let_go_rather_than_finding_nothing() -> None:
    result = search(SearchRequest(text="blueberry zzzzqqqq jam"))
    assert result.relaxed
    assert result.ids[0] == 2


@pytest.mark.usefixtures("market")
def test_filters_do_not_change_what_the_words_mean() -> None:
    result = search(SearchRequest(text="blueberry jam", origins=("CL",)))
    assert (result.count, result.relaxed, result.corrected, result.without_filters) == (0, False, "", 1)


@pytest.mark.usefixtures("market")
def test_words_without_meaning_are_left_out_unless_they_are_all_there_is() -> None:
    assert found("the jam of the wild") == [2]
    assert search(SearchRequest(text="the of")).count == 0


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize(
    "text",
    [
        "*", "?", "a*", "[a-z]+", "(((", "title:jam", 'jam" OR "1"="1', "jam AND", "NOT jam", "+jam -wild", "jam~2",
        "\\", "/jam/", "'; DROP TABLE sellers_listing; --", "<script>alert(1)</script>", "\x00", "\x00jam", "\ud800",
        "jam^100", "{[()]}", "a" * 10_000, "jam " * 10_000, "茶" * 10_000, "ا" * 5_000, "\u202ejam", "🫐", "👩🏽‍🌾 jam",
        "\U0010ffff", "x" * 63 + "é" * 63, "\n\t\r ", "％", "ﷺ", "𝕛𝕒𝕞", "İ", "ß", "e\u0301" * 500,
    ],
)  # fmt: skip
def test_no_text_breaks_the_search(text: str) -> None:
    result = search(SearchRequest(text=text, price_edges=(100, 1000)))
    assert result.count >= 0
    suggest(text, "en")


@pytest.mark.usefixtures("market")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.sampled_from(["en", "fr", "ar", "zh-hans", "xx", ""]))
def test_any_unicode_is_answered(text: str, language: str) -> None:
    result = search(SearchRequest(text=text, language=language))
    assert result.count >= 0
    assert result.took_ms < 5_000
    suggest(text, language)


def test_suggestions_finish_the_last_word_and_name_sellers_and_listings() -> None:
    publish_index(
        [
            document(1, "Blueberry jam", seller_id=7, seller_name="Blue Harbour Foods"),
            document(2, "Blueberries frozen", seller_id=8, seller_name="Nordic Berries"),
            document(3, "Wooden spoon", seller_id=9, seller_name="Spoonmakers"),
        ]
    )
    suggested = suggest("blue", "en")
    assert {"blueberry", "blueberries"} <= set(suggested.queries)
    assert suggested.sellers == [7]
    assert {1, 2} <= set(suggested.listings)
    assert suggest("frozen blueb", "en").listings == [2]
    assert suggest("", "en").queries == []


def test_a_rating_by_many_stands_above_a_rating_by_one_when_browsing() -> None:
    publish_index(
        [
            document(1, "One", rating_tenths=50, rating_count=1),
            document(2, "Two", rating_tenths=48, rating_count=60),
            document(3, "Three", rating_tenths=48, rating_count=60, in_stock=False),
        ]
    )
    assert found("") == [2, 3, 1]


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    documents = [document(pk, f"Bowl {pk}", rating_count=random.Random(pk).randint(0, 9)) for pk in range(1, 101)]
    publish_index(documents)
    pages = [found("bowl", offset=offset, limit=24) for offset in range(0, 120, 24)]
    seen = [pk for page in pages for pk in page]
    assert len(seen) == 100
    assert set(seen) == set(range(1, 101))
    assert found("bowl", offset=10**9) == []
