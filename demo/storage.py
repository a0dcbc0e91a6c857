"""Put rendered drawings where uploads are kept."""

from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep(token: str, renditions: Mapping[int, bytes], *, folder: str = "listings") -> str:
    """
    Store renditions by width under the names that `sellers.pictures.store_renditions` gives; return their stem.

    What stands there already is the same drawing, and is left alone.
    """
    stem = f"{folder}/{token[:2]}/{token}"
    for width, content in renditions.items():
        name = f"{stem}-{width}.webp"
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
    return stem
