"""People, organisations and what is theirs, each read scoped to who asks."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts.actor_types import ActorLike, Reader
from accounts.invitations import hash_of
from accounts.models import (
    Address,
    ApiClient,
    BeneficialOwner,
    CompanyDocument,
    Invitation,
    Membership,
    Notification,
    Organisation,
    TaxId,
    TermsSignature,
    TermsVersion,
    User,
)
from accounts.tax_ids import EU_MEMBERS
from marketplace.kernel.refusals import NotFound


def membership_in_use(user: User, organisation_public_id: str | None) -> Membership | None:
    """Return the membership the person acts under: the one chosen in this session, else their first."""
    memberships = Membership.objects.filter(user=user).select_related("organisation", "user").order_by("pk")
    if organisation_public_id:
        chosen = memberships.filter(organisation__public_id=organisation_public_id).first()
        if chosen is not None:
            return chosen
    return memberships.first()


def memberships_of(actor: ActorLike) -> QuerySet[Membership]:
    """The organisations the person belongs to."""
    return (
        Membership.objects.filter(user_id=actor.user_id).select_related("organisation").order_by("organisation__name")
    )


def team_of(actor: ActorLike) -> QuerySet[Membership]:
    """The members of the actor's organisation."""
    return (
        Membership.objects.filter(organisation_id=actor.organisation_id).select_related("user").order_by("user__email")
    )


def open_invitations_of(actor: ActorLike) -> QuerySet[Invitation]:
    """Invitations of the actor's organisation that are neither accepted nor withdrawn."""
    return Invitation.objects.filter(
        organisation_id=actor.organisation_id, accepted_at=None, withdrawn_at=None
    ).order_by("-pk")


def addresses_of(actor: ActorLike) -> QuerySet[Address]:
    """The saved addresses of the actor's organisation, the default one first."""
    return Address.objects.filter(organisation_id=actor.organisation_id).order_by("-is_default", "pk")


def address_of(actor: ActorLike, public_id: str) -> Address:
    """
    Return one saved address of the actor's organisation.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    address = addresses_of(actor).filter(public_id=public_id).first()
    if address is None or actor.organisation_id is None:
        raise NotFound
    return address


def notifications_of(actor: ActorLike) -> QuerySet[Notification]:
    """What the person was told, newest first."""
    return Notification.objects.filter(user_id=actor.user_id).order_by("-pk")


def unread_count(actor: ActorLike) -> int:
    """How many notifications the person has not read, counted up to 99."""
    if actor.user_id is None:
        return 0
    return Notification.objects.filter(user_id=actor.user_id, read_at=None)[:99].count()


def organisation_by_public_id(public_id: str) -> Organisation:
    """
    Return an organisation as anybody may see it.

    :raises NotFound: if there is none.
    """
    organisation = Organisation.objects.filter(public_id=public_id).first()
    if organisation is None:
        raise NotFound
    return organisation


def invitation_for(actor: ActorLike, token: str) -> Invitation:
    """
    Return the invitation that `token` opens, for the reader to see whose it is before they accept.

    :raises NotFound: if it opens nothing.
    """
    invitations = Invitation.objects.select_related("organisation", "invited_by")
    invitation = invitations.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise NotFound
    return invitation


def api_clients_of(actor: ActorLike) -> QuerySet[ApiClient]:
    """The programs that act for the actor's organisation."""
    return ApiClient.objects.filter(organisation_id=actor.organisation_id).select_related("user").order_by("-pk")


def notification_of(actor: ActorLike, public_id: str) -> Notification:
    """
    Return one of the person's notifications.

    :raises NotFound: if there is none, or it is somebody else's.
    """
    row = notifications_of(actor).filter(public_id=public_id).first()
    if row is None or actor.user_id is None:
        raise NotFound
    return row


# -- numbers of authorities


def tax_ids_of(actor: ActorLike) -> QuerySet[TaxId]:
    """The tax numbers of the actor's organisation."""
    return TaxId.objects.filter(organisation_id=actor.organisation_id)


def tax_id_of(actor: ActorLike, public_id: str) -> TaxId:
    """
    Return one tax number of the actor's organisation.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    found = tax_ids_of(actor).filter(public_id=public_id).first()
    if found is None or actor.organisation_id is None:
        raise NotFound
    return found


def tax_numbers_of(organisation: Organisation) -> dict[tuple[str, str], str]:
    """Return the organisation's numbers by kind and country, for papers and duties."""
    return {(row.kind, row.country): row.value for row in organisation.tax_ids.all()}


def vat_number_in(organisation: Organisation, country: str) -> str:
    """Return under which VAT number `country` knows the organisation, or an empty text."""
    return tax_numbers_of(organisation).get(("vat", country), "")


def is_registered_in(organisation: Organisation | None, country: str) -> bool:
    """
    Tell whether the organisation is a registered business in `country`: its VAT or GST number there is confirmed.

    Only such a one accounts for import tax itself; a number that was merely typed must not lift a tax.
    """
    if organisation is None:
        return False
    return organisation.tax_ids.filter(kind="vat", country=country).exclude(verified_at=None).exists()


def numbers_to_ask(now: datetime, limit: int) -> list[TaxId]:
    """Return VAT numbers of the Union that VIES is to be asked about: new ones daily, confirmed ones monthly."""
    due = Q(asked_at=None) | Q(verified_at=None, asked_at__lt=now - timedelta(days=1))
    due |= Q(asked_at__lt=now - timedelta(days=30))
    return list(
        TaxId.objects.filter(due, kind=TaxId.Kind.VAT, country__in=EU_MEMBERS)
        .select_related("organisation")
        .order_by(F("asked_at").asc(nulls_first=True), "pk")[:limit]
    )


def owners_of(actor: ActorLike) -> QuerySet[BeneficialOwner]:
    """Who owns or controls the actor's organisation, the largest share first."""
    return BeneficialOwner.objects.filter(organisation_id=actor.organisation_id).order_by("-share_percent", "pk")


def owner_of(actor: ActorLike, public_id: str) -> BeneficialOwner:
    """
    Return one owner of the actor's organisation.

    :raises NotFound: if there is none, or it is another organisation's.
    """
    owner = owners_of(actor).filter(public_id=public_id).first()
    if owner is None or actor.organisation_id is None:
        raise NotFound
    return owner


# -- on the way to selling


def terms_for(actor: ActorLike, *, now: datetime) -> tuple[TermsVersion | None, TermsSignature | None]:
    """Return the seller's terms in force, and the organisation's signature under them if there is one."""
    terms = TermsVersion.objects.filter(in_force_from__lte=now).first()
    if terms is None:
        return None, None
    signature = TermsSignature.objects.filter(organisation_id=actor.organisation_id, terms=terms)
    return terms, signature.select_related("signed_by").first()


def documents_of(actor: ActorLike) -> QuerySet[CompanyDocument]:
    """The papers the actor's organisation sent and did not take back, newest first."""
    return CompanyDocument.objects.filter(organisation_id=actor.organisation_id).exclude(state="withdrawn")


def document_of(actor: Reader, public_id: str) -> CompanyDocument:
    """
    Return a paper of the actor's organisation, for those who manage it.

    :raises NotFound: if there is none, it is another organisation's, or the actor may not see it.
    """
    found = documents_of(actor).filter(public_id=public_id).first() if actor.may("organisation.manage") else None
    if found is None:
        raise NotFound
    return found
