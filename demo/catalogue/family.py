"""How a seller's range is written down, and what it becomes: listings."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from demo.art.scenes import Order
from demo.catalogue.answers import answers_of

SEED = "bridgeway-1"
# Price by quantity when the family says nothing else: (times the minimum order, share of the first price).
USUAL_TIERS = ((1, "1"), (5, "0.94"), (20, "0.88"))
SIZE = tuple[int, int, int]


@dataclass(frozen=True)
class Form:
    """
    One thing of a family: name, price of one unit in the seller's currency, packed weight in grams, packed size in mm
    (None for a service), a sentence about it.
    """

    name: str
    price: str
    weight_g: int | None
    size_mm: SIZE | None
    text: str
    scene: str = ""
    form: str = ""
    moq: int = 0
    hs: str = ""


@dataclass(frozen=True)
class Finish:
    """One colour, material or taste: name, colour of the palette, a sentence, factor on the price, second colour."""

    name: str
    colour: str
    text: str
    factor: str = "1"
    accent: str = ""


@dataclass(frozen=True)
class Shelf:
    """How a perishable lot keeps: days from harvest, storage in °C, grade."""

    days: int
    min_c: str
    max_c: str
    grade: str


@dataclass(frozen=True)
class Family:
    """Forms times finishes, with what they share. `title` has {form} and {finish}."""

    seller: str
    category: str
    hs: str
    unit: str
    moq: int
    lead: int
    scene: str
    about: str
    packing: str
    forms: tuple[Form, ...]
    finishes: tuple[Finish, ...]
    title: str = "{form}, {finish}"
    kind: str = "goods"
    form: str = ""
    accent: str = "teal"
    language: str = ""
    origin: str = ""
    shelf: Shelf | None = None
    tiers: tuple[tuple[int, str], ...] = USUAL_TIERS
    attributes: dict[str, str] = field(default_factory=dict)
    stock: int = 400
    # Not every form comes in every finish: (form, finish) by position.
    without: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Lot:
    code: str
    harvested: date
    best_before: date
    min_c: Decimal
    max_c: Decimal
    grade: str


@dataclass(frozen=True)
class Offer:
    """One listing, complete."""

    seller: str
    number: int
    category: str
    kind: str
    title: str
    summary: str
    description: str
    language: str
    currency: str
    unit: str
    moq: int
    lead_days: int
    origin: str
    ships_from: str
    hs: str
    weight_g: int | None
    size_mm: SIZE | None
    tiers: tuple[tuple[int, Decimal], ...]
    stock: int
    sku: str
    attributes: dict[str, str]
    specs: dict[str, Any]
    lot: Lot | None
    pictures: tuple[tuple[Order, str], ...]

    @property
    def key(self) -> str:
        """Stable name within the world."""
        return self.sku

    def fingerprint(self) -> str:
        return f"{self.title}|{self.currency}|{self.tiers}|{self.moq}|{self.hs}|{self.stock}"


def offers_of(
    families: Iterable[Family], *, languages: dict[str, str], currencies: dict[str, str], countries: dict[str, str],
    today: date,
) -> list[Offer]:  # fmt: skip
    """Return every listing of `families` in order; the three dicts are by seller. `today` dates the lots."""
    offers: list[Offer] = []
    counts: dict[str, int] = {}
    for family in families:
        seller = family.seller
        for f, form in enumerate(family.forms):
            for n, finish in enumerate(family.finishes):
                if (f, n) in family.without:
                    continue
                counts[seller] = counts.get(seller, 0) + 1
                offers.append(
                    _offer(
                        family, form, finish, number=counts[seller], language=family.language or languages[seller],
                        currency=currencies[seller], country=countries[seller], today=today,
                    )
                )
    return offers


def _offer(
    family: Family, form: Form, finish: Finish, *, number: int, language: str, currency: str, country: str, today: date
) -> Offer:
    sku = "".join(word[0] for word in family.seller.split("-")).upper() + f"-{1000 + number * 7}"
    rng = random.Random(hashlib.sha256(f"{SEED}/{family.seller}/{number}".encode()).digest())
    title = family.title.format(form=form.name, finish=finish.name)
    title = title[0].upper() + title[1:]
    moq = form.moq or family.moq
    summary = f"{form.text} {finish.text}".strip()
    lot = _lot(family.shelf, rng, today, sku) if family.shelf else None
    return Offer(
        seller=family.seller,
        number=number,
        category=family.category,
        kind=family.kind,
        title=title,
        summary=summary[:280],
        description="\n\n".join(part for part in (summary, family.about, family.packing) if part),
        language=language,
        currency=currency,
        unit=family.unit,
        moq=moq,
        lead_days=family.lead,
        origin="" if family.kind == "service" else family.origin or country,
        ships_from=country,
        hs="" if family.kind == "service" else form.hs or family.hs,
        weight_g=form.weight_g,
        size_mm=form.size_mm,
        tiers=_tiers(family.tiers, Decimal(form.price) * Decimal(finish.factor), moq, currency),
        stock=max(moq * 2, round(family.stock * rng.uniform(0.35, 1.6))) if family.kind in ("goods", "perishable_lot") else 0,
        sku=sku,
        attributes=dict(family.attributes),
        specs=answers_of(seller=family.seller, category=family.category, title=title, colour=finish.colour),
        lot=lot,
        pictures=_pictures(family, form, finish, sku, title, rng),
    )


def _tiers(steps: Sequence[tuple[int, str]], price: Decimal, moq: int, currency: str) -> tuple[tuple[int, Decimal], ...]:
    """Prices by quantity, each ending as prices in that currency do, strictly falling."""
    tiers: list[tuple[int, Decimal]] = []
    for times, share in steps:
        value = _rounded(price * Decimal(share), currency)
        if not tiers or value < tiers[-1][1]:
            tiers.append((1 if times == 1 and moq == 1 else moq * times, value))
    return tuple(tiers)


_STEPS = {"CLP": "10", "JPY": "10", "VND": "1000", "KWD": "0.250", "INR": "5", "EUR": "0.05", "PLN": "0.1", "PEN": "0.1"}


def _rounded(value: Decimal, currency: str) -> Decimal:
    step = Decimal(_STEPS.get(currency, "0.5"))
    if value < step * 8:
        # Components, words and grammes cost less than a coin.
        step = step / 100 if currency not in ("CLP", "JPY", "VND") else Decimal(1)
    return max(step, (value / step).to_integral_value(ROUND_HALF_UP) * step)


def _lot(shelf: Shelf, rng: random.Random, today: date, sku: str) -> Lot:
    age = rng.randint(1, max(1, min(6, shelf.days // 6)))
    harvested = today - timedelta(days=age)
    return Lot(
        code=f"L{harvested:%y%j}-{sku[-3:]}",
        harvested=harvested,
        best_before=harvested + timedelta(days=shelf.days),
        min_c=Decimal(shelf.min_c),
        max_c=Decimal(shelf.max_c),
        grade=shelf.grade,
    )


_SHOWS = {
    "en": ("{title}, seen from the front", "{title}, close up", "How it is packed: {title}"),
    "es": ("{title}, vista de frente", "{title}, de cerca", "Así se embala: {title}"),
    "fr": ("{title}, vu de face", "{title}, en détail", "L’emballage : {title}"),
    "pt": ("{title}, visto de frente", "{title}, de perto", "Como é embalado: {title}"),
    "zh-hans": ("{title}，正面", "{title}，细节", "{title}，包装"),
    "ar": ("{title}، منظر أمامي", "{title}، عن قرب", "التغليف: {title}"),
}
_IN = {"atelier-vauclair": "fr", "cooperative-tamounte": "fr", "beatriz-nogueira": "pt", "ceramica-da-ria": "pt",
       "arandanos-del-maule": "es", "lanas-del-misti": "es", "plateria-luna": "es", "ningbo-hailan": "zh-hans", "dar-al-oud": "ar"}  # fmt: skip


def _pictures(
    family: Family, form: Form, finish: Finish, sku: str, title: str, rng: random.Random
) -> tuple[tuple[Order, str], ...]:
    count = 1 if family.kind == "service" else rng.choice((1, 1, 1, 1, 1, 1, 1, 2, 2, 3))
    views = ("hero", "detail", "packed")[:count]
    shows = _SHOWS[_IN.get(family.seller, "en")]
    return tuple(
        (
            Order(form.scene or family.scene, form.form or family.form, finish.colour, finish.accent or family.accent, sku, view),
            shows[at].format(title=title)[:160],
        )
        for at, view in enumerate(views)
    )
