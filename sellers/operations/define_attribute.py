"""Say what a category asks of its listings."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from marketplace.kernel.operations import part
from marketplace.kernel.refusals import InvalidInput
from sellers.models import CategoryAttribute, Listing, ListingChange
from sellers.specs import UNIT_FAMILIES

# Past so many the index is told by a rebuild, not listing by listing.
BATCH = 1000


@part
def define_attribute(*, actor: Actor, attribute: CategoryAttribute) -> CategoryAttribute:
    """
    Keep `attribute` (new or changed), and have search read the listings that answer it again. A part: the admin's pages
    bring a transaction.

    :raises NotAllowed: if the actor does not moderate listings.
    :raises InvalidInput: with a reason at each field that cannot stand: choices without code or labels, a number
        without units, steps that do not rise.
    """
    actor.must("listings.moderate")
    fields = problems_of(attribute)
    if fields:
        raise InvalidInput(fields=fields)
    attribute.save()
    answered = (
        Listing.objects.on_sale()
        .filter(category__path__startswith=attribute.category.path)
        .filter(Q(specs__has_key=attribute.code))
        .values_list("pk", flat=True)
    )
    _tell_search(answered.iterator(chunk_size=BATCH))
    return attribute


def _tell_search(ids: Iterable[int]) -> None:
    ListingChange.objects.bulk_create((ListingChange(listing_id=pk) for pk in ids), batch_size=BATCH)


def problems_of(attribute: CategoryAttribute) -> dict[str, list[Any]]:
    """Return what cannot stand, by field."""
    fields: dict[str, list[Any]] = {}
    is_number = attribute.type == CategoryAttribute.Type.NUMBER
    if is_number and attribute.unit_family not in UNIT_FAMILIES:
        fields["unit_family"] = [_("Choose one of: %(families)s.") % {"families": ", ".join(UNIT_FAMILIES)}]
    if attribute.type in (CategoryAttribute.Type.CHOICE, CategoryAttribute.Type.CHOICES):
        codes = [each.get("code") for each in attribute.choices if _is_choice(each)]
        if not codes or len(codes) != len(attribute.choices) or len(set(codes)) != len(codes):
            fields["choices"] = [_("Give each choice a code of its own and its labels, English among them.")]
    steps = attribute.steps
    rising = all(isinstance(step, int | float) for step in steps) and steps == sorted(set(steps))
    if not rising or (steps and not is_number):
        fields["steps"] = [_("Steps are numbers that rise, and only numbers have them.")]
    return fields


def _is_choice(each: Any) -> bool:
    return (
        isinstance(each, Mapping)
        and isinstance(each.get("code"), str)
        and bool(each["code"])
        and "=" not in each["code"]
        and isinstance(each.get("labels"), Mapping)
        and bool(each["labels"].get("en"))
    )
