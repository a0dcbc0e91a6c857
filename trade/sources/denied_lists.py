"""Fetching published denied-party lists from the addresses in the settings."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from trade.screening.lists.reading import MOST_BYTES

TIMEOUT = httpx.Timeout(30.0, read=120.0)


class SourceUnusable(Exception):
    """A list could not be fetched; the one in force stays, and grows older."""


@contextmanager
def fetched(addresses: str) -> Iterator[list[Path]]:
    """
    Download the files of one list into a folder that lasts as long as the block.

    :param addresses: one address, or for OFAC's CSV those of list, aliases and addresses, divided by blanks.
    :raises SourceUnusable: if one does not answer, answers with an error, or is too large.
    """
    with tempfile.TemporaryDirectory(prefix="denied-parties-") as folder:
        files = []
        for number, address in enumerate(addresses.split()):
            name = address.rstrip("/").rpartition("/")[2].partition("?")[0] or "list"
            file = Path(folder) / f"{number}-{name[:80]}"
            _download(address, file)
            files.append(file)
        yield files


def _download(address: str, file: Path) -> None:
    try:
        with (
            httpx.stream("GET", address, timeout=TIMEOUT, follow_redirects=True) as answer,
            file.open("wb") as out,
        ):
            answer.raise_for_status()
            size = 0
            for piece in answer.iter_bytes():
                size += len(piece)
                if size > MOST_BYTES:
                    raise SourceUnusable(f"{address} is larger than {MOST_BYTES >> 20} MB")
                out.write(piece)
    except httpx.HTTPError as failure:
        raise SourceUnusable(f"{address}: {failure}") from failure
