"""Write one part of the sitemap."""

import tempfile
from datetime import datetime

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from buyers.models import SitemapPart
from buyers.sitemaps import places_of, write
from marketplace.kernel.operations import entry

KEPT_IN_MEMORY = 1 << 20


@entry
def write_sitemap(*, part: SitemapPart, now: datetime) -> SitemapPart:
    """
    Write `part` afresh into a file of its own name and serve that one from now on; the one before goes away.

    A part whose addresses have not changed keeps its file and the date of its last change. Writing twice at once
    writes once and waits.
    """
    part = SitemapPart.objects.select_for_update().get(pk=part.pk)
    old = part.file
    with tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as out:
        written = write(out, places_of(part.section, part.number))  # type: ignore[arg-type]
        if written.urls and written.edition != part.edition:
            out.seek(0)
            name = f"sitemaps/{part.section}-{part.number}-{written.edition}.xml.gz"
            part.file = default_storage.save(name, File(out))
        elif not written.urls:
            part.file = ""
    if written.edition != part.edition:
        part.changed_at = now
    part.urls, part.edition, part.is_stale, part.built_at = written.urls, written.edition, False, now
    part.save()
    if old and old != part.file:
        transaction.on_commit(lambda: default_storage.delete(old), robust=True)
    return part
