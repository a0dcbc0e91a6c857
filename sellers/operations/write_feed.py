"""Write the files of a product feed."""

import secrets
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from marketplace.kernel.addresses import absolute
from marketplace.kernel.operations import entry
from sellers.feeds.formats import GoogleWriter, MetaWriter, ReportWriter
from sellers.feeds.item import REASONS, Item, LeftOut, Reason
from sellers.feeds.reading import read
from sellers.models import ProductFeed
from sellers.operations.make_feed import delete_files
from sellers.queries.changes import last_change

# A worker that has not finished by then has died.
GIVEN_UP_AFTER = timedelta(minutes=30)
EXAMPLES = 5
KEPT_IN_MEMORY = 1 << 20
_FILES = {"google": "xml", "meta": "csv", "report": "csv"}


def write_feed(*, feed_id: int, now: datetime) -> ProductFeed | None:
    """
    Write the feed's files afresh, item by item in flat memory, and serve those from now on.

    What cannot be in the feed is counted by reason and listed in a file of its own. Returns None if another worker is
    at it, or the feed was revoked. Nothing is locked while the catalogue is read; a feed revoked meanwhile stays so.
    """
    feed = _claim(feed_id=feed_id, now=now)
    if feed is None:
        return None
    edition = last_change()
    with ExitStack() as stack:
        outs = {name: stack.enter_context(tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)) for name in _FILES}
        with translation.override(feed.language):
            counted = _write(feed, read(feed, on=now.date()), outs)
        # The name is as hard to guess as the token, since storage may be open to the world.
        stem = f"feeds/{secrets.token_hex(16)}"
        names = {}
        for name, out in outs.items():
            out.seek(0)
            names[name] = default_storage.save(f"{stem}-{name}.{_FILES[name]}", File(out))
    done = _finish(feed_id=feed_id, names=names, edition=edition, now=now, **counted)
    if done is None:
        delete_files(list(names.values()))
    return done


def _write(feed: ProductFeed, rows: Iterator[Item | LeftOut], outs: Mapping[str, IO[bytes]]) -> dict[str, Any]:
    profile = feed.organisation.seller_profile
    google = GoogleWriter(outs["google"], title=feed.organisation.name, link=absolute(profile.get_absolute_url()))
    meta, report = MetaWriter(outs["meta"]), ReportWriter(outs["report"])
    items, reasons, examples = 0, Counter[Reason](), dict[Reason, list[list[str]]]()
    for row in rows:
        if isinstance(row, Item):
            google.put(row)
            meta.put(row)
            items += 1
        else:
            report.put(row, str(REASONS[row.reason]))
            reasons[row.reason] += 1
            some = examples.setdefault(row.reason, [])
            if len(some) < EXAMPLES:
                some.append([row.listing, row.title, row.sku])
    google.close()
    left_out = [
        {"reason": reason.value, "count": count, "examples": examples[reason]}
        for reason, count in reasons.most_common()
    ]
    return {"items": items, "left_out": left_out}


@entry
def _claim(*, feed_id: int, now: datetime) -> ProductFeed | None:
    free = Q(started_at=None) | Q(started_at__lt=now - GIVEN_UP_AFTER)
    if not ProductFeed.objects.filter(free, pk=feed_id, revoked_at=None).update(started_at=now):
        return None
    return ProductFeed.objects.select_related("organisation__seller_profile").get(pk=feed_id)


@entry
def _finish(
    *, feed_id: int, names: dict[str, str], edition: int, items: int, left_out: list[Any], now: datetime
) -> ProductFeed | None:
    feed = ProductFeed.objects.select_for_update().filter(pk=feed_id, revoked_at=None).first()
    if feed is None:
        return None
    before = feed.files
    feed.google_file, feed.meta_file, feed.report_file = names["google"], names["meta"], names["report"]
    feed.edition, feed.items, feed.left_out = edition, items, left_out
    feed.built_at, feed.started_at = now, None
    feed.save()
    transaction.on_commit(lambda: delete_files(before), robust=True)
    return feed
