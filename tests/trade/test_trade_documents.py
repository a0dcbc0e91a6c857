"""The tables in docs/algorithms are run: what they say is what the code does."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from marketplace.kernel.money import Money
from tests.trade.factories import ON, make_basket, make_rates
from trade.classification import Classifier, Lexicon, TitleIndex
from trade.freight import FreightQuote, Parcel, ServiceCard, WeightBreak, Zone, ZoneCard, quote
from trade.landed_cost import BasketLine, landed_cost
from trade.reference import destination_rules, read_rules, read_table

DOCUMENTS = Path(__file__).parents[2] / "docs" / "algorithms"


def table(document: str, name: str) -> list[list[str]]:
    """Return the cells of the table marked `<!-- table: name -->`, without its head."""
    text = (DOCUMENTS / document).read_text(encoding="utf-8")
    found = re.search(rf"<!-- table: {name} -->\n((?:\|.*\n)+)", text)
    assert found, f"{document} has no table {name}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()[2:]]


@pytest.mark.parametrize(("amount", "to", "method", "result", "margin"), table("fx.md", "fx"))
def test_fx(amount: str, to: str, method: str, result: str, margin: str) -> None:
    rates = make_rates(USD="1.25", JPY="150", KWD="0.34")
    made = getattr(rates, method)(Money(*amount.split()), to)
    assert (str(made.money.amount), made.margin.amount) == (result, Decimal(margin))


@pytest.mark.parametrize(("pieces", "weight", "size", "each", "chargeable", "price"), table("freight.md", "freight"))
def test_freight(pieces: str, weight: str, size: str, each: str, chargeable: str, price: str) -> None:
    service = ServiceCard(
        id=1, code="s", name="S", carrier="C", mode="express", volume_divisor=5000, weight_step_g=500, minimum_g=0,
        max_parcel_g=20_000, max_shipment_g=500_000, max_length_mm=2_000, max_girth_mm=4_000,
        prices_each_parcel=each == "yes", fuel_percent=Decimal(10), handling_days=1, currency="USD",
        zones={("EAS", "EUR"): Zone("Z", 2, 4)},
        cards={"Z": ZoneCard((WeightBreak(1000, Decimal(10)), WeightBreak(5000, Decimal(25))), Decimal(4))},
    )  # fmt: skip
    side = int(size)
    offer = quote(service, [Parcel(int(weight), side, side, side, int(pieces))], "CN", "DE")
    assert isinstance(offer, FreightQuote)
    assert (str(offer.chargeable_g), str(offer.price.amount)) == (chargeable, price)


@pytest.fixture(scope="module")
def suggest() -> Classifier:
    lexicon = Lexicon(read_table("hs_words.csv"), read_table("hs_attributes.csv"), read_table("hs_articles.csv"))
    return Classifier(lexicon, TitleIndex({row["code"]: row["title"] for row in read_table("hs_codes.csv")}))


@pytest.mark.parametrize(("title", "code"), table("classification.md", "classification"))
def test_classification(title: str, code: str, suggest: Classifier) -> None:
    assert suggest.classify(title)[0].code == code


@pytest.mark.parametrize("cells", table("landed-cost.md", "landed-cost"))
def test_landed_cost(cells: list[str]) -> None:
    ship_from, ship_to, importer, code, value, freight, *expected = cells
    amount, currency = value.split()
    line = BasketLine(code, ship_from, Money(amount, currency))
    basket = make_basket(ship_from, ship_to, currency=currency, freight=freight, importer_kind=importer, lines=(line,))
    cost = landed_cost(basket, destination_rules(ship_to, ON, read_rules()), make_rates())
    found = ["unknown" if part is None else str(part.amount) for part in (cost.duty, cost.tax, cost.fees)]
    assert [*found, cost.status] == expected
