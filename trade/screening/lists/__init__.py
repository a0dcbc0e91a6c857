"""The published denied-party lists, read as they are published."""

from trade.screening.lists.reading import Formats, read_list, sniff
from trade.screening.lists.values import ListedParty, ListFileRefused, ListHead, PartyName

__all__ = ["Formats", "ListFileRefused", "ListHead", "ListedParty", "PartyName", "read_list", "sniff"]
