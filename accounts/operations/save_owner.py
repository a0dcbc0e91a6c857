"""Name somebody who owns or controls the organisation."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import BeneficialOwner, Organisation
from accounts.places import COUNTRIES
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Text

MOST_OWNERS = 50


@entry
def save_owner(
    *,
    actor: Actor,
    full_name: str,
    country: str,
    kind: str = BeneficialOwner.Kind.PERSON,
    other_names: str = "",
    born_on: date | None = None,
    share_percent: Decimal = Decimal(0),
    role: str = BeneficialOwner.Role.OWNER,
    public_id: str = "",
    now: datetime,
) -> BeneficialOwner:
    """
    Add an owner, or change the one called `public_id`. Other names are divided by semicolons.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises NotFound: if there is no such owner of theirs.
    :raises InvalidInput: with the fields that will not do; the shares of all owners may not exceed the whole.
    """
    actor.must("organisation.manage")
    # The organisation's row lock keeps two owners saved at once from exceeding the whole together.
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    owner = BeneficialOwner(organisation=organisation, created_at=now)
    if public_id:
        found = BeneficialOwner.objects.filter(organisation=organisation, public_id=public_id).first()
        if found is None:
            raise NotFound
        owner = found
    others = BeneficialOwner.objects.filter(organisation=organisation).exclude(pk=owner.pk)
    full_name, other_names = " ".join(full_name.split()), " ".join(other_names.split())
    problems: dict[str, list[Text]] = {}
    if not 2 <= len(full_name) <= 200:
        problems["full_name"] = [_("Use 2 to 200 characters.")]
    if len(other_names) > 400:
        problems["other_names"] = [_("Use at most 400 characters.")]
    if country not in COUNTRIES:
        problems["country"] = [_("Choose a country from the list.")]
    if kind not in BeneficialOwner.Kind.values:
        problems["kind"] = [_("Choose person or firm.")]
    if role not in BeneficialOwner.Role.values:
        problems["role"] = [_("Choose a role from the list.")]
    if born_on is not None and not date(1900, 1, 1) <= born_on <= now.date():
        problems["born_on"] = [_("Enter a date of birth between 1900 and today.")]
    taken = others.aggregate(sum=Sum("share_percent"))["sum"] or Decimal(0)
    if not 0 <= share_percent <= 100 or taken + share_percent > 100:
        problems["share_percent"] = [_("The shares of all owners together are at most 100 percent.")]
    if not public_id and others.count() >= MOST_OWNERS:
        problems["full_name"] = [_("There are 50 owners already; write to us if there are more.")]
    if problems:
        raise InvalidInput(fields=problems)
    owner.full_name, owner.other_names, owner.country = full_name, other_names, country
    owner.kind, owner.role, owner.born_on, owner.share_percent = kind, role, born_on, share_percent
    owner.save()
    events.record("accounts.owner.saved", subject=owner, actor=actor, at=now)
    return owner


@entry
def remove_owner(*, actor: Actor, public_id: str, now: datetime) -> None:
    """
    Take somebody off the list of owners. What was found about them stays on record.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises NotFound: if there is no such owner of theirs.
    """
    actor.must("organisation.manage")
    organisation = actor.must_act_for_an_organisation()
    owner = BeneficialOwner.objects.filter(organisation=organisation, public_id=public_id).first()
    if owner is None:
        raise NotFound
    events.record("accounts.owner.removed", subject=owner, actor=actor, at=now, payload={"full_name": owner.full_name})
    owner.delete()
