"""Suggest, confirm and queue the HS code of goods."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput
from trade.classification import LOW_CONFIDENCE
from trade.editions import raise_edition
from trade.models import ClassificationRequest, Edition
from trade.queries.classification import hs_suggestions
from trade.queries.nomenclature import SUBHEADING, problem_with_hs_code

State = ClassificationRequest.State
LONGEST_TITLE, LONGEST_TEXT = 200, 8000


@dataclass(frozen=True, slots=True)
class Goods:
    """What is to be classified, in the seller's words. `subject` names what it is for, such as a listing."""

    title: str
    text: str = ""
    material: str = ""
    origin: str = ""
    subject: str = ""
    picture_url: str = ""


@entry
def suggest_hs_code(*, actor: Actor, goods: Goods, now: datetime) -> ClassificationRequest:
    """
    Keep a question with its ranked candidates. If none is likely enough, it waits for a person at once.

    :raises NotAllowed: if the actor may not edit listings.
    :raises InvalidInput: if there is no title.
    """
    asked = _open(actor, goods, now)
    if asked.state not in (State.CONFIRMED, State.DECIDED) and _best(asked) < LOW_CONFIDENCE:
        _queue(asked, actor, now)
    asked.save()
    return asked


@entry
def confirm_hs_code(
    *, actor: Actor, goods: Goods, hs_code: str, now: datetime, asked_before: ClassificationRequest | None = None
) -> ClassificationRequest:
    """
    Record that the seller says this is the code. Confirming the same code for the same words again changes nothing.

    `asked_before` is the question this answers, where it has no subject to be found by. A code confirmed by enough
    for like words speaks for itself in later suggestions.

    :raises NotAllowed: if the actor may not edit listings.
    :raises InvalidInput: if there is no title, or no such code.
    """
    code = known_code(hs_code)
    asked = _open(actor, goods, now, asked_before)
    if asked.state in (State.CONFIRMED, State.DECIDED) and asked.hs_code == code and asked.pk:
        return asked
    asked.hs_code, asked.state = code, State.CONFIRMED
    asked.decided_by, asked.reason, asked.decided_at = None, "", now
    asked.save()
    events.record("trade.classification.confirmed", subject=asked, actor=actor, at=now, payload={"hs_code": code})
    raise_edition(Edition.Kind.CLASSIFICATION, now)
    return asked


@entry
def queue_classification(*, actor: Actor, goods: Goods, now: datetime) -> ClassificationRequest:
    """
    Let a person decide: the seller is not sure, or none of the candidates is right. Asking again changes nothing.

    :raises NotAllowed: if the actor may not edit listings.
    :raises InvalidInput: if there is no title.
    """
    asked = _open(actor, goods, now)
    if not asked.waits:
        _queue(asked, actor, now)
    asked.save()
    return asked


def known_code(hs_code: str) -> str:
    """
    Return the code as bare digits.

    :raises InvalidInput: if it has too few digits, has ended or never was; the text says what to use instead.
    """
    code = hs_code.replace(".", "").replace(" ", "")
    if not (len(code) >= SUBHEADING and code.isascii() and code.isdigit()):
        raise InvalidInput(fields={"hs_code": [_("Enter at least six digits, or choose one of the codes offered.")]})
    if problem := problem_with_hs_code(code):
        raise InvalidInput(fields={"hs_code": [problem]})
    return code


def _open(
    actor: Actor, goods: Goods, now: datetime, before: ClassificationRequest | None = None
) -> ClassificationRequest:
    """Return the actor's question about this subject, its words and candidates as they are now; not saved yet."""
    actor.must("listings.edit")
    organisation = actor.must_act_for_an_organisation()
    title = " ".join(goods.title.split())[:LONGEST_TITLE]
    if not title:
        raise InvalidInput(fields={"title": [_("Say in the title what it is.")]})
    asked = None
    held = ClassificationRequest.objects.select_for_update().filter(organisation=organisation)
    if before is not None:
        asked = held.filter(pk=before.pk).first()
    elif goods.subject:
        asked = held.filter(subject=goods.subject).first()
    if asked is None:
        asked = ClassificationRequest(organisation=organisation, subject=goods.subject, asked_at=now)
    text = goods.text[:LONGEST_TEXT]
    if (asked.title, asked.text, asked.material) != (title, text, goods.material) or not asked.pk:
        found = hs_suggestions(title, text=text, material=goods.material)
        asked.candidates = [each.as_json() for each in found]
        if asked.title != title and asked.state in (State.CONFIRMED, State.DECIDED):
            # Other words may be other goods: the answer was to the old ones.
            asked.state, asked.hs_code, asked.reason, asked.decided_by = State.SUGGESTED, "", "", None
    asked.title, asked.text, asked.material = title, text, goods.material
    asked.origin, asked.picture_url = goods.origin, goods.picture_url[:300]
    return asked


def _queue(asked: ClassificationRequest, actor: Actor, now: datetime) -> None:
    asked.state, asked.hs_code, asked.reason, asked.decided_by = State.QUEUED, "", "", None
    asked.queued_at, asked.decided_at = now, None
    asked.save()
    events.record("trade.classification.queued", subject=asked, actor=actor, at=now)


def _best(asked: ClassificationRequest) -> float:
    return max((each["confidence"] for each in asked.candidates), default=0.0)
