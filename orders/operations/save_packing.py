"""The seller says how an order is packed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Text
from orders.models import Order, Packing
from orders.operations._moves import locked
from orders.operations._papers import must_issue_for
from trade.papers import Package
from trade.papers.origin import CRITERIA
from trade.papers.words import PACKAGE_KINDS

MOST_KINDS = 20
MOST_PACKAGES = 9_999
HEAVIEST_G = 30_000_000
LONGEST_CM = 2_000


@entry
def save_packing(
    *,
    actor: Actor,
    order: Order,
    packages: Sequence[Mapping[str, object]],
    marks: str = "",
    notes: str = "",
    wood_is_treated: bool = False,
    wants_origin: bool = False,
    origin_criterion: str = "",
    second_language: str = "",
    now: datetime,
) -> Packing:
    """
    Keep how the order is packed: rows of `kind`, `count`, `gross_weight_g` and, if known, the size in whole cm.

    Papers issued before keep what they said; issue them anew to replace them.

    :raises NotAllowed: if the actor may not issue the seller's papers.
    :raises NotFound: if nothing travels.
    :raises InvalidInput: with `packages` naming the row, or the field that does not hold.
    """
    order = locked(order)
    must_issue_for(actor, order)
    if not order.is_carried:
        raise NotFound
    problems: dict[str, list[Text]] = {}
    rows = []
    for place, row in enumerate(packages, start=1):
        if (package := _package(row)) is None:
            text = _("Row %(row)s: choose a kind, a count, a weight of one above zero, and a size in whole cm.")
            problems.setdefault("packages", []).append(text % {"row": place})
        else:
            rows.append(asdict(package))
    if not packages:
        problems["packages"] = [_("Enter at least one package.")]
    if len(packages) > MOST_KINDS:
        problems["packages"] = [_("Enter at most %(most)s rows.") % {"most": MOST_KINDS}]
    if origin_criterion and origin_criterion not in CRITERIA:
        problems["origin_criterion"] = [_("Choose a criterion from the list.")]
    if second_language and second_language not in dict(settings.LANGUAGES):
        problems["second_language"] = [_("Choose a language from the list.")]
    if problems:
        raise InvalidInput(fields=problems)
    kept, _created = Packing.objects.update_or_create(
        order=order,
        defaults={
            "organisation_id": order.seller_id,
            "packages": rows,
            "marks": " ".join(marks.split())[:200],
            "notes": notes.strip()[:500],
            "wood_is_treated": wood_is_treated,
            "wants_origin": wants_origin,
            "origin_criterion": origin_criterion,
            "second_language": "" if second_language == "en" else second_language,
            "updated_at": now,
        },
    )
    return kept


def _package(row: Mapping[str, object]) -> Package | None:
    """The row as a package, or None if it does not hold."""
    numbers = {}
    limits = {"count": (1, MOST_PACKAGES), "gross_weight_g": (1, HEAVIEST_G)}
    limits |= dict.fromkeys(("length_cm", "width_cm", "height_cm"), (0, LONGEST_CM))
    for name, (least, most) in limits.items():
        value = row.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            return None
        numbers[name] = value
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in PACKAGE_KINDS:
        return None
    return Package(kind=kind, **numbers)
