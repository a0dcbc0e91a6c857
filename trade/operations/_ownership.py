"""When the people behind a firm make the firm itself a denied party."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import BeneficialOwner, Organisation
from accounts.operations import set_organisation_status
from marketplace.kernel.operations import part
from trade.models import Screening, ScreeningHit

#: From this share on, alone or added up, confirmed owners make the firm a denied party (OFAC's and the EU's rule).
OWNERSHIP_LIMIT = Decimal(50)


@part
def apply_ownership(*, organisation_id: int, actor: Actor, now: datetime) -> bool:
    """
    Let the confirmed hits of an organisation take effect, and suspend it if they deny it. Returns whether they do.

    Its own name, a member, a director or who controls it deny it at once. Owners deny it when the shares of all
    confirmed ones add up to half; an owner who is no longer named counts as denying, until a person clears the hit.
    """
    confirmed = list(
        ScreeningHit.objects.select_for_update().filter(
            subject_kind=Screening.Subject.ORGANISATION,
            organisation_id=organisation_id,
            state=ScreeningHit.State.CONFIRMED,
        )
    )
    if not confirmed:
        return False
    owners = {owner.public_id: owner for owner in BeneficialOwner.objects.filter(organisation_id=organisation_id)}
    minority = [hit for hit in confirmed if _is_mere_owner(hit, owners)]
    shares = sum((owners[public_id].share_percent for public_id in {hit.owner_id for hit in minority}), Decimal(0))
    denies = shares >= OWNERSHIP_LIMIT or len(minority) < len(confirmed)
    for hit in confirmed:
        blocks = hit not in minority or shares >= OWNERSHIP_LIMIT
        if hit.blocks != blocks:
            hit.blocks = blocks
            hit.save(update_fields=["blocks"])
    if denies and Organisation.objects.filter(pk=organisation_id, status=Organisation.Status.ACTIVE).exists():
        set_organisation_status(
            actor=actor,
            organisation_id=organisation_id,
            status=Organisation.Status.SUSPENDED,
            reason=_("A name was confirmed to be on an official list of denied parties."),
            now=now,
        )
    return denies


def _is_mere_owner(hit: ScreeningHit, owners: dict[str, BeneficialOwner]) -> bool:
    owner = owners.get(hit.owner_id)
    return hit.role == "owner" and owner is not None and owner.role == BeneficialOwner.Role.OWNER
