"""
The state of a search page, kept whole in its address.

Whatever stands in the address is read leniently: what is not understood is left out, never an error, because links
are shared, cut short and edited by hand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from accounts.places import COUNTRIES
from buyers.search.request import LEAD_TIME_STEPS, MOQ_STEPS, SORTS
from sellers.models import Listing

PAGE_SIZE = 24
MOST_PAGES = 400
MOST_VALUES = 20
LARGEST_QUANTITY = 10_000_000
LARGEST_AMOUNT = Decimal(10) ** 9
RATINGS = ("4.5", "4", "3")
VIEWS = ("grid", "list")
_SPEC = re.compile(r"^[-\w]{1,40}=[-\w.~]{1,60}$", re.ASCII)


@dataclass(frozen=True)
class MarketState:
    """What a search page shows. Prices are in the reader's currency; `quantity` 0 is each listing's minimum."""

    text: str = ""
    category: str = ""
    kinds: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    ships_from: tuple[str, ...] = ()
    seller: str = ""
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    moq: int = 0
    lead_time: int = 0
    rating: str = ""
    in_stock: bool = False
    # Answers to what the category asks, `code=value`; those it does not ask narrow nothing.
    specs: tuple[str, ...] = ()
    # Also what is not delivered to the reader's country.
    anywhere: bool = False
    quantity: int = 0
    sort: str = "relevance"
    page: int = 1
    view: str = "grid"
    as_typed: bool = False

    @classmethod
    def read(cls, query: QueryDict, *, category: str = "") -> "MarketState":
        """Read the state out of an address's query."""
        price_from, price_to = _amount(query.get("min")), _amount(query.get("max"))
        if price_from is not None and price_to is not None and price_from > price_to:
            price_from, price_to = price_to, price_from
        moq, lead_time = _number(query.get("moq"), 10**9), _number(query.get("lead"), 10**6)
        return cls(
            text=query.get("q", "")[:600].replace("\x00", " ").strip(),
            category=category or query.get("category", "")[:80].replace("\x00", ""),
            kinds=_known(query.getlist("kind"), Listing.Kind.values),
            origins=_known(query.getlist("origin"), COUNTRIES),
            ships_from=_known(query.getlist("from"), COUNTRIES),
            seller=query.get("seller", "")[:80].replace("\x00", ""),
            price_from=price_from,
            price_to=price_to,
            moq=moq if moq in MOQ_STEPS else 0,
            lead_time=lead_time if lead_time in LEAD_TIME_STEPS else 0,
            rating=_one_of(query.get("rating"), RATINGS),
            in_stock=query.get("stock") == "1",
            specs=tuple(dict.fromkeys(each for each in query.getlist("attr") if _SPEC.match(each)))[:MOST_VALUES],
            anywhere=query.get("anywhere") == "1",
            quantity=_number(query.get("quantity"), LARGEST_QUANTITY),
            sort=_one_of(query.get("sort"), SORTS) or "relevance",
            page=max(1, min(_number(query.get("page"), 10**12) or 1, MOST_PAGES)),
            view=_one_of(query.get("view"), VIEWS) or "grid",
            as_typed=query.get("exact") == "1",
        )

    def query(self) -> str:
        """Return the address's query that `read` understands; only what differs from the usual is named."""
        parameters = QueryDict(mutable=True)
        for name, value in (
            ("q", self.text),
            ("category", self.category),
            ("seller", self.seller),
            ("min", _plain(self.price_from)),
            ("max", _plain(self.price_to)),
            ("moq", self.moq or ""),
            ("lead", self.lead_time or ""),
            ("rating", self.rating),
            ("stock", "1" if self.in_stock else ""),
            ("anywhere", "1" if self.anywhere else ""),
            ("quantity", self.quantity or ""),
            ("sort", self.sort if self.sort != "relevance" else ""),
            ("view", self.view if self.view != "grid" else ""),
            ("exact", "1" if self.as_typed else ""),
            ("page", self.page if self.page > 1 else ""),
        ):
            if value != "":
                parameters[name] = str(value)
        for name, values in (
            ("kind", self.kinds),
            ("origin", self.origins),
            ("from", self.ships_from),
            ("attr", self.specs),
        ):
            if values:
                parameters.setlist(name, list(values))
        return parameters.urlencode()

    def but(self, **changes: Any) -> "MarketState":
        """Return the state with `changes`, on its first page."""
        return replace(self, **({"page": 1} | changes))

    @property
    def has_filters(self) -> bool:
        """Whether anything but the words narrows the result."""
        plain = MarketState(
            text=self.text, quantity=self.quantity, sort=self.sort, page=self.page, view=self.view,
            as_typed=self.as_typed, anywhere=self.anywhere, category=self.category,
        )  # fmt: skip
        return self != plain


def _known(given: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    known = frozenset(allowed)
    return tuple(dict.fromkeys(value for value in given if value in known))[:MOST_VALUES]


def _one_of(given: str | None, allowed: tuple[str, ...]) -> str:
    return given if given is not None and given in allowed else ""


def _number(given: str | None, most: int) -> int:
    if not given or len(given) > 18 or not given.isascii() or not given.isdigit():
        return 0
    return min(int(given), most)


def _amount(given: str | None) -> Decimal | None:
    if not given or len(given) > 18:
        return None
    try:
        amount = Decimal(given)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount <= LARGEST_AMOUNT else None


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"
