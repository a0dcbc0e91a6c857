"""Ask to be told of lots."""

import unicodedata
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation
from accounts.places import COUNTRIES
from buyers.models import LotAlert
from buyers.models.lot_alerts import LONGEST_WORDS
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotAllowed, Refusal
from sellers.models import Category

MOST_ALERTS = 50


class TooManyAlerts(Refusal):
    """The organisation has as many alerts as it may. Facts: `most`."""

    code = "too_many_alerts"
    title = _("Enough alerts")
    message = _("You have %(most)s alerts. Take one away to ask for another.")


@entry
def ask_to_be_told(
    *,
    actor: Actor,
    ship_to: str,
    now: datetime,
    category: Category | None = None,
    seller: Organisation | None = None,
    words: str = "",
) -> LotAlert:
    """
    Tell the actor's organisation of every perishable lot in `category` (and below it), of `seller`, with all `words`,
    that still reaches `ship_to` in time: when it comes on sale and at each markdown. Asking twice returns the first.

    :raises NotAllowed: if the actor may not write for their organisation, or it does not buy.
    :raises InvalidInput: if nothing says what is meant, the words are too long, or there is no such country.
    :raises TooManyAlerts: if the organisation has as many as it may.
    """
    actor.must("cart.edit")
    organisation = actor.must_act_for_an_organisation()
    if not organisation.is_active or not organisation.buys:
        raise NotAllowed(_("Only an active organisation that buys can ask to be told of lots."))
    words = " ".join(unicodedata.normalize("NFC", words).split())
    fields: dict[str, list[object]] = {}
    if len(words) > LONGEST_WORDS:
        fields["words"] = [_("At most %(most)s characters.") % {"most": LONGEST_WORDS}]
    if ship_to not in COUNTRIES:
        fields["ship_to"] = [_("Choose a country.")]
    if category is None and seller is None and not words:
        fields["words"] = [_("Say what you look for: a category, a seller, or words such as blueberries.")]
    if fields:
        raise InvalidInput(fields=fields)
    asked = {"organisation": organisation, "category": category, "seller": seller, "words": words, "ship_to": ship_to}
    if (standing := LotAlert.objects.filter(**asked).first()) is not None:
        return standing
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if LotAlert.objects.filter(organisation=organisation).count() >= MOST_ALERTS:
        raise TooManyAlerts(most=MOST_ALERTS)
    alert, _is_new = LotAlert.objects.get_or_create(**asked, defaults={"asked_by": actor.user, "created_at": now})
    events.record("buyers.lot_alert.asked", subject=alert, actor=actor, at=now)
    return alert
