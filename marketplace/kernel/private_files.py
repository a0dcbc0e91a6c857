"""Files that only some may read: kept apart from what has a public address, under random names."""

import secrets
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """Return the storage that no address leads to."""
    return storages["private"]


def keep_private(content: bytes | IO[bytes], *, folder: str, extension: str) -> str:
    """Store `content` under a fresh random name and return that name."""
    token = secrets.token_hex(16)
    file: File = ContentFile(content) if isinstance(content, bytes) else File(content)
    return str(private_storage().save(f"{folder}/{token[:2]}/{token}.{extension}", file))


def open_private(name: str) -> File:
    """
    Open a file for reading.

    :raises OSError: if it is not there.
    """
    if not name:
        raise FileNotFoundError
    return private_storage().open(name)


def delete_private(name: str) -> None:
    """Delete a file; what is not there is no matter."""
    if name:
        private_storage().delete(name)
