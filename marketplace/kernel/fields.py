"""Identifiers that may be shown: random, so that nobody can guess or count them."""

import base64
import secrets
from typing import Any

from django.db import models

# Crockford's alphabet in lower case: no i, l, o, u to misread or to spell with.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)


def new_public_id(prefix: str) -> str:
    """Return a fresh identifier such as `ord_4t9x0c2m7k5e8w1a`: 80 random bits behind the kind's prefix."""
    return prefix + "_" + "".join(secrets.choice(ALPHABET) for _ in range(16))


def new_public_ids(prefix: str, count: int) -> list[str]:
    """Return `count` fresh identifiers such as `new_public_id` makes, at a fraction of the cost."""
    # Ten bytes are sixteen signs of five bits.
    text = base64.b32encode(secrets.token_bytes(10 * count)).decode("ascii").translate(_CROCKFORD)
    return [f"{prefix}_{text[at : at + 16]}" for at in range(0, 16 * count, 16)]


class PublicIdField(models.CharField):
    """A unique random identifier for URLs and the API; primary keys are never shown."""

    def __init__(self, *args: Any, prefix: str = "", **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs.setdefault("max_length", 32)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str | None:
        """The same type under its long name: `varchar` would get a second index, for searches by an id's beginning."""
        kind = super().db_type(connection)
        return kind and kind.replace("varchar", "character varying")

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["prefix"] = self.prefix
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if not getattr(model_instance, self.attname):
            setattr(model_instance, self.attname, new_public_id(self.prefix))
        return getattr(model_instance, self.attname)
