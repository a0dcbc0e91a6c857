"""Change a person's own name."""

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import User
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, SignInNeeded


@entry
def update_profile(*, actor: Actor, full_name: str) -> None:
    """
    Keep the person's name as others see it.

    :raises SignInNeeded: if nobody is signed in.
    :raises InvalidInput: if the name is missing or too long.
    """
    if actor.user is None:
        raise SignInNeeded
    full_name = " ".join(full_name.split())
    if not 1 <= len(full_name) <= 120:
        raise InvalidInput(fields={"full_name": [_("Use 1 to 120 characters.")]})
    User.objects.filter(pk=actor.user.pk).update(full_name=full_name)
