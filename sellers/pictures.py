"""
Pictures that people upload: looked at by content, never trusted, kept only as our own re-encoded renditions.

Whatever was in the file besides its pixels (place, camera, colour profile, scripts, a second file glued on) does not
survive; the uploader's file name is never used.
"""

import re
import secrets
import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any, NamedTuple

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from marketplace.kernel.refusals import Refusal, Text
from sellers.models.pictures import WIDTHS

# What the first bytes must say, and the one decoder that is then allowed to look.
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".jfif": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
SMALLEST_SIDE = 200
# A strip of 200 by 20,000 pixels is no product picture.
LARGEST_RATIO = 6
# Long enough never to stand in compressed pixels by chance.
_ACTIVE = re.compile(rb"<script|<html|<!doctype|<\?php|<iframe|%PDF-1|javascript:", re.IGNORECASE)


class BadPicture(Refusal):
    """The file is not a picture that we can take; the message says why in plain words."""

    code = "bad_picture"
    status = 422
    title = _("We cannot use this picture")

    def __init__(self, message: Text, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.fields = {"file": [self.detail]}


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
    content = upload.read(settings.PICTURE_MAX_BYTES + 1)
    if len(content) > settings.PICTURE_MAX_BYTES:
        raise BadPicture(
            _("This file is larger than %(most)s MB. Save it smaller and try again."),
            most=settings.PICTURE_MAX_BYTES // 1024 // 1024,
        )
    if not content:
        raise BadPicture(_("This file is empty. Choose it again."))
    return render(_decode(content))


def render(image: Image.Image) -> Renditions:
    """Return the renditions of an image that is known to be one: decoded above, or drawn by ourselves."""
    if image.mode in ("RGBA", "LA", "PA") or (image.mode == "P" and "transparency" in image.info):
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    else:
        image = image.convert("RGB")
    largest = _fit(image, max(WIDTHS))
    by_width = {}
    for width in WIDTHS:
        buffer = BytesIO()
        # Nothing but pixels is written: no EXIF, no colour profile, no comments.
        _fit(largest, width).save(buffer, "WEBP", quality=80, method=4, exif=b"", icc_profile=None, xmp=b"")
        by_width[width] = buffer.getvalue()
    return Renditions(largest.width, largest.height, by_width)


def store_renditions(renditions: Renditions, *, folder: str = "listings") -> str:
    """Write the renditions to storage under a fresh random name; return the stem that they share."""
    token = secrets.token_hex(12)
    stem = f"{folder}/{token[:2]}/{token}"
    for width, content in renditions.by_width.items():
        default_storage.save(f"{stem}-{width}.webp", ContentFile(content))
    return stem


def delete_renditions(stem: str) -> None:
    """Delete what `store_renditions` wrote; what is not there is no matter."""
    for width in WIDTHS:
        default_storage.delete(f"{stem}-{width}.webp")


def rendition_url(stem: str, width: int) -> str:
    """Return the address of one rendition, '' without a stem."""
    return str(default_storage.url(f"{stem}-{width}.webp")) if stem else ""


def _decode(content: bytes) -> Image.Image:
    kind = _kind_of(content)
    if _ACTIVE.search(content):
        raise BadPicture(
            _(
                "This file holds a web page, a document or a script besides the picture. "
                "Save it as a plain JPEG or PNG and try again."
            )
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[kind]) as probe:
                _check_size(*probe.size)
                probe.verify()
            image = Image.open(BytesIO(content), formats=[kind])
            # A JPEG is decoded at the scale that is needed, not at the camera's.
            image.draft("RGB", (max(WIDTHS) * 2, max(WIDTHS) * 2))
            image.load()
            return ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except BadPicture:
        raise
    except Exception as damage:
        # Decoders raise nearly anything on hostile bytes; all of it means the same to the person who sent them.
        raise BadPicture(_("This picture is damaged or incomplete. Save it again and retry.")) from damage


def _kind_of(content: bytes) -> str:
    if content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise BadPicture(_("This is a web page or a drawing (SVG), not a photo. Use JPEG, PNG, WebP or AVIF."))
    try:
        extension = puremagic.from_string(content[:4096])
    except (puremagic.PureError, ValueError):
        extension = ""
    kind = FORMATS.get(extension.lower())
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        kind = "AVIF"
    elif content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        raise BadPicture(_("This is a HEIC photo. On the phone choose “Most compatible”, or save it as JPEG."))
    if kind is None:
        raise BadPicture(_("This is not a picture we know. Use JPEG, PNG, WebP or AVIF."))
    return kind


def _check_size(width: int, height: int) -> None:
    if width * height > settings.PICTURE_MAX_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < SMALLEST_SIDE:
        raise BadPicture(
            _("This picture is too small: %(width)s × %(height)s. Use at least %(least)s pixels on each side."),
            width=width,
            height=height,
            least=SMALLEST_SIDE,
        )
    if max(width, height) > LARGEST_RATIO * min(width, height):
        raise BadPicture(_("This picture is too long and narrow to show."))


def _too_many_pixels() -> BadPicture:
    return BadPicture(
        _("This picture has too many pixels. Use at most %(most)s million."),
        most=settings.PICTURE_MAX_PIXELS // 1_000_000,
    )


def _fit(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
