"""
What is on sale, as far as the rules of trade are concerned.

Listings live in a room above this one; it tells what is on sale by registering a source here when Django starts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from moneyed import Money

from trade.restrictions import Goods


@dataclass(frozen=True, slots=True)
class OnSale:
    """
    A listing on sale: its goods, the price of its smallest order, and what that weighs.

    `value` is None while nothing has a price, `weight_g` while nothing was weighed.
    """

    goods: Goods
    value: Money | None = None
    weight_g: int | None = None

    @property
    def title(self) -> str:
        return self.goods.title


Source = Callable[[], Iterable[OnSale]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Add a source of what is on sale; called once, when the room that has it is ready."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def everything_on_sale() -> Iterator[OnSale]:
    """Yield what every source has."""
    for source in _SOURCES:
        yield from source()
