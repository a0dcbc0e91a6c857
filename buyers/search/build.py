"""Build a whole new index beside the one in use, then switch over in one step."""

from collections.abc import Callable

import structlog
from tantivy import Index

from sellers import queries as sellers
from trade import queries as trade

from . import store
from .documents import all_documents, surroundings
from .schema import SCHEMA, to_tantivy

log = structlog.get_logger(__name__)

HEAP_BYTES = 256_000_000
THREADS = 2


def rebuild(report: Callable[[int], None] | None = None) -> int:
    """
    Index every listing on sale into a new generation and put it in use; return how many there are.

    The old index answers until the switch. The place in the change feed is read before the first listing, so what
    changes during the build is applied again by the follower. One build at a time per host: a second one waits.
    """
    with store.lock("build", wait=True):
        position = sellers.last_change()
        rates = trade.current_rates()
        around = surroundings(rates)
        generation = store.new_generation()
        index = Index(SCHEMA, path=str(generation.folder / "index"))
        writer = index.writer(HEAP_BYTES, THREADS)
        documents = 0
        for batch in all_documents(around):
            for listing in batch:
                writer.add_document(to_tantivy(listing))
            documents += len(batch)
            if report is not None:
                report(documents)
        writer.commit()
        writer.wait_merging_threads()
        store.publish(generation, position=position, documents=documents, rates=rates.version)
    return documents
