"""What somebody put in a cart before signing in comes along."""

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.actor import Actor
from accounts.queries import membership_in_use
from orders.context import SESSION_KEY
from orders.operations import merge_cart


def bring_cart_along(sender: Any, request: HttpRequest | None, user: Any, **_kwargs: Any) -> None:
    """Receiver of `user_logged_in`: merge the visitor's cart into the person's own."""
    if request is None or SESSION_KEY not in request.session:
        return
    token = str(request.session.pop(SESSION_KEY))
    membership = membership_in_use(user, request.session.get("organisation"))
    actor = Actor.for_member(membership) if membership is not None else Actor(user=user)
    # Sign-up may sign in inside its own transaction; the merge is an operation of its own, after it.
    transaction.on_commit(partial(merge_cart, actor=actor, token=token, now=timezone.now()))
