"""Organisations, who belongs to them, and who is asked to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.fields import PublicIdField


class Organisation(models.Model):
    """A firm, a workshop, a farm, a freelancer. It may sell, buy, or both. Every tenant's rows carry its key."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")

    class LegalForm(models.TextChoices):
        COMPANY = "company", _("A registered company")
        SOLE_TRADER = "sole_trader", _("A person trading alone")
        COOPERATIVE = "cooperative", _("A cooperative or association")
        NONPROFIT = "nonprofit", _("A charity or public body")

    public_id = PublicIdField(prefix="org")
    name = models.CharField(_("name"), max_length=140)
    slug = models.SlugField(max_length=80, unique=True)
    trading_names = models.CharField(
        _("trading names"),
        max_length=400,
        blank=True,
        help_text=_("Other names it trades under, divided by semicolons."),
    )
    legal_form = models.CharField(_("kind of organisation"), max_length=12, choices=LegalForm, blank=True, default="")
    country = models.CharField(_("country"), max_length=2)
    currency = models.CharField(_("currency"), max_length=3)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    sells = models.BooleanField(_("sells"), default=False)
    buys = models.BooleanField(_("buys"), default=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ACTIVE)
    # What holds stop now: written by accounts/operations/_holds.py alone, so that everybody may ask without a query.
    all_stopped = models.BooleanField(_("everything new is on hold"), default=False, db_default=False)
    selling_stopped = models.BooleanField(_("selling is on hold"), default=False, db_default=False)
    payouts_stopped = models.BooleanField(_("payouts are on hold"), default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="organisation_status_known", condition=Q(status__in=["active", "suspended"])),
            models.CheckConstraint(
                name="organisation_legal_form_known",
                condition=Q(legal_form__in=["", "company", "sole_trader", "cooperative", "nonprofit"]),
            ),
            # Who may start nothing new may neither sell nor be paid.
            models.CheckConstraint(
                name="organisation_all_stopped_is_all",
                condition=Q(all_stopped=False) | Q(selling_stopped=True, payouts_stopped=True),
            ),
            # An organisation that neither sells nor buys has no business here.
            models.CheckConstraint(name="organisation_sells_or_buys", condition=Q(sells=True) | Q(buys=True)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> int:
        """Its own key, so that events about an organisation belong to it."""
        return self.pk

    @property
    def legal_form_or_company(self) -> str:
        """What it is; who has not said yet is asked what companies are asked."""
        return self.legal_form or self.LegalForm.COMPANY

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE and not self.all_stopped

    @property
    def may_sell(self) -> bool:
        """Whether anybody may buy from it now, as far as the platform's decisions go."""
        return self.is_active and not self.selling_stopped

    @property
    def is_held(self) -> bool:
        """Whether anything at all of it is on hold; a hold on one listing is the listing's own."""
        return self.all_stopped or self.selling_stopped or self.payouts_stopped


class Role(models.TextChoices):
    """What a member may do; `permissions.py` has the table."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    BUYER = "buyer", _("Buyer")
    FINANCE = "finance", _("Finance")
    VIEWER = "viewer", _("Viewer")


class Membership(models.Model):
    """One person's place in one organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=[role.value for role in Role])),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} ({self.role})"


class Invitation(models.Model):
    """A place in an organisation offered to an e-mail address. Bound to that address, used once, expires."""

    public_id = PublicIdField(prefix="inv")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    # Only the hash of the token is kept: a copy of the database opens no door.
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # One open invitation for an address: inviting again replaces the first.
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} -> {self.organisation}"
