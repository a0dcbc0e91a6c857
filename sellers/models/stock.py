"""Stock set aside for somebody."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sellers.models.listings import Listing
from sellers.models.variants import Variant


class StockHold(models.Model):
    """`quantity` of a variant taken off the shelf for `reference` (such as an order's public id)."""

    class State(models.TextChoices):
        HELD = "held", _("Held")
        COMMITTED = "committed", _("Committed")
        RELEASED = "released", _("Released")

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="holds")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))
    reference = models.CharField(_("reference"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    expires_at = models.DateTimeField(_("expires"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("stock hold")
        verbose_name_plural = _("stock holds")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="sellers_hold_quantity_is_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["held", "committed", "released"]), name="sellers_hold_state_is_known"
            ),
            # Holding twice for one order is holding once.
            models.UniqueConstraint(fields=["reference", "variant"], name="sellers_hold_once_per_reference"),
        ]
        indexes = [
            # The sweep looks only at what is still held.
            models.Index(fields=["expires_at"], condition=Q(state="held"), name="sellers_hold_open"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.state} {self.reference}"
