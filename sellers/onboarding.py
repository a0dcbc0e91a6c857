"""What selling puts on the way to selling: its steps, and what it can look at."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.requirements import Answer, Check, Step, register_check, register_step
from sellers.models import SellerProfile


def company_described(organisation: Organisation, now: datetime) -> Answer:
    """The seller's page says who sells."""
    profile = SellerProfile.objects.filter(organisation=organisation).first()
    if profile is None or not (profile.tagline and profile.story):
        return Answer(is_met=False)
    return Answer(is_met=True, evidence=((_("In one line"), profile.tagline), (_("Story"), profile.story)))


def register() -> None:
    """Put the steps and checks of selling in place; called when the system starts."""
    register_step(Step("company", _("Company"), "building-2", "sellers:onboarding_company", 10, _is_begun))
    label = _("The seller’s page is described")
    register_check(Check("company_described", label, "company", company_described))


def _is_begun(organisation: Organisation) -> bool:
    return bool(organisation.legal_form)
