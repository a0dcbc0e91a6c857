"""Carry out a payout at the provider."""

from datetime import datetime, timedelta

from accounts.queries import must_not_stop_payouts
from marketplace.kernel.operations import entry
from payments import gateway
from payments.models import Payout
from trade.operations.check_names import must_be_clear, screened, subjects_of

from .record_payout import fail_payout, record_bank_payout, record_transfer

# The provider forgets idempotency keys after a day; well before that, look before repeating.
KEY_IS_FRESH = timedelta(hours=12)
# Our own balance is short, or the provider needs time: the seller can do nothing about it, and it is tried again.
OUR_PROBLEM = frozenset({"balance_insufficient", "lock_timeout"})


def send_payout(*, payout: Payout, now: datetime) -> Payout:
    """
    Move a requested payout to the seller's account and on to the bank.

    May be run any number of times, by any number of workers, after any crash: the intent is stored, each call has
    its key, each answer is recorded once, so the money leaves exactly once. A definite no from the provider returns
    the money to the seller's available balance, with the reason.

    :raises PaymentProviderUnavailable: if the provider does not answer; run it again.
    :raises HeldForScreening: while a name of the seller is being checked, or was confirmed; the payout waits.
    :raises PayoutsOnHold: while payouts of the seller are on hold; what is not yet under way waits.
    :raises ScreeningUnavailable: if names cannot be checked.
    """
    payout = screened(lambda: subjects_of(payout.organisation_id), lambda: _note_try(payout=payout, now=now), now=now)
    if payout.status == Payout.Status.REQUESTED:
        payout = _transfer(payout, now)
    if payout.status == Payout.Status.SENT and not payout.provider_payout_id:
        payout = _to_the_bank(payout, now)
    return payout


@entry
def _note_try(*, payout: Payout, now: datetime) -> Payout:
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.status in (Payout.Status.REQUESTED, Payout.Status.SENT) and not payout.provider_payout_id:
        must_be_clear(subjects=subjects_of(payout.organisation_id), now=now)
    if payout.status == Payout.Status.REQUESTED:
        must_not_stop_payouts(payout.organisation_id)
    if payout.status == Payout.Status.REQUESTED and payout.tried_at is None:
        payout.tried_at = now
        payout.save(update_fields=["tried_at"])
    return payout


def _transfer(payout: Payout, now: datetime) -> Payout:
    facts = None
    if payout.tried_at is not None and now - payout.tried_at > KEY_IS_FRESH:
        facts = gateway.find_transfer(payout)
    try:
        facts = facts or gateway.create_transfer(payout)
    except gateway.ProviderRefused as refusal:
        if refusal.provider_code in OUR_PROBLEM:
            return _try_later(payout=payout, reason=refusal.detail)
        return fail_payout(payout=payout, reason=refusal.detail, now=now)
    return record_transfer(payout=payout, facts=facts, now=now)


def _to_the_bank(payout: Payout, now: datetime) -> Payout:
    facts = None
    if payout.sent_at is not None and now - payout.sent_at > KEY_IS_FRESH:
        facts = gateway.find_bank_payout(payout)
    try:
        facts = facts or gateway.create_bank_payout(payout)
    except gateway.ProviderRefused as refusal:
        return return_payout(payout=payout, reason=refusal.detail, now=now)
    return record_bank_payout(payout=payout, facts=facts, now=now)


@entry
def _try_later(*, payout: Payout, reason: str) -> Payout:
    """The provider's no is kept under its key; the next try needs a key of its own."""
    seen = payout.attempt
    payout = Payout.objects.select_for_update().get(pk=payout.pk)
    if payout.attempt == seen and payout.status == Payout.Status.REQUESTED:
        payout.attempt += 1
        payout.tried_at = None
        payout.failure = reason[:300]
        payout.save(update_fields=["attempt", "tried_at", "failure"])
    return payout


def return_payout(*, payout: Payout, reason: str, now: datetime) -> Payout:
    """
    Bring back money that could not reach the bank: reverse the transfer, then make it available again.

    :raises PaymentProviderUnavailable: if the provider does not answer; run it again.
    :raises ProviderRefused: if the money cannot be taken back; the payout stays as it is for a person to look at.
    """
    reversal_id = ""
    if payout.provider_transfer_id and not payout.provider_reversal_id:
        reversal_id = _reverse(payout)
    return fail_payout(payout=payout, reason=reason, now=now, reversal_id=reversal_id)


def _reverse(payout: Payout) -> str:
    try:
        return gateway.reverse_transfer(payout)
    except gateway.ProviderRefused:
        # Reversed before, by us a day ago or by a person at the provider: then the money is back all the same.
        if gateway.retrieve_transfer(payout.provider_transfer_id).reversed_minor >= payout.amount_minor:
            return payout.provider_transfer_id
        raise


def check_payout(*, payout: Payout, now: datetime) -> Payout:
    """
    Ask the provider how a payout that was sent stands, and act on it: arrived, still travelling, or sent back.

    :raises PaymentProviderUnavailable: if the provider does not answer.
    """
    if not payout.provider_payout_id or payout.status not in (Payout.Status.SENT, Payout.Status.PAID):
        return payout
    facts = gateway.retrieve_bank_payout(payout.provider_payout_id, account_id=payout.provider_account_id)
    if facts.status in ("failed", "canceled"):
        return return_payout(payout=payout, reason=facts.failure or facts.status, now=now)
    return record_bank_payout(payout=payout, facts=facts, now=now)
