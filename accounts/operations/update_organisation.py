"""Change what an organisation says of itself."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, Text


@entry
def update_organisation(
    *,
    actor: Actor,
    name: str,
    website: str = "",
    description: str = "",
    time_zone: str = "",
    sells: bool | None = None,
    buys: bool | None = None,
    trading_names: str | None = None,
    legal_form: str | None = None,
    now: datetime,
) -> Organisation:
    """
    Change the organisation's name, kind, trading names, website, description, time zone, and whether it sells and buys.

    :raises NotAllowed: if the actor may not manage the organisation.
    :raises InvalidInput: with the fields that will not do.
    """
    actor.must("organisation.manage")
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    name, website, description = " ".join(name.split()), website.strip(), description.strip()
    problems: dict[str, list[Text]] = {}
    if not 2 <= len(name) <= 140:
        problems["name"] = [_("Use 2 to 140 characters.")]
    if len(description) > 4000:
        problems["description"] = [_("Use at most 4000 characters.")]
    names = organisation.trading_names if trading_names is None else " ".join(trading_names.split())
    if len(names) > 400:
        problems["trading_names"] = [_("Use at most 400 characters.")]
    form = organisation.legal_form if legal_form is None else legal_form
    if form and form not in Organisation.LegalForm.values:
        problems["legal_form"] = [_("Choose a kind from the list.")]
    if website:
        try:
            URLValidator(schemes=["http", "https"])(website)
        except ValidationError:
            problems["website"] = [_("Enter an address such as https://example.com.")]
    sells = organisation.sells if sells is None else sells
    buys = organisation.buys if buys is None else buys
    if not (sells or buys):
        problems["sells"] = [_("Choose selling, buying, or both.")]
    if problems:
        raise InvalidInput(fields=problems)
    organisation.name, organisation.website, organisation.description = name, website, description
    organisation.sells, organisation.buys = sells, buys
    organisation.trading_names, organisation.legal_form = names, form
    organisation.time_zone = time_zone or organisation.time_zone
    changed = ["name", "website", "description", "sells", "buys", "time_zone", "trading_names", "legal_form"]
    organisation.save(update_fields=changed)
    events.record("accounts.organisation.updated", subject=organisation, actor=actor, at=now)
    return organisation
