"""
Pictures that people upload, decoded with suspicion: looked at by content, one decoder allowed, limits before pixels.

What comes out is pixels. Whoever stores them writes an encoding of our own, so that nothing else in the file (place,
camera, scripts, a second file glued on) survives.
"""

import re
import warnings
from io import BytesIO
from typing import IO, Any

import puremagic
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from marketplace.kernel.refusals import Refusal, Text

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


def read_image(upload: IO[bytes], *, width: int) -> Image.Image:
    """
    Return the pixels of an uploaded file, to be shown at most `width` pixels wide.

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
    return decode_image(content, width=width)


def decode_image(content: bytes, *, width: int) -> Image.Image:
    """
    Return the pixels of a picture, to be shown at most `width` pixels wide.

    :raises BadPicture: if the bytes are no picture that we take.
    """
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
            image.draft("RGB", (width * 2, width * 2))
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


def flattened(image: Image.Image) -> Image.Image:
    """Return the image as plain RGB; what is see-through becomes white paper."""
    if image.mode in ("RGBA", "LA", "PA") or (image.mode == "P" and "transparency" in image.info):
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")


def narrowed(image: Image.Image, width: int) -> Image.Image:
    """Return the image no wider than `width` pixels."""
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
