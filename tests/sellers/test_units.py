"""Quantities are written with their unit."""

import pytest
from django.utils import translation

from sellers.templatetags.units import in_units
from sellers.units import AMOUNTS, UNITS


def test_every_unit_has_its_amounts() -> None:
    assert AMOUNTS.keys() == UNITS.keys()


@pytest.mark.parametrize(
    ("count", "unit", "text"),
    [
        (1, "piece", "1 piece"),
        (12, "piece", "12 pieces"),
        (1200, "box", "1,200 boxes"),
        (5, "kg", "5 kg"),
        (3, "crate", "3 crate"),
        (None, "piece", "–"),
    ],
)
def test_an_amount_reads_as_people_say_it(count: int | None, unit: str, text: str) -> None:
    with translation.override("en"):
        assert in_units(count, unit) == text
