"""The rules, rates and carriers of trade, for the files that ask for them."""

from tests.orders.conftest import world as reference_data

__all__ = ["reference_data"]
