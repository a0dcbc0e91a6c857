"""What accounts itself can look at."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import (
    Address,
    BeneficialOwner,
    CompanyDocument,
    Organisation,
    TaxId,
    TermsSignature,
    TermsVersion,
)

from .registry import Answer, Check, Step, register_check, register_step


def registration_number(organisation: Organisation, now: datetime) -> Answer:
    """A number of the company register of its own country."""
    return _number(organisation, [TaxId.Kind.COMPANY])


def tax_number(organisation: Organisation, now: datetime) -> Answer:
    """A tax or VAT number of its own country."""
    return _number(organisation, [TaxId.Kind.TAX, TaxId.Kind.VAT])


def _number(organisation: Organisation, kinds: list[str]) -> Answer:
    found = list(TaxId.objects.filter(organisation=organisation, country=organisation.country, kind__in=kinds))
    evidence = tuple((row.get_kind_display(), f"{row.value} · {_how_sure(row)}") for row in found)
    return Answer(is_met=bool(found), evidence=evidence)


def _how_sure(row: TaxId) -> str:
    if row.is_verified:
        return str(_("confirmed by its register"))
    return str(_("form checked") if row.is_checked else _("no check known"))


def address_complete(organisation: Organisation, now: datetime) -> Answer:
    """An address in its own country, in that country's form (which is checked when it is saved)."""
    found = (
        Address.objects.filter(organisation=organisation, country=organisation.country).order_by("-is_default").first()
    )
    if found is None:
        return Answer(is_met=False)
    written = ", ".join(part for part in (found.street_address, found.postal_code, found.city, found.region) if part)
    return Answer(is_met=True, evidence=((_("Address"), f"{written}, {found.country}"),))


def owners_named(organisation: Organisation, now: datetime) -> Answer:
    """At least one owner or director."""
    owners = list(BeneficialOwner.objects.filter(organisation=organisation).order_by("-share_percent", "pk"))
    evidence = tuple(
        (owner.get_role_display(), f"{owner.full_name} · {owner.country} · {owner.share_percent} %") for owner in owners
    )
    return Answer(is_met=bool(owners), evidence=evidence)


def terms_signed(organisation: Organisation, now: datetime) -> Answer:
    """The newest version in force is signed. Where there are no terms, there is nothing to sign."""
    terms = TermsVersion.objects.filter(in_force_from__lte=now).first()
    if terms is None:
        return Answer(is_met=True)
    signature = TermsSignature.objects.filter(organisation=organisation, terms=terms).first()
    if signature is None:
        earlier = TermsSignature.objects.filter(organisation=organisation).exists()
        return Answer(is_met=False, detail=_("There is a new version.") if earlier else "")
    return Answer(
        is_met=True,
        evidence=(
            (_("Signed"), f"{terms.version} · {signature.signed_name} · {signature.signed_at:%Y-%m-%d %H:%M} UTC"),
        ),
    )


def documents_approved(organisation: Organisation, now: datetime) -> Answer:
    """
    Somebody's identity document is approved, and of a firm an extract or licence too. What expires counts no more.
    """
    kinds = CompanyDocument.Kind
    wanted = [{kinds.IDENTITY}]
    if organisation.legal_form_or_company != Organisation.LegalForm.SOLE_TRADER:
        wanted.append({kinds.REGISTER, kinds.LICENCE})
    found = list(CompanyDocument.objects.filter(organisation=organisation).exclude(state="withdrawn"))
    counting = {document.kind for document in found if document.counts(now.date())}
    waiting = {document.kind for document in found if document.state == CompanyDocument.State.WAITING}
    refused = any(document.state == CompanyDocument.State.REFUSED for document in found)
    missing = [options for options in wanted if not options & counting]
    evidence = tuple(
        (document.get_kind_display(), f"{document} · {document.get_state_display()} · {document.expires_on or '–'}")
        for document in found
    )
    return Answer(
        is_met=not missing,
        waits=bool(missing) and all(options & waiting for options in missing),
        detail=_("A paper was not accepted; there it says why.") if missing and refused else "",
        evidence=evidence,
    )


def register() -> None:
    """Put the steps and checks of accounts in place; called when the system starts."""
    register_step(Step("numbers", _("Numbers"), "hash", "accounts:onboarding_numbers", 20, _has_numbers))
    register_step(Step("address", _("Address"), "map-pin", "accounts:onboarding_address", 30))
    register_step(Step("owners", _("Owners"), "users", "accounts:onboarding_owners", 40, _has_owners))
    register_step(Step("documents", _("Papers"), "file-text", "accounts:onboarding_documents", 60, _has_documents))
    register_step(Step("terms", _("Terms"), "signature", "accounts:onboarding_terms", 70))
    for name, label, step, look in (
        ("registration_number", _("A register number is given"), "numbers", registration_number),
        ("tax_number", _("A tax number is given"), "numbers", tax_number),
        ("address_complete", _("The address is complete"), "address", address_complete),
        ("owners_named", _("Owners are named"), "owners", owners_named),
        ("documents_approved", _("Company papers are approved"), "documents", documents_approved),
        ("terms_signed", _("The terms in force are signed"), "terms", terms_signed),
    ):
        register_check(Check(name, label, step, look))


def _has_numbers(organisation: Organisation) -> bool:
    return TaxId.objects.filter(organisation=organisation).exists()


def _has_owners(organisation: Organisation) -> bool:
    return BeneficialOwner.objects.filter(organisation=organisation).exists()


def _has_documents(organisation: Organisation) -> bool:
    return CompanyDocument.objects.filter(organisation=organisation).exclude(state="withdrawn").exists()
