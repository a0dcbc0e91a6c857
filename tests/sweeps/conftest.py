"""A market small enough to sweep: two buyers, two sellers, people of every role, and one of each thing they own."""

from tests.buyers.conftest import index_folder
from tests.orders.conftest import world as reference_data

__all__ = ["index_folder", "reference_data"]
