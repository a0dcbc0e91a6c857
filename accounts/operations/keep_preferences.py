"""Keep how a person reads Bridgeway."""

from accounts.actor import Actor
from accounts.models import User
from accounts.preferences import Preferences
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import SignInNeeded


@entry
def keep_preferences(*, actor: Actor, preferences: Preferences) -> None:
    """
    Keep language, currency, country and time zone on the person's account.

    :raises SignInNeeded: if nobody is signed in.
    """
    if actor.user is None:
        raise SignInNeeded
    User.objects.filter(pk=actor.user.pk).update(
        language=preferences.language,
        currency=preferences.currency,
        country=preferences.ship_to,
        time_zone=preferences.time_zone,
    )
