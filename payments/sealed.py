"""
Numbers that are kept sealed: a copy of the database shows no account number.

The key comes from SECRET_KEY, so that the same rotation (SECRET_KEY_FALLBACKS) opens what was sealed before.
"""

import base64
import hashlib
import hmac

from django.conf import settings

_PURPOSE = b"bridgeway.payments.bank-account"


def seal(text: str) -> str:
    """Return `text` encrypted and signed."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """
    Return what was sealed.

    :raises cryptography.fernet.InvalidToken: if the key it was sealed with is gone, or it was changed.
    """
    return _box().decrypt(sealed.encode()).decode()


def fingerprint(text: str) -> str:
    """Return what tells one number from another without telling the number."""
    return hmac.new(_key(settings.SECRET_KEY), text.encode(), hashlib.sha256).hexdigest()


def _key(secret: str | bytes) -> bytes:
    return hmac.new(secret if isinstance(secret, bytes) else secret.encode(), _PURPOSE, hashlib.sha256).digest()


def _box():  # type: ignore[no-untyped-def]
    from cryptography.fernet import Fernet, MultiFernet

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key(secret))) for secret in secrets])
