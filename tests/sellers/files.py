"""Files that people upload in tests: honest ones and attacks."""

import os
import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo


def picture_bytes(kind: str = "JPEG", size: tuple[int, int] = (1200, 900), colour: str = "teal", **save: Any) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **save)
    return buffer.getvalue()


def noise_bytes(side: int = 1200) -> bytes:
    """A picture that does not compress: some megabytes."""
    buffer = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(buffer, "PNG")
    return buffer.getvalue()


def upload(content: bytes | None = None, name: str = "bowl.jpg") -> SimpleUploadedFile:
    """An uploaded file; a valid JPEG unless `content` is given. The declared type is never to be believed."""
    return SimpleUploadedFile(name, picture_bytes() if content is None else content, content_type="image/jpeg")


def photo_with_place() -> bytes:
    """A JPEG that says where it was taken, lies on its side, and has a colour profile."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)
    return picture_bytes(exif=exif, icc_profile=b"profile" * 20)


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A small PNG file that says it is 2,500 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def png_with_text_bomb() -> bytes:
    """A PNG whose compressed comment unpacks to 100 MB."""
    info = PngInfo()
    info.add_text("comment", "A" * 100_000_000, zip=True)
    return picture_bytes("PNG", pnginfo=info)


ATTACKS: dict[str, bytes] = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg behind a byte order mark": b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>",
    "html named as png": b"<!doctype html><script>alert(1)</script>",
    "gif that is javascript": b"GIF89a/*" + b" " * 50 + b"*/=1;alert(1)",
    "jpeg with a page glued on": picture_bytes() + b"<html><script>alert(1)</script></html>",
    "jpeg with php in a comment": picture_bytes(comment=b"<?php system($_GET[1]); ?>"),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "jpeg and pdf at once": picture_bytes() + b"%PDF-1.4\n1 0 obj",
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "program": b"\x7fELF" + b"\0" * 200,
    "empty": b"",
    "truncated": picture_bytes("PNG", colour="red")[:200],
    "pixel bomb": bomb(),
    "text": b"just some words",
    "too small": picture_bytes(size=(40, 40)),
    "strip": picture_bytes(size=(8000, 220)),
    "tiff": picture_bytes("TIFF", size=(400, 400)),
}
