"""Open a seller's account at the provider and keep our picture of it fresh."""

from datetime import datetime

import structlog
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import Refusal
from payments import gateway
from payments.models import ConnectedAccount
from payments.provider_bank import provider_bank
from payments.provider_facts import AccountFacts
from payments.queries import bank_account_in_use

log = structlog.get_logger(__name__)


class AccountMismatch(Refusal):
    """The provider's account belongs to another organisation of ours, or to none."""

    code = "account_mismatch"
    title = _("This account is not yours")
    message = _("The payment provider's account does not belong to this organisation.")


def connect_account(*, actor: Actor, return_url: str, refresh_url: str, now: datetime) -> str:
    """
    Return the provider's address where the actor's organisation gives what is needed to be paid.

    The account is opened at the first call; later calls return a fresh link to the same one.

    :raises NotAllowed: if the actor may not manage the organisation's money.
    :raises ProviderRefused: if the provider takes no accounts in the organisation's country.
    :raises PaymentProviderUnavailable: if the provider does not answer; ask again.
    """
    actor.must("payments.manage")
    account = _reserve_account(actor=actor, now=now)
    if not account.provider_account_id:
        assert actor.organisation is not None
        facts = _open(actor.organisation, now)
        account = record_account(account=account, facts=facts, now=now)
    return gateway.create_onboarding_link(account, return_url=return_url, refresh_url=refresh_url)


def _open(organisation: Organisation, now: datetime) -> AccountFacts:
    """The account the seller gave here goes along; if the provider will not take it, it asks for one itself."""
    bank = provider_bank(bank_account_in_use(organisation.pk, organisation.currency, now=now))
    if bank is not None:
        try:
            return gateway.create_account(organisation, bank)
        except gateway.ProviderRefused as refusal:
            log.info("bank_account_not_taken", organisation=organisation.public_id, reason=str(refusal))
    return gateway.create_account(organisation)


@entry
def _reserve_account(*, actor: Actor, now: datetime) -> ConnectedAccount:
    account, _created = ConnectedAccount.objects.get_or_create(
        organisation=actor.must_act_for_an_organisation(), defaults={"created_at": now}
    )
    return account


def refresh_account(*, account: ConnectedAccount, now: datetime) -> ConnectedAccount:
    """
    Fetch the account from the provider and keep what it says.

    :raises PaymentProviderUnavailable: if the provider does not answer.
    """
    if not account.provider_account_id:
        return account
    return record_account(account=account, facts=gateway.retrieve_account(account.provider_account_id), now=now)


@entry
def record_account(*, account: ConnectedAccount, facts: AccountFacts, now: datetime) -> ConnectedAccount:
    """
    Keep what the provider says about an account; tell the others when it changed.

    :raises AccountMismatch: if the account was made for somebody else.
    """
    account = ConnectedAccount.objects.select_for_update().select_related("organisation").get(pk=account.pk)
    if facts.organisation_id != account.organisation.public_id or account.provider_account_id not in (
        "",
        facts.account_id,
    ):
        raise AccountMismatch
    before = (account.status, account.payouts_enabled, account.requirements)
    account.provider_account_id = facts.account_id
    account.status = status_of(facts)
    account.requirements = facts.requirements()
    account.charges_enabled = facts.charges_enabled
    account.payouts_enabled = facts.payouts_enabled
    account.default_currency = facts.currency
    account.bank_hint = facts.bank_hint
    account.refreshed_at = now
    account.save()
    if before != (account.status, account.payouts_enabled, account.requirements):
        events.record(
            "payments.account.changed",
            subject=account,
            actor=Actor.system("payments"),
            at=now,
            payload={"status": account.status, "payouts_enabled": account.payouts_enabled},
        )
    if account.status == ConnectedAccount.Status.RESTRICTED and before[0] != account.status:
        notify_organisation(
            organisation=account.organisation,
            kind="payouts_restricted",
            title=_("Your payouts wait for something from you"),
            body=_("Our payment partner Stripe needs further details before it can pay you. The money stays yours."),
            url=reverse("payments:money"),
            now=now,
            permission="payments.manage",
        )
    return account


def status_of(facts: AccountFacts) -> str:
    """Reduce the provider's many fields to the five words we show."""
    status = ConnectedAccount.Status
    if facts.disabled_reason.startswith("rejected"):
        return status.REJECTED
    if not facts.details_submitted:
        return status.ONBOARDING
    if facts.payouts_enabled and facts.can_receive:
        return status.ENABLED
    if facts.currently_due or facts.past_due:
        return status.RESTRICTED
    return status.REVIEW
