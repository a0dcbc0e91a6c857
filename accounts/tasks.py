"""What happens by the clock: registers are asked, holds end, archives are written and deleted."""

import structlog
from celery import shared_task
from django.utils import timezone

from accounts import queries
from accounts.actor import Actor
from accounts.operations.change_hold import end_hold
from accounts.operations.export_data import expire_export
from accounts.operations.export_data import write_export as write_one
from accounts.operations.note_asked import note_asked
from accounts.operations.verify_tax_id import verify_tax_id
from accounts.queries import exports_open, exports_over, holds_due
from accounts.vies import ViesUnavailable, ask_vies
from marketplace.kernel.refusals import Refusal

log = structlog.get_logger(__name__)

# Each is a call to a register that answers in its own time.
ASKED_AT_ONCE = 20


@shared_task
def end_holds() -> int:
    """Let every hold end whose time has come. Returns how many did."""
    now = timezone.now()
    ended = 0
    for hold in holds_due(now):
        try:
            ended += end_hold(hold=hold, now=now)
        except Exception:
            # One that cannot end must not keep the others.
            log.exception("hold_not_ended", hold=hold.public_id)
    return ended


@shared_task(soft_time_limit=3300, time_limit=3360)
def write_export(export_id: int) -> bool:
    """Write one archive. It may take long, and may be handed out twice: the row says which worker has it."""
    return write_one(export_id=export_id)


@shared_task
def tend_exports() -> int:
    """Hand out archives that wait or were left behind, and delete those whose days are over. Returns how many."""
    now = timezone.now()
    waiting = list(exports_open(now))
    for export_id in waiting:
        write_export.delay(export_id)
    return len(waiting) + sum(expire_export(export_id=export_id, now=now) for export_id in list(exports_over(now)))


@shared_task
def verify_tax_numbers() -> int:
    """Ask VIES about VAT numbers that are due. Returns how many were answered."""
    actor = Actor.system("VIES")
    answered = 0
    for tax_id in queries.numbers_to_ask(timezone.now(), ASKED_AT_ONCE):
        try:
            answer = ask_vies(tax_id)
        except ViesUnavailable as failure:
            # The register is away: those behind it wait for the next round, and nothing is concluded.
            log.warning("vies_unavailable", country=tax_id.country, why=str(failure)[:200])
            note_asked(tax_id=tax_id, now=timezone.now())
            continue
        try:
            verify_tax_id(
                actor=actor, tax_id=tax_id, is_valid=answer.is_valid, reference=answer.reference, now=timezone.now()
            )
        except Refusal as refusal:
            # It was replaced or removed while the register was asked.
            log.info("tax_number_gone", code=refusal.code)
        else:
            answered += 1
    return answered
