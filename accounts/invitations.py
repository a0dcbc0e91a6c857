"""Invitation tokens: made from the invitation's row and the secret key, so that only their hash is ever stored."""

import hashlib

from django.core import signing

SALT = "accounts.invitation"


def token_of(invitation_public_id: str) -> str:
    """Return the token that opens the invitation; it can be made again to send the mail again."""
    return signing.Signer(salt=SALT).sign(invitation_public_id)


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
