"""How names are compared: the tables of docs/algorithms/screening.md."""

import pytest

from tests.trade.test_trade_documents import table
from trade.screening.factors import Facts, weigh
from trade.screening.index import NameIndex, listed
from trade.screening.match import THRESHOLD, search
from trade.screening.names import parse
from trade.screening.sounds import likeness

DOCUMENT = "screening.md"


@pytest.mark.parametrize(("name", "kind", "words", "form"), table(DOCUMENT, "words"))
def test_names_become_words(name: str, kind: str, words: str, form: str) -> None:
    reading = parse(name, kind)[0]
    assert (reading.text.replace("yin xing", "bank"), reading.form) == (words, form)


@pytest.mark.parametrize(("one", "other", "least", "most"), table(DOCUMENT, "likeness"))
def test_words_are_alike(one: str, other: str, least: str, most: str) -> None:
    assert float(least) <= likeness(one, other) <= float(most)
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@pytest.fixture(scope="module")
def everybody() -> tuple[NameIndex, dict[tuple[str, str], int]]:
    """One index of every listed name in the table, so that each name is searched among all of them."""
    rows = table(DOCUMENT, "matches")
    parties = {pair: number for number, pair in enumerate(dict.fromkeys((row[2], row[3]) for row in rows))}
    names = [
        listed(number, reading, is_person=kind == "person")
        for (text, kind), number in parties.items()
        for reading in parse(text, kind)
    ]
    return NameIndex(names), parties


@pytest.mark.parametrize(("name", "kind", "against", "listed_as", "hit"), table(DOCUMENT, "matches"))
def test_names_match(name: str, kind: str, against: str, listed_as: str, hit: str, everybody: tuple) -> None:  # type: ignore[type-arg]
    index, parties = everybody
    found = [index.names[match.name].party for match in search(index, name, kind=kind)]
    assert (parties[against, listed_as] in found) is (hit == "yes")


def test_a_match_says_which_words_it_is_made_of() -> None:
    index = NameIndex([listed(1, parse("VORNHOLT, Ansgar Maria", "person")[0], is_person=True)])
    match = search(index, "Anton Ansgar Wornholt", kind="person", least=0.3)[0]
    assert {(pair.query, pair.listed) for pair in match.pairs} == {("ansgar", "ansgar"), ("wornholt", "vornholt")}
    assert (match.query_left, match.listed_left) == (("anton",), ("maria",))


@pytest.mark.parametrize("text", ["", " ", "()", "!!!", "١٢٣", "a" * 5000, "😀", "\u0000", "-0-", "，"])
def test_any_text_is_searched_without_trouble(text: str, everybody: tuple) -> None:  # type: ignore[type-arg]
    assert all(match.score >= THRESHOLD for match in search(everybody[0], text))


@pytest.mark.parametrize(
    ("ours", "theirs", "score", "codes"),
    [
        (Facts(), Facts(frozenset({"AT"}), ("1964",)), 0.9, []),
        (Facts(frozenset({"AT"})), Facts(frozenset({"AT", "DE"})), 0.92, ["same_country"]),
        (Facts(frozenset({"FR"})), Facts(frozenset({"AT"})), 0.87, ["other_country"]),
        (Facts(births=("1964-06-13",)), Facts(births=("1964-06-13",)), 0.95, ["same_birth"]),
        (Facts(births=("1966-01-01",)), Facts(births=("1964",)), 0.92, ["near_birth"]),
        (Facts(births=("1990-01-01",)), Facts(births=("1964", "1961-02")), 0.75, ["other_birth"]),
        (Facts(identifiers=frozenset({"P1"})), Facts(identifiers=frozenset({"P1", "P2"})), 1.0, ["same_number"]),
    ],
)  # fmt: skip
def test_second_factors_raise_or_lower(ours: Facts, theirs: Facts, score: float, codes: list[str]) -> None:
    weighed, factors = weigh(0.9, ours, theirs)
    assert (weighed, [factor.code for factor in factors]) == (pytest.approx(score), codes)
