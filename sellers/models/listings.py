"""What is offered."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField
from sellers.lead_times import lead_time_for
from sellers.models.categories import Category
from sellers.units import unit_label
from trade.incoterms import offered


def listing_address(slug: str, public_id: str) -> str:
    """Return the address of a listing's product page."""
    return f"/listing/{slug or 'listing'}-{public_id}/"


class ListingQuerySet(models.QuerySet["Listing"]):
    def on_sale(self) -> "ListingQuerySet":
        """Listings that anybody may see and buy: live, not on hold, of an approved seller who may sell."""
        return self.filter(
            status=Listing.Status.LIVE,
            is_held=False,
            organisation__status="active",
            organisation__selling_stopped=False,
            organisation__seller_profile__status="approved",
        )

    def off_sale(self, ids: Collection[int]) -> "ListingQuerySet":
        """Of the listings with these primary keys, those that nobody may buy now."""
        return self.filter(pk__in=ids).exclude(pk__in=Listing.objects.on_sale().filter(pk__in=ids).values("pk"))


class Listing(models.Model):
    """
    One offer of one seller: goods, goods made to order, a perishable lot or a service.

    The row holds the version on sale. Changes of substance to a live listing wait in `ListingRevision` until they
    are approved; price and stock change at once.
    """

    class Kind(models.TextChoices):
        GOODS = "goods", _("Goods")
        MADE_TO_ORDER = "made_to_order", _("Made to order")
        PERISHABLE_LOT = "perishable_lot", _("Perishable lot")
        SERVICE = "service", _("Service")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        LIVE = "live", _("On sale")
        REJECTED = "rejected", _("Needs changes")
        PAUSED = "paused", _("Paused")
        ARCHIVED = "archived", _("Archived")

    public_id = PublicIdField(prefix="lst")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="listings",
        verbose_name=_("seller"),
        # Found by the index of a seller's listings by status, which begins with it.
        db_index=False,
    )
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="listings", verbose_name=_("category")
    )
    external_id = models.CharField(
        _("own number"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("The seller's own number or handle of the product; imports match by it."),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.GOODS)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("title"), max_length=140)
    # A listing is found by its public id; these words only make the address readable.
    slug = models.SlugField(_("slug"), max_length=80, allow_unicode=True, blank=True, db_index=False)
    summary = models.CharField(_("summary"), max_length=280, blank=True)
    description = models.TextField(_("description"), max_length=8000, blank=True)
    language = models.CharField(_("language of the text"), max_length=10, default="en")
    currency = models.CharField(_("currency"), max_length=3)
    unit = models.CharField(_("sold by"), max_length=24, default="piece")
    moq = models.PositiveIntegerField(_("minimum order"), default=1)
    lead_time_days = models.PositiveSmallIntegerField(_("lead time in days"), null=True, blank=True)
    origin_country = models.CharField(_("country of origin"), max_length=2, blank=True)
    ships_from_country = models.CharField(_("ships from"), max_length=2, blank=True)
    hs_code = models.CharField(_("HS code"), max_length=10, blank=True)
    incoterms = models.JSONField(
        _("delivery terms"), default=list, blank=True, help_text=_("Incoterms offered; empty means the company's.")
    )
    weight_g = models.PositiveIntegerField(_("packed weight of one unit, grams"), null=True, blank=True)
    length_mm = models.PositiveIntegerField(_("packed length, mm"), null=True, blank=True)
    width_mm = models.PositiveIntegerField(_("packed width, mm"), null=True, blank=True)
    height_mm = models.PositiveIntegerField(_("packed height, mm"), null=True, blank=True)
    units_per_inner = models.PositiveIntegerField(_("units in an inner pack"), null=True, blank=True)
    units_per_carton = models.PositiveIntegerField(_("units in a carton"), null=True, blank=True)
    carton_weight_g = models.PositiveIntegerField(_("full carton, grams"), null=True, blank=True)
    carton_length_mm = models.PositiveIntegerField(_("carton length, mm"), null=True, blank=True)
    carton_width_mm = models.PositiveIntegerField(_("carton width, mm"), null=True, blank=True)
    carton_height_mm = models.PositiveIntegerField(_("carton height, mm"), null=True, blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    options = models.JSONField(
        _("options"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("What buyers choose by, at most three: a name and its values, in order."),
    )
    order_step = models.PositiveIntegerField(
        _("sold in packs of"), default=1, db_default=1, help_text=_("Quantities are whole multiples of it.")
    )
    counts_variants_together = models.BooleanField(
        _("variants count together"),
        default=False,
        db_default=False,
        help_text=_("Price by quantity and minimum order go by the sum over all variants."),
    )
    # [[up to this quantity, days], ...] in order; above the last the seller is asked. Empty: lead_time_days for all.
    lead_times = models.JSONField(_("lead time by quantity"), default=list, db_default=[], blank=True)
    specs = models.JSONField(
        _("what the category asks"),
        default=dict,
        db_default={},
        blank=True,
        help_text=_("Code of the attribute to the answer."),
    )
    # What is offered beyond goods on a shelf; read and written by `sellers.kinds`.
    making = models.JSONField(_("made to order"), default=dict, db_default={}, blank=True)
    service = models.JSONField(_("how the service is delivered"), default=dict, db_default={}, blank=True)
    # Language to title, summary, description, alt, by: `sellers.content.languages` reads, `sellers.texts` shows.
    translations = models.JSONField(_("texts in other languages"), default=dict, db_default={}, blank=True)
    binding_language = models.CharField(
        _("language of the binding text"), max_length=10, blank=True, db_default="", help_text=_("Empty: the original.")
    )
    rating_average = models.DecimalField(_("rating"), max_digits=3, decimal_places=2, null=True, blank=True)
    rating_count = models.PositiveIntegerField(_("ratings"), default=0)
    # Counts every change of the seller's, so that the older of two open windows is refused instead of winning.
    version = models.PositiveIntegerField(_("version"), default=1)
    # What a hold on this listing stops; written by `sellers.holding` alone.
    is_held = models.BooleanField(_("on hold"), default=False, db_default=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    published_at = models.DateTimeField(_("first on sale"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review", "live", "rejected", "paused", "archived"]),
                name="sellers_listing_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["goods", "made_to_order", "perishable_lot", "service"]),
                name="sellers_listing_kind_is_known",
            ),
            # An order of nothing is not an order.
            models.CheckConstraint(condition=Q(moq__gte=1), name="sellers_listing_moq_is_positive"),
            models.CheckConstraint(condition=Q(order_step__gte=1), name="sellers_listing_step_is_positive"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="sellers_listing_currency_is_iso_code"
            ),
            models.CheckConstraint(
                condition=Q(origin_country__regex=r"^([A-Z]{2})?$") & Q(ships_from_country__regex=r"^([A-Z]{2})?$"),
                name="sellers_listing_countries_are_iso_codes",
            ),
            # Duty rules match by prefix: anything but digits would match none and read as "no duty".
            models.CheckConstraint(
                condition=Q(hs_code__regex=r"^([0-9]{6,10})?$"), name="sellers_listing_hs_code_is_digits"
            ),
            # What buyers may order can be found, described and, unless it is a service, weighed for freight.
            models.CheckConstraint(
                condition=~Q(status__in=["live", "paused"]) | (Q(category__isnull=False) & ~Q(title="")),
                name="sellers_listing_on_sale_has_category_and_title",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["live", "paused"]) | Q(kind="service") | Q(weight_g__gt=0),
                name="sellers_listing_on_sale_goods_have_weight",
            ),
            # A seller's own number means one product; the second would never be found again.
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~Q(external_id=""),
                name="sellers_listing_external_id_once_per_seller",
            ),
            # A service crosses no customs counter: a code or a weight on it would add freight and duty to nothing.
            models.CheckConstraint(
                condition=~Q(kind="service") | (Q(hs_code="") & Q(weight_g=None)),
                name="sellers_listing_service_has_no_parcel",
            ),
            models.CheckConstraint(
                condition=Q(rating_average=None, rating_count=0)
                | Q(rating_average__gte=1, rating_average__lte=5, rating_count__gte=1),
                name="sellers_listing_rating_is_average_of_ratings",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "-id"], name="sellers_listing_by_seller"),
            # The moderation queue looks at what waits, oldest first.
            models.Index(fields=["submitted_at"], condition=Q(status="in_review"), name="sellers_listing_waiting"),
            models.Index(fields=["category", "-id"], condition=Q(status="live"), name="sellers_listing_in_category"),
        ]

    def __str__(self) -> str:
        return self.title or self.public_id

    def get_absolute_url(self) -> str:
        return listing_address(self.slug, self.public_id)

    @property
    def is_service(self) -> bool:
        return self.kind == self.Kind.SERVICE

    @property
    def terms(self) -> tuple[str, ...]:
        """The Incoterms a buyer may choose among: the listing's own, else the company's, else DDP and DAP."""
        profile = getattr(self.organisation, "seller_profile", None)
        return offered(self.incoterms or (profile.incoterms if profile is not None else []))

    @property
    def making_terms(self) -> dict[str, Any]:
        """What is offered of a thing made to order; empty for every other kind."""
        return self.making if self.kind == self.Kind.MADE_TO_ORDER else {}

    @property
    def service_terms(self) -> dict[str, Any]:
        """How a service is delivered; empty for every other kind."""
        return self.service if self.is_service else {}

    @property
    def needs_parcel(self) -> bool:
        """Whether something physical travels."""
        return not self.is_service

    @property
    def was_published(self) -> bool:
        """Whether the row is a version that buyers have been shown: changes of substance then need approval."""
        return self.status in (self.Status.LIVE, self.Status.PAUSED)

    @property
    def may_be_submitted(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.REJECTED)

    @property
    def unit_label(self) -> str:
        """The unit it is sold by, in the language in force."""
        return unit_label(self.unit)

    def lead_days(self, quantity: int) -> int | None:
        """In how many days `quantity` is ready; None if the seller has to be asked, or has not said."""
        return lead_time_for(self.lead_times, quantity, usual=self.lead_time_days)

    @property
    def most_without_asking(self) -> int | None:
        """The largest quantity whose lead time is known without asking; None if every one's is."""
        return self.lead_times[-1][0] if self.lead_times else None

    @property
    def size_mm(self) -> tuple[int, int, int] | None:
        """Packed length, width and height in mm, if all are known."""
        if self.length_mm and self.width_mm and self.height_mm:
            return self.length_mm, self.width_mm, self.height_mm
        return None
