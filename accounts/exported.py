"""What accounts has of an organisation, for its archive."""

from django.utils.translation import gettext_lazy as _

from accounts.data_export import register, table_of
from accounts.models import Address, BeneficialOwner, Hold, Membership, Organisation, TaxId

_ORGANISATION = {
    name: name
    for name in (
        "public_id", "name", "trading_names", "country", "currency", "time_zone", "website", "description", "sells",
        "buys", "status", "created_at",
    )
}  # fmt: skip
_MEMBERS = {"name": "user__full_name", "email": "user__email", "role": "role", "since": "created_at"}
_ADDRESSES = {
    name: name
    for name in (
        "label", "recipient", "company", "street_address", "district", "city", "region", "postal_code", "country",
        "phone", "is_default",
    )
}  # fmt: skip
_TAX = {name: name for name in ("kind", "country", "value", "is_checked", "created_at")}
_OWNERS = {name: name for name in ("kind", "full_name", "other_names", "born_on", "country", "share_percent", "role")}
_HOLDS = {
    "id": "public_id", "stops": "stops", "about": "subject", "name": "subject_label", "code": "code",
    "reason": "reason", "ground": "ground", "state": "state", "since": "starts_at", "until": "ends_at",
    "over": "over_at", "appeal": "appeal__text", "outcome": "appeal__outcome", "answer": "appeal__reason",
}  # fmt: skip


def register_parts() -> None:
    """Put what accounts has into every archive."""
    held = Hold.objects.exclude(starts_at=None)
    for name, label, rows, columns, owner in (
        ("organisation", _("The organisation"), Organisation.objects.all(), _ORGANISATION, "pk"),
        ("members", _("Members"), Membership.objects.all(), _MEMBERS, "organisation_id"),
        ("addresses", _("Addresses"), Address.objects.all(), _ADDRESSES, "organisation_id"),
        ("tax-numbers", _("Tax numbers"), TaxId.objects.all(), _TAX, "organisation_id"),
        ("owners", _("Owners"), BeneficialOwner.objects.all(), _OWNERS, "organisation_id"),
        ("holds", _("Holds and appeals"), held, _HOLDS, "organisation_id"),
    ):
        register(table_of(f"organisation/{name}", label, rows, columns, owner=owner))
