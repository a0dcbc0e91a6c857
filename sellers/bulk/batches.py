"""One batch of an import: matched, compared and, unless it is only looked at, written; all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Organisation
from sellers import history
from sellers.bulk import changing
from sellers.bulk.comparing import Change, compare, refusal_to_change, wrong_with
from sellers.bulk.copying import Copier
from sellers.bulk.making import copy_listings, new_listing
from sellers.bulk.matching import Matches, find_known
from sellers.imports.products import Problem, Product, key_of
from sellers.imports.reading import ProductReader
from sellers.models import ImportedRow, ImportPicture, ImportProblem, Listing, ListingEdit, ListingRevision
from sellers.operations._listings import write_variant

MOST_EXAMPLES = 12


@dataclass
class Outcome:
    """What became of a batch: products by what happened to them, and what is to be said."""

    new: list[Product] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[tuple[Product, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bad_rows: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Job:
    """Whose import it is, who began it and how it reads, the same for every batch."""

    import_id: int
    organisation: Organisation
    actor: Actor
    language: str
    reader: ProductReader
    write: bool


def run_batch(job: Job, products: Sequence[Product], *, now: datetime) -> Outcome:
    """
    Do a batch in the transaction that is open. What is wrong is said and left out; the rest goes in.

    With `job.write` False everything is worked out and told the same way, and no listing is touched.
    """
    outcome = Outcome()
    good = _without_repeats(job, products, outcome)
    matches = find_known(job.organisation.pk, good, lock=job.write)
    proposals = _proposals(matches)
    before = history.snapshots(_touched(good, matches, proposals), ["variants"]) if job.write else {}
    for product in good:
        known, variant_id = matches.find(product)
        if known is None:
            _take_new(job, product, matches, outcome)
            continue
        listing = known.listing
        if reason := refusal_to_change(listing):
            _refuse(product, outcome, [Problem(product.row, "", "", reason)])
            continue
        revision = proposals.get(listing.pk)
        change = compare(product, known, variant_id, revision.content if revision else {})
        if errors := _errors_of(change, matches, revision):
            _refuse(product, outcome, _problems(job, product, errors))
        elif not change:
            outcome.unchanged.append((product, listing.pk))
        elif change.slow and (errors := changing.write_slowly(change, now=now, keep=job.write)):
            _refuse(product, outcome, _problems(job, product, errors))
        else:
            _note_example(change, outcome)
            outcome.changed.append(change)
            changing.apply_in_memory(change)
    _note_new(outcome)
    made = _write(job, outcome, now) if job.write else {}
    _keep_record(job, outcome, made)
    _keep_history(job, outcome, before, now)
    return outcome


def _touched(products: Sequence[Product], matches: Matches, proposals: dict[int, ListingRevision]) -> list[Listing]:
    """Return the listings that will change, before anything is put on them."""
    found: dict[int, Listing] = {}
    for product in products:
        known, variant_id = matches.find(product)
        if known is None or known.listing.pk in found:
            continue
        revision = proposals.get(known.listing.pk)
        if compare(product, known, variant_id, revision.content if revision else {}):
            found[known.listing.pk] = known.listing
    return list(found.values())


def _keep_history(job: Job, outcome: Outcome, before: dict[int, dict[str, Any]], now: datetime) -> None:
    listings = {change.known.listing.pk: change.known.listing for change in outcome.changed}
    if job.write and listings:
        history.record_many(
            actor=job.actor,
            listings=listings.values(),
            before=before,
            after=history.snapshots(list(listings.values()), ["variants"]),
            what=ListingEdit.What.IMPORTED,
            now=now,
        )


def _refuse(product: Product, outcome: Outcome, problems: list[Problem]) -> None:
    outcome.bad_rows += product.rows
    outcome.problems += product.problems + problems


def _without_repeats(job: Job, products: Sequence[Product], outcome: Outcome) -> list[Product]:
    """Leave out what is bad already, and products whose number or SKU stood in the file before."""
    readable = []
    for product in products:
        if product.is_bad:
            _refuse(product, outcome, [])
        else:
            readable.append(product)
    keys = {name: key_of(name) for product in readable for name in product.names}
    seen: dict[int, int] = {}
    if keys:
        earlier = ImportedRow.objects.filter(
            catalogue_import_id=job.import_id, is_check=not job.write, key__in=list(keys.values())
        )
        seen = dict(earlier.values_list("key", "row"))
    good = []
    for product in readable:
        names = product.names
        twice = next((name for name in names if keys[name] in seen), None)
        repeated = next((name for at, name in enumerate(names) if name in names[:at]), None)
        if twice is None and repeated is None:
            seen.update(dict.fromkeys((keys[name] for name in names), product.row))
            good.append(product)
            continue
        name = twice or repeated or ""
        kind, _sign, value = name.partition(":")
        row = seen.get(keys[name], product.row)
        if kind == "sku":
            reason = _("This SKU stands on row %(row)s already. Each SKU stands once in a file.") % {"row": row}
        elif value.startswith("title:"):
            reason = _(
                "This title stands on row %(row)s already, and the file has no other number to tell them apart. "
                "Add a column with SKUs or product numbers."
            ) % {"row": row}
        else:
            reason = _("This number stands on row %(row)s already. Rows of one product follow each other.") % {
                "row": row
            }
        column, _value = job.reader.place_of("sku" if kind == "sku" else "external_id", {})
        shown = value.removeprefix("title:")[:200]
        _refuse(product, outcome, [Problem(product.row, column, shown, reason)])
    return good


def names_between(import_id: int, products: Sequence[Product], *, is_check: bool, first: int, last: int) -> bool:
    """Tell whether a product of these stands in the rows behind `first` up to `last`, as far as they are in."""
    keys = [key_of(name) for product in products for name in product.names]
    between = ImportedRow.objects.filter(
        catalogue_import_id=import_id, is_check=is_check, row__gt=first, row__lte=last, key__in=keys
    )
    return between.exists()


def _take_new(job: Job, product: Product, matches: Matches, outcome: Outcome) -> None:
    errors: dict[str, list[Any]] = {}
    if not product.content.get("title"):
        errors["title"] = [_("Give it a title.")]
    tiers, moq = product.content.get("tiers"), product.content.get("moq", 1)
    if tiers and tiers[0].min_quantity > moq:
        errors["tiers.0.min_quantity"] = [
            _("The minimum order is %(moq)s, so the first price must start there or below.") % {"moq": moq}
        ]
    if errors:
        _refuse(product, outcome, _problems(job, product, errors))
    else:
        outcome.problems += product.problems
        outcome.new.append(product)


def _errors_of(change: Change, matches: Matches, revision: ListingRevision | None) -> dict[str, list[Any]]:
    errors = wrong_with(change)
    listing_id = change.known.listing.pk
    skus = {row.content.get("sku", "") for row in change.product.variants} | {change.variant.get("sku", "")}
    if any(sku and matches.by_sku.get(sku, (listing_id, 0))[0] != listing_id for sku in skus):
        errors["sku"] = [_("Another of your listings has this SKU.")]
    if change.proposed and revision is not None and revision.state == ListingRevision.State.IN_REVIEW:
        errors[next(iter(change.proposed))] = [
            _("Changes to this listing are being reviewed. Take them back first, then import again.")
        ]
    return errors


def _problems(job: Job, product: Product, errors: dict[str, list[Any]]) -> list[Problem]:
    found = []
    for name, reasons in errors.items():
        column, _value = job.reader.place_of(name, {})
        value = product.content.get(name, "")
        shown = str(value)[:200] if isinstance(value, str | int) else ""
        found += [Problem(product.row, column, shown, str(reason)) for reason in reasons]
    return found


def _proposals(matches: Matches) -> dict[int, ListingRevision]:
    published = [pk for pk, known in matches.known.items() if known.listing.was_published]
    if not published:
        return {}
    open_ones = ListingRevision.objects.filter(listing_id__in=published).exclude(state__in=ListingRevision.CLOSED)
    return {revision.listing_id: revision for revision in open_ones}


def _note_example(change: Change, outcome: Outcome) -> None:
    outcome.problems += change.product.problems
    if len(outcome.examples) < MOST_EXAMPLES:
        outcome.examples.append(
            {
                "row": change.product.row,
                "title": change.known.listing.title,
                "is_new": False,
                "words": [
                    [name, _shown(old), _shown(new), name in change.proposed] for name, old, new in change.words()[:6]
                ],
            }
        )


def _note_new(outcome: Outcome) -> None:
    for product in outcome.new[: max(0, MOST_EXAMPLES - len(outcome.examples))]:
        tiers = product.content.get("tiers")
        outcome.examples.append(
            {
                "row": product.row,
                "title": product.content["title"],
                "is_new": True,
                "price": str(tiers[0].unit_price) if tiers else "",
                "variants": len(product.variants),
                "words": [],
            }
        )


def _shown(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return ", ".join(f"{quantity}+ {price.normalize():f}" for quantity, price in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {text}" for name, text in value.items())[:200]
    return "" if value is None else str(value)[:200]


def _write(job: Job, outcome: Outcome, now: datetime) -> dict[int, int]:
    """Write what is new and what changed; returns listing by row of the file."""
    fast = [product for product in outcome.new if product.content.get("kind") != Listing.Kind.PERISHABLE_LOT]
    ids = copy_listings(fast, job.organisation, job.language, now) if fast else []
    made = {product.row: pk for product, pk in zip(fast, ids, strict=True)}
    for product in outcome.new:
        if product.row not in made:
            # Lots are counted and dated one by one.
            with transaction.atomic():
                listing = new_listing(product, job.organisation, job.language)
                listing.save()
                write_variant(listing, product.content)
                made[product.row] = listing.pk
    changing.write_changes(outcome.changed, now=now)
    return made


def _keep_record(job: Job, outcome: Outcome, made: dict[int, int]) -> None:
    rows = Copier(
        ImportedRow,
        without=("id",),
        named=("catalogue_import_id", "is_check", "row", "key", "outcome", "listing_id", "before"),
    )
    pictures: list[ImportPicture] = []

    def keep(product: Product, kind: str, listing_id: int | None, before: Any = None) -> None:
        for at, name in enumerate(product.names):
            # Each name finds the row again; the first also says what happened.
            first = not at
            rows.add_values(
                job.import_id,
                not job.write,
                product.row,
                key_of(name),
                kind if first else "",
                listing_id,
                before if first else None,
            )
        if job.write and listing_id is not None:
            pictures.extend(
                ImportPicture(
                    catalogue_import_id=job.import_id, listing_id=listing_id, row=product.row, address=address
                )
                for address in product.pictures
            )

    for product in outcome.new:
        keep(product, ImportedRow.Outcome.NEW, made.get(product.row))
    for change in outcome.changed:
        keep(change.product, ImportedRow.Outcome.CHANGED, change.known.listing.pk, change.before)
    for product, pk in outcome.unchanged:
        outcome.problems += product.problems
        keep(product, ImportedRow.Outcome.UNCHANGED, pk)
    rows.write()
    ImportPicture.objects.bulk_create(pictures, ignore_conflicts=True)
    reasons = Copier(ImportProblem, without=("id",))
    for problem in outcome.problems:
        reasons.add(
            {
                "catalogue_import_id": job.import_id,
                "row": problem.row,
                "column": problem.column[:120],
                "value": "".join(c for c in problem.value if c.isprintable())[:200],
                "reason": problem.reason,
                "is_warning": problem.is_warning,
            }
        )
    reasons.write()
