"""Product feeds: what a seller lets Google and Meta read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.addresses import absolute
from marketplace.kernel.fields import PublicIdField


class ProductFeed(models.Model):
    """
    A seller's goods as files for one country, language and currency, at addresses nobody can guess.

    The worker writes the files, web processes serve them. `edition` is how far the change feed was followed when they
    were written. `left_out` is `[{reason, count, examples: [[listing, title, SKU], ...]}, ...]`.
    """

    public_id = PublicIdField(prefix="fed")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="product_feeds")
    # The key to the files; whoever has the address may read them, until it is revoked.
    token = models.CharField(max_length=64, unique=True, editable=False)
    country = models.CharField(_("country"), max_length=2)
    language = models.CharField(_("language"), max_length=10)
    currency = models.CharField(_("currency"), max_length=3)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    edition = models.BigIntegerField(default=0)
    google_file = models.CharField(max_length=160, blank=True)
    meta_file = models.CharField(max_length=160, blank=True)
    report_file = models.CharField(max_length=160, blank=True)
    items = models.PositiveIntegerField(_("products"), default=0)
    left_out = models.JSONField(_("left out"), default=list, blank=True)
    # Another worker takes it over if this is long ago and nothing came of it.
    started_at = models.DateTimeField(_("being written since"), null=True, blank=True)
    built_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        verbose_name = _("product feed")
        verbose_name_plural = _("product feeds")
        ordering = ["country", "language", "currency"]
        constraints = [
            # Two files for one destination would compete with each other.
            models.UniqueConstraint(
                fields=["organisation", "country", "language", "currency"],
                condition=Q(revoked_at=None),
                name="sellers_feed_once_per_destination",
            ),
            # What is revoked is not served: its files are gone.
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(google_file="", meta_file="", report_file=""),
                name="sellers_feed_revoked_has_no_files",
            ),
        ]
        indexes = [models.Index(fields=["built_at"], condition=Q(revoked_at=None), name="sellers_feed_oldest")]

    def __str__(self) -> str:
        return f"{self.country} {self.language} {self.currency}"

    @property
    def google_url(self) -> str:
        return absolute(reverse("sellers:feed", args=[self.token, "google.xml"]))

    @property
    def meta_url(self) -> str:
        return absolute(reverse("sellers:feed", args=[self.token, "meta.csv"]))

    @property
    def left_out_count(self) -> int:
        return sum(row["count"] for row in self.left_out)

    @property
    def files(self) -> list[str]:
        """The names of its files in storage."""
        return [name for name in (self.google_file, self.meta_file, self.report_file) if name]
