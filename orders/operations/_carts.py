"""Whose cart it is, for the operations that change one."""

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from orders.models import Cart


def own_cart(actor: Actor, token: str) -> Cart:
    """
    Return the actor's cart, made if there is none, its row locked so that two windows change it one after the other.

    :raises NotFound: if nobody is signed in and the visitor has no token.
    """
    if actor.user_id is not None:
        cart, _made = Cart.objects.get_or_create(user=actor.user, organisation=actor.organisation)
    elif token:
        cart, _made = Cart.objects.get_or_create(token=token)
    else:
        raise NotFound
    return Cart.objects.select_for_update().get(pk=cart.pk)


def check_may_edit(actor: Actor) -> None:
    """
    Refuse members whose role may not buy; visitors and people without an organisation keep a cart of their own.

    :raises NotAllowed: if the role may not.
    """
    if actor.organisation is not None:
        actor.must("cart.edit")
