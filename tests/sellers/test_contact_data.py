"""Contact data is found however it is dressed; product facts are not mistaken for it."""

import pytest

from sellers.contact_data import find_contact_data


@pytest.mark.parametrize(
    "text",
    [
        "write to anna@example.org",
        "anna (at) example (dot) org",
        "anna [at] example.org",
        "see https://bowls.example",
        "HTTP : // bowls",
        "www.bowls.it",
        "our shop bowls.com has more",
        "wa.me/4915112345678",
        "call +49 151 123 456 78",
        "0049 30 1234567",
        "WhatsApp: 5511 9 8765 4321",
        "tel. 030/1234567",
        "06 12 34 56 78 anytime",
        "ａｎｎａ＠example.org",
        "an\u200bna@example.org",
    ],
)
def test_contact_data_is_found(text: str) -> None:
    assert find_contact_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bowl 24 x 24 x 8 cm, 1,200 g, set of 6",
        "HS 6912.00, EAN 4006381333931",
        "Since 1931, 3rd generation, No. 0815",
        "Harvest 01/02/2026 - 15/02/2026, 0.5 - 2 °C",
        "Voltage 220-240 V, 50/60 Hz, IP44, art. 100-2000-30",
        "1000 pcs per carton, 20 cartons per pallet (120 x 80 x 145)",
        "e.g. for soup. Approx.it weighs 800 g",
        "M10-1.5 x 050 bolts, DIN 933, 4.8/8.8/10.9",
        "Preis pro Stück. Lieferzeit 7-10 Tage.",
        "价格：每件 12.50 欧元，最小订购量 100 件",
    ],
)
def test_product_facts_pass(text: str) -> None:
    assert find_contact_data(text) is None
