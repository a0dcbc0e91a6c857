"""Release an escrow to its shares."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.money import Money
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import Refusal
from payments.models import Escrow, EscrowShare, LedgerAccount, Movement
from trade.operations.check_names import must_be_clear, subjects_of

from .note_movement import note_movement
from .open_accounts import Purse, open_accounts
from .post_entry import Line, post_entry

PURPOSE = LedgerAccount.Purpose
# Where the parts that are not a seller's go.
PLATFORM_PURSE = {
    EscrowShare.Purpose.COMMISSION: PURPOSE.COMMISSION,
    EscrowShare.Purpose.CUSTOMS: PURPOSE.CUSTOMS,
    EscrowShare.Purpose.GUARANTEE: PURPOSE.GUARANTEE,
}


class EscrowNotFunded(Refusal):
    """The escrow holds no money that could be released or given back."""

    code = "escrow_not_funded"
    title = _("There is no money in escrow")
    message = _("This escrow is %(status)s; only money that is held can be released or given back.")


@part
def release_escrow(*, escrow: Escrow, actor: Actor, now: datetime) -> Escrow:
    """
    Give the escrow's money to its shares: seller, commission, customs.

    A share in another currency goes through currency clearing, in one entry that balances in each currency.
    Releasing twice is releasing once. The payout to the seller follows by itself. The caller decides who may.

    The caller has screened the payee (`screened`).

    :raises EscrowNotFunded: if the money never came, or went back.
    :raises HeldForScreening, NamesNotScreened, ScreeningUnavailable: unless the payee is clear of denied-party lists.
    """
    escrow = Escrow.objects.select_for_update().get(pk=escrow.pk)
    if escrow.status == Escrow.Status.RELEASED:
        return escrow
    if escrow.status != Escrow.Status.FUNDED:
        raise EscrowNotFunded(status=escrow.get_status_display())
    must_be_clear(subjects=subjects_of(escrow.payee_id), now=now)
    entry = post_entry(kind="escrow.released", reference=escrow.public_id, lines=_lines(escrow), at=now)
    for share in escrow.shares.filter(purpose=EscrowShare.Purpose.SELLER).order_by("pk"):
        note_movement(
            entry=entry,
            organisation_id=share.seller_id,
            kind=Movement.Kind.RELEASED,
            escrow=escrow,
            currency=share.payout_currency,
            amount_minor=share.payout_minor,
        )
    escrow.status = Escrow.Status.RELEASED
    escrow.released_at = now
    escrow.save(update_fields=["status", "released_at"])
    events.record(
        "payments.escrow.released",
        subject=escrow,
        actor=actor,
        at=now,
        payload={"reference": escrow.reference, "escrow": escrow.public_id},
        organisation_id=escrow.payee_id,
    )
    return escrow


def _lines(escrow: Escrow) -> list[Line]:
    held = Purse(PURPOSE.ESCROW, escrow.currency, escrow.payee_id)
    moves: list[tuple[Purse, Money]] = [(held, escrow.amount)]
    for share in escrow.shares.order_by("pk"):
        if share.purpose != EscrowShare.Purpose.SELLER:
            moves.append((Purse(PLATFORM_PURSE[EscrowShare.Purpose(share.purpose)], share.currency), -share.amount))
            continue
        if share.payout_currency != share.currency:
            moves.append((Purse(PURPOSE.FX_CLEARING, share.currency), -share.amount))
            moves.append((Purse(PURPOSE.FX_CLEARING, share.payout_currency), share.payout_amount))
        moves.append((Purse(PURPOSE.AVAILABLE, share.payout_currency, share.beneficiary_id), -share.payout_amount))
    accounts = open_accounts(purses=[purse for purse, _amount in moves])
    return [(accounts[purse], amount) for purse, amount in moves]
