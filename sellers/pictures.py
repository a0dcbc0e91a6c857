"""
Pictures that people upload: looked at by content, never trusted, kept only as our own re-encoded renditions.

Whatever was in the file besides its pixels (place, camera, colour profile, scripts, a second file glued on) does not
survive; the uploader's file name is never used.
"""

import secrets
from collections.abc import Mapping
from io import BytesIO
from typing import IO, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from marketplace.kernel.pictures import flattened, narrowed, read_image
from sellers.models.pictures import WIDTHS


class Renditions(NamedTuple):
    """A picture in our own making: WebP bytes by width, and the size of the largest."""

    width: int
    height: int
    by_width: Mapping[int, bytes]


def read_picture(upload: IO[bytes]) -> Renditions:
    """
    Return the renditions of an uploaded file.

    :raises BadPicture: if it is too large, not JPEG, PNG, WebP or AVIF, damaged, tiny, or more than a picture.
    """
    return render(read_image(upload, width=max(WIDTHS)))


def render(image: Image.Image) -> Renditions:
    """Return the renditions of an image that is known to be one: decoded above, or drawn by ourselves."""
    image = flattened(image)
    largest = narrowed(image, max(WIDTHS))
    by_width = {}
    for width in WIDTHS:
        buffer = BytesIO()
        # Nothing but pixels is written: no EXIF, no colour profile, no comments.
        narrowed(largest, width).save(buffer, "WEBP", quality=80, method=4, exif=b"", icc_profile=None, xmp=b"")
        by_width[width] = buffer.getvalue()
    return Renditions(largest.width, largest.height, by_width)


def store_renditions(renditions: Renditions, *, folder: str = "listings") -> str:
    """Write the renditions to storage under a fresh random name; return the stem that they share."""
    token = secrets.token_hex(12)
    stem = f"{folder}/{token[:2]}/{token}"
    for width, content in renditions.by_width.items():
        default_storage.save(f"{stem}-{width}.webp", ContentFile(content))
    return stem


def copy_renditions(stem: str) -> str:
    """Write the renditions of `stem` again under a fresh name; return the new stem. What is not there is left out."""
    token = secrets.token_hex(12)
    copy = f"{stem.partition('/')[0]}/{token[:2]}/{token}"
    for width in WIDTHS:
        if default_storage.exists(f"{stem}-{width}.webp"):
            with default_storage.open(f"{stem}-{width}.webp") as file:
                default_storage.save(f"{copy}-{width}.webp", ContentFile(file.read()))
    return copy


def delete_renditions(stem: str) -> None:
    """Delete what `store_renditions` wrote; what is not there is no matter."""
    for width in WIDTHS:
        default_storage.delete(f"{stem}-{width}.webp")


def rendition_url(stem: str, width: int) -> str:
    """Return the address of one rendition, '' without a stem."""
    return str(default_storage.url(f"{stem}-{width}.webp")) if stem else ""
