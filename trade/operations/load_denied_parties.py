"""Put a published denied-party list in force."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db.models import QuerySet

from accounts.actor import Actor
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from trade.editions import raise_edition
from trade.models import DeniedParty, DeniedPartyList, DeniedPartyName, Edition
from trade.screening.lists import ListedParty, read_list
from trade.screening.names import parse

PUBLISHERS = {
    "ofac-sdn": "US Treasury, OFAC", "ofac-cons": "US Treasury, OFAC", "un": "United Nations Security Council",
    "eu": "European Commission", "uk": "UK Foreign, Commonwealth and Development Office", "bis-dpl": "US Commerce, BIS",
    "us-csl": "US Commerce, ITA", "demo": "Bridgeway (fictitious)",
}  # fmt: skip
BATCH = 1000


@dataclass(frozen=True, slots=True)
class ListLoaded:
    """What a load did; `is_new` is False when the same file was in force already."""

    list: DeniedPartyList
    is_new: bool


@entry
def load_denied_parties(
    *,
    actor: Actor,
    file: Path,
    code: str = "",
    aliases: Path | None = None,
    addresses: Path | None = None,
    now: datetime,
) -> ListLoaded:
    """
    Read a published list and put it in force in place of the version before, whole or not at all.

    Loading the file that is in force already only notes that it was seen again. Who is on the platform is held
    against the new version by itself, within minutes.

    :param code: the list that the file is, if its form alone does not tell (OFAC's two lists look alike).
    :raises NotAllowed: unless the platform does it.
    :raises ListFileRefused: naming the row or element; the version in force stays.
    """
    actor.must("screening.operate")
    digest = _digest(file, aliases, addresses)
    head, parties = read_list(file, on=now.date(), code=code, aliases=aliases, addresses=addresses)
    # One load of a list at a time: the row of the version in force is the lock.
    before = DeniedPartyList.objects.select_for_update().filter(code=head.code, is_current=True).first()
    if before is not None and before.file_hash == digest:
        before.checked_at = now
        before.save(update_fields=["checked_at"])
        return ListLoaded(before, is_new=False)
    if before is not None:
        before.is_current = False
        before.save(update_fields=["is_current"])
    last = DeniedPartyList.objects.filter(code=head.code).order_by("-version").first()
    made = DeniedPartyList.objects.create(
        code=head.code,
        version=last.version + 1 if last else 1,
        publisher=PUBLISHERS.get(head.code, head.code),
        file_hash=digest,
        file_name=file.name[:200],
        loaded_at=now,
        checked_at=now,
    )
    while batch := tuple(islice(parties, BATCH)):
        _store(made, batch)
    made.published_date = head.published
    made.save(update_fields=["party_count", "name_count", "published_date"])
    needed = DeniedParty.objects.filter(hits__isnull=False, list__code=head.code).values("list_id")
    _forget(DeniedPartyList.objects.filter(code=head.code, is_current=False).exclude(pk__in=needed))
    raise_edition(Edition.Kind.SCREENING, now)
    events.record(
        "trade.denied_list.loaded",
        subject=made,
        actor=actor,
        at=now,
        payload={"list": made.code, "version": made.version, "parties": made.party_count},
    )
    return ListLoaded(made, is_new=True)


def _store(made: DeniedPartyList, batch: tuple[ListedParty, ...]) -> None:
    rows = DeniedParty.objects.bulk_create(
        DeniedParty(
            list=made,
            reference=party.reference[:120],
            kind=party.kind,
            programme=party.programme[:300],
            countries=sorted(party.countries),
            births=party.births[:20],
            identifiers=party.identifiers[:40],
            remarks=party.remarks,
            link=party.link[:300],
            fingerprint=_fingerprint(party),
        )
        for party in batch
    )
    names = [
        DeniedPartyName(
            party=row,
            name=name.text,
            is_alias=name.is_alias,
            is_weak=name.is_weak,
            normalised=[reading.text for reading in parse(name.text, party.kind)],
        )
        for row, party in zip(rows, batch, strict=True)
        for name in party.names
    ]
    DeniedPartyName.objects.bulk_create(names, batch_size=2000)
    made.party_count += len(rows)
    made.name_count += len(names)


def _forget(lists: QuerySet[DeniedPartyList]) -> None:
    """Delete versions to which no hit refers; straight in the database, they have tens of thousands of rows."""
    ids = list(lists.values_list("pk", flat=True))
    DeniedPartyName.objects.filter(party__list_id__in=ids)._raw_delete(using="default")  # type: ignore[attr-defined]
    DeniedParty.objects.filter(list_id__in=ids)._raw_delete(using="default")  # type: ignore[attr-defined]
    DeniedPartyList.objects.filter(pk__in=ids).delete()


def _fingerprint(party: ListedParty) -> str:
    """What tells the party from others; remarks may be reworded without a new decision."""
    facts = [party.kind, sorted(name.text for name in party.names), sorted(party.countries), sorted(party.births),
             sorted(party.identifiers)]  # fmt: skip
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _digest(*files: Path | None) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file is not None:
            with file.open("rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
        digest.update(b"\0")
    return digest.hexdigest()
