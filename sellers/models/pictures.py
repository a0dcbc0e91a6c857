"""Pictures of a listing."""

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.models.listings import Listing

# Widths of the stored renditions, in pixels; a narrower original is not blown up.
WIDTHS = (160, 480, 960)


def rendition_name(file: str, width: int) -> str:
    """Return the storage name of the rendition `width` (one of WIDTHS) pixels wide."""
    return f"{file}-{width}.webp"


def renditions_of(file: str) -> dict[int, str]:
    """Return width in pixels to address, for a picture's stem in storage."""
    return {width: str(default_storage.url(rendition_name(file, width))) for width in WIDTHS}


class ListingPicture(models.Model):
    """
    One picture, kept only as our own re-encoded WebP renditions.

    `file` is the random stem they share in storage: `<file>-480.webp`. A picture added to a listing that is on sale is
    not shown until the revision that holds it is approved.
    """

    public_id = PublicIdField(prefix="pic")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    file = models.CharField(_("file"), max_length=120, unique=True)
    alt_text = models.CharField(_("what it shows"), max_length=160, blank=True)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    is_shown = models.BooleanField(_("shown to buyers"), default=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            # Pages reserve the room before the picture comes; a zero would make it jump.
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="sellers_picture_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.alt_text or self.public_id

    def name(self, width: int) -> str:
        """Return the storage name of the rendition `width` (one of WIDTHS) pixels wide."""
        return rendition_name(self.file, width)

    def url(self, width: int) -> str:
        """Return the address of the rendition `width` (one of WIDTHS) pixels wide."""
        return str(default_storage.url(self.name(width)))

    @property
    def renditions(self) -> dict[int, str]:
        """Width in pixels to address."""
        return renditions_of(self.file)

    @property
    def small(self) -> str:
        return self.url(WIDTHS[0])

    @property
    def full(self) -> str:
        return self.url(WIDTHS[-1])
