"""Who stands behind an organisation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField

from .organisation import Organisation


class BeneficialOwner(models.Model):
    """A person or firm that owns or controls an organisation: known to the platform, never shown to others."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ENTITY = "entity", _("Firm")

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        DIRECTOR = "director", _("Director")
        CONTROLLER = "controller", _("Controls it in another way")

    public_id = PublicIdField(prefix="own")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="beneficial_owners")
    kind = models.CharField(_("person or firm"), max_length=8, choices=Kind, default=Kind.PERSON)
    full_name = models.CharField(_("full name"), max_length=200)
    other_names = models.CharField(_("other names"), max_length=400, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2)
    share_percent = models.DecimalField(_("share in percent"), max_digits=5, decimal_places=2, default=0)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.OWNER)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("beneficial owner")
        verbose_name_plural = _("beneficial owners")
        constraints = [
            models.CheckConstraint(
                name="owner_share_is_a_part", condition=Q(share_percent__gte=0, share_percent__lte=100)
            ),
            models.CheckConstraint(name="owner_role_known", condition=Q(role__in=["owner", "director", "controller"])),
            models.CheckConstraint(name="owner_kind_known", condition=Q(kind__in=["person", "entity"])),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def all_names(self) -> list[str]:
        """The full name and each of the other names, which are divided by semicolons."""
        return [name for name in (self.full_name, *(each.strip() for each in self.other_names.split(";"))) if name]
