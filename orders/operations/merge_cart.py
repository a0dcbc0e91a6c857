"""Bring what somebody put in a cart before signing in along with them."""

from datetime import datetime

from django.db.models import Q

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from orders.models import Cart, CartLine
from orders.operations._carts import own_cart
from sellers.pricing import LARGEST_QUANTITY


@entry
def merge_cart(*, actor: Actor, token: str = "", now: datetime) -> int:
    """
    Move the lines of the visitor's cart (`token`), and of the cart from before the person had an organisation, into
    the actor's cart. Returns how many lines were moved.

    Where both hold the same variant, wished alike, the larger quantity stays: the sum would surprise somebody who put
    the same thing in on two devices. Lines that cannot be bought any more are moved too; the cart says what is wrong
    with them.
    """
    if actor.user_id is None:
        return 0
    strays = Q(token=token) & ~Q(token="")
    if actor.organisation_id is not None:
        strays |= Q(user_id=actor.user_id, organisation=None)
    found = list(Cart.objects.select_for_update().filter(strays).order_by("pk"))
    if not found:
        return 0
    cart = own_cart(actor, "")
    kept = {(line.variant_id, line.wishes_key): line for line in CartLine.objects.filter(cart=cart)}
    moved = 0
    for line in CartLine.objects.filter(cart__in=found).order_by("added_at", "pk"):
        moved += 1
        if (twin := kept.get((line.variant_id, line.wishes_key))) is not None:
            twin.quantity = min(max(twin.quantity, line.quantity), LARGEST_QUANTITY)
            twin.save(update_fields=["quantity"])
            line.delete()
            continue
        line.cart = cart
        line.save(update_fields=["cart"])
        kept[line.variant_id, line.wishes_key] = line
    Cart.objects.filter(pk__in=[stray.pk for stray in found]).delete()
    Cart.objects.filter(pk=cart.pk).update(updated_at=now)
    return moved
