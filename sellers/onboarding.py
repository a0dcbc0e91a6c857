"""What selling puts on the way to selling: its steps, and what it can look at."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from accounts.models import Organisation
from accounts.requirements import Answer, Check, Step, register_check, register_step, standings_of
from sellers import desk
from sellers.desk import DeskCard
from sellers.models import SellerProfile


def company_described(organisation: Organisation, now: datetime) -> Answer:
    """The seller's page says who sells."""
    profile = SellerProfile.objects.filter(organisation=organisation).first()
    if profile is None or not (profile.tagline and profile.story):
        return Answer(is_met=False)
    return Answer(is_met=True, evidence=((_("In one line"), profile.tagline), (_("Story"), profile.story)))


def onboarding_cards(actor: Actor) -> list[DeskCard]:
    """What is still asked of the seller, as a card on the desk; nothing when all is shown."""
    if actor.organisation is None:
        return []
    asked = [each for each in standings_of(actor.organisation, now=timezone.now()) if each.needs_the_seller]
    label = ngettext("thing we still need from you", "things we still need from you", len(asked))
    is_returned = any(each.state == "returned" for each in asked)
    url = reverse("accounts:onboarding")
    return [DeskCard(len(asked), label, url, icon="list-checks", kind="danger" if is_returned else "warning")]


def register() -> None:
    """Put the steps and checks of selling in place; called when the system starts."""
    register_step(Step("company", _("Company"), "building-2", "sellers:onboarding_company", 10, _is_begun))
    label = _("The seller’s page is described")
    desk.register(onboarding_cards)
    register_check(Check("company_described", label, "company", company_described))


def _is_begun(organisation: Organisation) -> bool:
    return bool(organisation.legal_form)
