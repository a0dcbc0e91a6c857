"""Set a seller's released money aside for paying out."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import Organisation, Requirement
from accounts.queries import must_not_stop_payouts
from accounts.requirements import RequirementsOpen, must_meet
from marketplace.kernel import events
from marketplace.kernel.operations import entry, part
from marketplace.kernel.refusals import Refusal
from payments.models import ConnectedAccount, Escrow, EscrowShare, LedgerAccount, Movement, Payout
from payments.queries import bank_account_in_use
from trade.operations.check_names import must_be_clear, screened, subjects_of

from .note_movement import note_movement
from .open_accounts import Purse, open_accounts
from .post_entry import post_entry

PURPOSE = LedgerAccount.Purpose


class PayoutNotPossible(Refusal):
    """The money cannot leave yet; it stays available."""

    code = "payout_not_possible"
    title = _("This cannot be paid out yet")
    message = _("Finish the payout set-up first; the money stays available to you.")


class RequirementsHoldPayout(PayoutNotPossible):
    """Something asked for before being paid is missing. Facts: `missing`."""

    code = "requirements_open"
    message = _("Before we may pay you we need: %(missing)s. The money stays available to you.")


def request_payout(*, share: EscrowShare, actor: Actor, now: datetime) -> Payout:
    """
    Take a released share out of what is available and ask for its transfer; sending follows by itself.

    One share is paid out once: asked again, the payout that is under way or done is returned. After a failed payout
    the money is available again, and a new payout may be asked for.

    :raises PayoutNotPossible: if the seller's account cannot be paid, or the share is not released.
    :raises RequirementsHoldPayout: if something is missing that is asked for before being paid.
    :raises PayoutsOnHold: while payouts of the seller are on hold; the money stays available.
    :raises HeldForScreening: while a name of the seller is being checked, or was confirmed.
    :raises ScreeningUnavailable: if names cannot be checked.
    """
    return screened(
        lambda: subjects_of(share.seller_id),
        lambda: _request_payout(share=share, actor=actor, now=now),
        now=now,
    )


@entry
def _request_payout(*, share: EscrowShare, actor: Actor, now: datetime) -> Payout:
    # The escrow's row stands for the share: two requests wait for each other here.
    escrow = Escrow.objects.select_for_update().get(pk=share.escrow_id)
    alive = Payout.objects.filter(share=share).exclude(status=Payout.Status.FAILED).first()
    if alive is not None:
        return alive
    if escrow.status != Escrow.Status.RELEASED or share.purpose != EscrowShare.Purpose.SELLER:
        raise PayoutNotPossible(_("This money has not been released to the seller."))
    account = ConnectedAccount.objects.filter(organisation_id=share.seller_id).first()
    if account is None or not account.can_be_paid:
        raise PayoutNotPossible
    _must_meet_requirements(share.seller_id, now)
    must_be_clear(subjects=subjects_of(share.seller_id), now=now)
    must_not_stop_payouts(share.seller_id)
    payout = Payout.objects.create(
        organisation_id=share.seller_id,
        share=share,
        bank_account=bank_account_in_use(share.seller_id, share.payout_currency, now=now),
        currency=share.payout_currency,
        amount_minor=share.payout_minor,
        reference=escrow.reference,
        provider_account_id=account.provider_account_id,
        requested_at=now,
    )
    move_payout_money(
        payout=payout, kind="payout.requested", origin=PURPOSE.AVAILABLE, target=PURPOSE.PAYING_OUT, at=now
    )
    events.record("payments.payout.requested", subject=payout, actor=actor, at=now, payload=payout_payload(payout))
    return payout


def _must_meet_requirements(organisation_id: int, now: datetime) -> None:
    organisation = Organisation.objects.get(pk=organisation_id)
    try:
        must_meet(organisation=organisation, gate=Requirement.Gate.BE_PAID, now=now)
    except RequirementsOpen as refusal:
        raise RequirementsHoldPayout(fields=refusal.fields, **refusal.facts) from refusal


@part
def move_payout_money(*, payout: Payout, kind: str, origin: str, target: str, at: datetime) -> None:
    """Enter a payout's amount as moved from one purse to another; the processor's purse is the platform's."""
    purses = [
        Purse(purpose, payout.currency, None if purpose == PURPOSE.PROCESSOR else payout.organisation_id)
        for purpose in (origin, target)
    ]
    accounts = open_accounts(purses=purses)
    posted = post_entry(
        kind=kind,
        reference=payout.public_id,
        lines=[(accounts[purses[0]], payout.amount), (accounts[purses[1]], -payout.amount)],
        at=at,
    )
    if PURPOSE.AVAILABLE in (origin, target):
        leaves = origin == PURPOSE.AVAILABLE
        note_movement(
            entry=posted,
            organisation_id=payout.organisation_id,
            kind=Movement.Kind.PAYOUT if leaves else Movement.Kind.PAYOUT_RETURNED,
            escrow=payout.share.escrow,
            currency=payout.currency,
            amount_minor=-payout.amount_minor if leaves else payout.amount_minor,
        )


def payout_payload(payout: Payout) -> dict[str, str | int]:
    """What every event about a payout tells."""
    return {
        "reference": payout.reference,
        "payout": payout.public_id,
        "amount_minor": payout.amount_minor,
        "currency": payout.currency,
        "failure": payout.failure,
    }
