"""What somebody means to buy; a promise of nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField


class Cart(models.Model):
    """
    One person's cart in one organisation, or a visitor's.

    A visitor's cart is found by a random token kept in the session's data: the session's own key changes at sign-in.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    token = models.CharField(max_length=43, blank=True)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(user__isnull=False),
                nulls_distinct=False,
                name="orders_one_cart_per_person_and_organisation",
            ),
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="orders_cart_token_once"),
            # A cart without an owner could be read by whoever comes without a token.
            models.CheckConstraint(
                condition=Q(user__isnull=False, token="")
                | Q(user__isnull=True, organisation__isnull=True) & ~Q(token=""),
                name="orders_cart_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"cart {self.pk}"


class CartLine(models.Model):
    """One variant and how many. The price seen when it was put in is kept, so that a change can be said."""

    public_id = PublicIdField(prefix="crl")
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("sellers.Variant", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    wishes = models.JSONField(default=dict, db_default={}, blank=True, help_text=_("What the buyer asks for."))
    # Tells two lines of the same variant apart; empty without wishes.
    wishes_key = models.CharField(max_length=24, blank=True, db_default="")
    seen_unit_price = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    seen_currency = models.CharField(max_length=3, blank=True)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant", "wishes_key"], name="orders_wish_once_per_cart"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orders_cart_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.variant_id}"
