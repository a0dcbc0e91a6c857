"""What a category asks of its listings, beyond what every listing says."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sellers.models.categories import Category


class CategoryAttribute(models.Model):
    """
    One attribute of a category and of all categories below it; where a branch defines a code again, its own counts.

    The set shipped with the product is loaded by `load_attributes`; operators add to it and close what they
    do not want.
    """

    class Type(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number with unit")
        CHOICE = "choice", _("One choice")
        CHOICES = "choices", _("Several choices")
        YES_NO = "yes_no", _("Yes or no")
        DATE = "date", _("Date")

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="attributes", verbose_name=_("category")
    )
    code = models.SlugField(
        _("code"), max_length=40, help_text=_("Stays as it is: listings keep their value under it.")
    )
    label = models.CharField(_("label"), max_length=80, help_text=_("In English; translations stand beside it."))
    label_translations = models.JSONField(
        _("labels in other languages"), default=dict, blank=True, help_text=_("Language code to label.")
    )
    type = models.CharField(_("type"), max_length=8, choices=Type)
    unit_family = models.CharField(
        _("units"), max_length=20, blank=True, help_text=_("For numbers: which units may be chosen, such as length.")
    )
    choices = models.JSONField(
        _("choices"),
        default=list,
        blank=True,
        help_text=_("For choices: a list of code and labels, such as {“code”: “oak”, “labels”: {“en”: “Oak”}}."),
    )
    minimum = models.DecimalField(_("smallest"), max_digits=14, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField(_("largest"), max_digits=14, decimal_places=3, null=True, blank=True)
    steps = models.JSONField(
        _("steps of the filter"),
        default=list,
        blank=True,
        help_text=_("For faceted numbers: borders between the ranges, rising, in the first unit of the family."),
    )
    is_required = models.BooleanField(_("required"), default=False)
    is_faceted = models.BooleanField(_("filter in search"), default=False)
    # Closed attributes are asked no more; what listings say under them is kept.
    is_open = models.BooleanField(_("asked for"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["category__path", "position", "id"]
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints = [
            # Two definitions of one code in one category would read one value in two ways.
            models.UniqueConstraint(fields=["category", "code"], name="sellers_attribute_once_per_category"),
            models.CheckConstraint(
                condition=Q(type__in=["text", "number", "choice", "choices", "yes_no", "date"]),
                name="sellers_attribute_type_is_known",
            ),
            # A number without a unit says nothing: 12 of what?
            models.CheckConstraint(
                condition=~Q(type="number") | ~Q(unit_family=""), name="sellers_attribute_number_has_units"
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lte=models.F("maximum")),
                name="sellers_attribute_range_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id}: {self.code}"
