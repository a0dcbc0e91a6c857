"""What search engines are told there is: files of addresses, and how far they follow the catalogue."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SitemapPart(models.Model):
    """
    One file of a sitemap: the addresses of a fixed range of primary keys.

    `edition` is a hash of its content; the file's name holds it, so that a file once served never changes.
    `changed_at` moves only when the content does.
    """

    class Section(models.TextChoices):
        PAGES = "pages", _("Pages and categories")
        SELLERS = "sellers", _("Sellers")
        LISTINGS = "listings", _("Listings")

    section = models.CharField(_("section"), max_length=10, choices=Section)
    number = models.PositiveIntegerField(_("number"))
    file = models.CharField(_("file"), max_length=120, blank=True)
    edition = models.CharField(_("edition"), max_length=32, blank=True)
    urls = models.PositiveIntegerField(_("addresses"), default=0)
    is_stale = models.BooleanField(_("to be written again"), default=True)
    built_at = models.DateTimeField(_("written"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    class Meta:
        verbose_name = _("part of the sitemap")
        verbose_name_plural = _("parts of the sitemap")
        ordering = ["section", "number"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="buyers_sitemap_part_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="buyers_sitemap_part_counts_from_one"),
            # What holds addresses has a file to serve them from.
            models.CheckConstraint(condition=Q(urls=0) | ~Q(file=""), name="buyers_sitemap_part_has_a_file"),
        ]
        indexes = [
            models.Index(fields=["built_at"], condition=Q(is_stale=True), name="buyers_sitemap_stale"),
        ]

    def __str__(self) -> str:
        return f"{self.section}-{self.number}"


class SitemapPosition(models.Model):
    """How far the sitemap has followed the feed of changed listings. One row."""

    sequence = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("place of the sitemap in the change feed")
        verbose_name_plural = _("place of the sitemap in the change feed")

    def __str__(self) -> str:
        return str(self.sequence)
