"""Keep what is typed on a step of the way to selling."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import OnboardingDraft
from accounts.requirements import steps
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound

LARGEST = 40_000


@entry
def keep_draft(*, actor: Actor, step: str, typed: Mapping[str, list[str]], now: datetime) -> OnboardingDraft:
    """
    Keep the fields of a step as they were typed, right or wrong; they go when the step itself is saved.

    :raises NotAllowed: if the actor may only look.
    :raises NotFound: if there is no such step.
    :raises InvalidInput: if it is far more than the step's form holds.
    """
    _must_take_part(actor)
    if step not in {each.code for each in steps()}:
        raise NotFound
    kept = {str(name)[:60]: [str(value) for value in values] for name, values in typed.items()}
    if len(json.dumps(kept)) > LARGEST:
        raise InvalidInput(fields={"form": [_("This is too long to keep. Shorten it, please.")]})
    draft, _created = OnboardingDraft.objects.update_or_create(
        organisation=actor.must_act_for_an_organisation(),
        step=step,
        defaults={"typed": kept, "saved_by_id": actor.user_id, "saved_at": now},
    )
    return draft


@entry
def drop_draft(*, actor: Actor, step: str) -> None:
    """
    Forget what was typed on a step: it is saved now.

    :raises NotAllowed: if the actor may only look.
    """
    _must_take_part(actor)
    OnboardingDraft.objects.filter(organisation=actor.must_act_for_an_organisation(), step=step).delete()


def _must_take_part(actor: Actor) -> None:
    # Finance people look after the bank step and nothing else of selling.
    if not actor.may("payments.manage"):
        actor.must("listings.edit")
