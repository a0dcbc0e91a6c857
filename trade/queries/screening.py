"""Reading the lists and what screening found."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import BeneficialOwner, Membership, Organisation
from accounts.requirements import Answer
from trade.editions import SHELVES
from trade.models import DeniedParty, DeniedPartyList, DeniedPartyName, Edition, Screening, ScreeningHit
from trade.screening.factors import Factor, Facts, weigh
from trade.screening.index import ListedName, NameIndex
from trade.screening.match import THRESHOLD, Match, search
from trade.screening.names import parse

KIND = Edition.Kind.SCREENING
_READ = "SELECT number FROM trade_edition WHERE kind = %s"
# Readers do not wait for one another; who changes the lists waits for all of them, and they for whoever changes.
_LOCKED = _READ + " FOR SHARE"
# Names below the threshold by less than a second factor can add are looked at too.
MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class ScreenedName:
    """A name to hold against the lists. `born` is an ISO date or empty, `owner` the public id of an owner."""

    role: str
    text: str
    kind: str
    country: str = ""
    born: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is screened: `kind` and `id` say who, `organisation_id` whose it is, `names` under which names."""

    kind: str
    id: str
    organisation_id: int
    names: tuple[ScreenedName, ...]

    @property
    def fingerprint(self) -> str:
        """Changes with any name or second factor: then what was found before no longer stands for them."""
        return _hash([asdict(name) for name in self.names])


@dataclass(frozen=True, slots=True)
class Found:
    """A listed party that a name is like, with the score after second factors."""

    party: DeniedParty
    listed_name: str
    score: float
    match: Match
    factors: list[Factor]

    def explanation(self) -> dict[str, Any]:
        """Which words were paired, what was left over on either side, and the second factors."""
        return {
            "name_score": self.match.score,
            "pairs": [asdict(pair) for pair in self.match.pairs],
            "query_left": list(self.match.query_left),
            "listed_left": list(self.match.listed_left),
            "factors": [asdict(factor) for factor in self.factors],
        }


@dataclass(frozen=True, slots=True)
class LoadedLists:
    """The lists in force, held in memory: the index, and for each of its names the name and party in the database."""

    edition: int
    index: NameIndex
    name_ids: list[int]
    versions: dict[str, int]


def loaded_lists(edition: int | None = None) -> LoadedLists:
    """
    The lists in force; built when first asked for after a change, from names that were normalised on loading.

    :param edition: what the caller knows to be in force; if this process holds another, it is dropped.
    """
    shelf = SHELVES[KIND]
    if edition is not None and shelf.number != edition:
        shelf.forget()
    return shelf.get("lists", lambda: _load(shelf.number))


def _load(edition: int) -> LoadedLists:
    rows = (
        DeniedPartyName.objects.filter(party__list__is_current=True, party__kind__in=["person", "entity"])
        .order_by("pk")
        .values_list("pk", "party_id", "party__kind", "is_weak", "normalised")
    )
    names: list[ListedName] = []
    name_ids: list[int] = []
    for number, party, kind, is_weak, readings in rows.iterator(chunk_size=5000):
        for reading in readings:
            names.append(ListedName(party, tuple(reading.split()), kind == "person", is_weak))
            name_ids.append(number)
    versions = dict(DeniedPartyList.objects.filter(is_current=True).values_list("code", "version"))
    return LoadedLists(edition, NameIndex(names), name_ids, versions)


def current_edition(*, lock: bool = False) -> int:
    """
    The edition of the lists as the database has it now.

    :param lock: hold off a change of the lists until this transaction is over; others may read on.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED if lock else _READ, [KIND])
        row = cursor.fetchone()
    return row[0] if row else 0


def find_denied(
    lists: LoadedLists, name: ScreenedName, *, facts: Facts | None = None, least: float = THRESHOLD, most: int = 20
) -> list[Found]:
    """Return the listed parties that a name is like, best first, with second factors weighed in."""
    matches = search(lists.index, name.text, kind=name.kind, least=least - MARGIN, most=100)
    if not matches:
        return []
    parties = DeniedParty.objects.select_related("list").in_bulk(
        {lists.index.names[each.name].party for each in matches}
    )
    names = DeniedPartyName.objects.in_bulk({lists.name_ids[each.name] for each in matches})
    found = []
    for match in matches:
        party = parties[lists.index.names[match.name].party]
        score, factors = weigh(match.score, facts or facts_from(name), facts_of(party))
        if score >= least:
            found.append(Found(party, names[lists.name_ids[match.name]].name, score, match, factors))
    return sorted(found, key=lambda each: -each.score)[:most]


def facts_of(party: DeniedParty) -> Facts:
    """The second factors of a listed party."""
    return Facts(frozenset(party.countries), tuple(party.births), frozenset(party.identifiers))


def organisation_subject(organisation: Organisation) -> Subject:
    """The organisation under its names, its owners and its members."""
    return organisation_subjects([organisation])[0]


def organisation_subjects(organisations: Iterable[Organisation]) -> list[Subject]:
    """The same for many, in two reads."""
    organisations = list(organisations)
    ids = [organisation.pk for organisation in organisations]
    owners: dict[int, list[BeneficialOwner]] = {}
    for owner in BeneficialOwner.objects.filter(organisation_id__in=ids).order_by("pk"):
        owners.setdefault(owner.organisation_id, []).append(owner)
    members: dict[int, list[Membership]] = {}
    for member in Membership.objects.filter(organisation_id__in=ids).select_related("user").order_by("pk"):
        members.setdefault(member.organisation_id, []).append(member)
    return [_organisation_subject(each, owners.get(each.pk, []), members.get(each.pk, [])) for each in organisations]


def _organisation_subject(
    organisation: Organisation, owners: list[BeneficialOwner], members: list[Membership]
) -> Subject:
    # A firm may carry its owner's name: its own name is compared with people too.
    texts = [organisation.name, *(name.strip() for name in organisation.trading_names.split(";"))]
    names = [ScreenedName("organisation", text, "", organisation.country) for text in texts if text]
    for owner in owners:
        born = owner.born_on.isoformat() if owner.born_on else ""
        names += [
            ScreenedName("owner", text, owner.kind, owner.country, born, owner.public_id) for text in owner.all_names
        ]
    names += [
        ScreenedName("member", member.user.full_name, "person", member.user.country)
        for member in members
        if member.user.full_name
    ]
    return Subject(Screening.Subject.ORGANISATION, str(organisation.pk), organisation.pk, tuple(names))


def consignee_subject(organisation_id: int, address: dict[str, Any]) -> Subject | None:
    """Who receives at an address, as a subject of the buying organisation; None for an address without names."""
    country = str(address.get("country", ""))
    recipient, company = str(address.get("recipient", "")).strip(), str(address.get("company", "")).strip()
    names = []
    if recipient:
        names.append(ScreenedName("recipient", recipient, "", country))
    if company:
        names.append(ScreenedName("company", company, "", country))
    if not names:
        return None
    key = _hash([recipient.casefold(), company.casefold(), country])[:24]
    return Subject(Screening.Subject.CONSIGNEE, f"{organisation_id}:{key}", organisation_id, tuple(names))


def not_yet_screened(subjects: Iterable[Subject], edition: int) -> list[Subject]:
    """Those of the subjects that were not held against this edition under their present names."""
    subjects = list(subjects)
    rows = Screening.objects.filter(subject_id__in=[subject.id for subject in subjects], edition=edition)
    done = set(rows.values_list("subject_kind", "subject_id", "fingerprint"))
    return [subject for subject in subjects if (subject.kind, subject.id, subject.fingerprint) not in done]


def hits_holding(subjects: Iterable[Subject]) -> QuerySet[ScreeningHit]:
    """The hits that stand in the way of any of the subjects."""
    ids = [subject.id for subject in subjects]
    return ScreeningHit.objects.filter(subject_id__in=ids, blocks=True)


def is_held(organisation_id: int) -> bool:
    """Whether an open or confirmed hit stands against the organisation itself."""
    return ScreeningHit.objects.filter(
        subject_kind=Screening.Subject.ORGANISATION, subject_id=str(organisation_id), blocks=True
    ).exists()


def screening_clear(organisation: Organisation, now: datetime) -> Answer:
    """Whether nothing stands against the organisation: what selling and being paid ask for."""
    screening = last_screening_of(organisation.pk)
    checked = f"{screening.at:%Y-%m-%d %H:%M} UTC" if screening is not None else str(_("not yet"))
    return Answer(
        is_met=not is_held(organisation.pk),
        waits=True,
        detail=_("Names are being checked.") if is_held(organisation.pk) else "",
        evidence=((_("Last checked"), checked),),
    )


def hits_of(organisation_id: int) -> QuerySet[ScreeningHit]:
    """What was found about an organisation, its owners and those it ships to, newest first."""
    return ScreeningHit.objects.filter(organisation_id=organisation_id).order_by("-pk")


def last_screening_of(organisation_id: int) -> Screening | None:
    """When the organisation was last screened, and with what result."""
    return (
        Screening.objects.filter(subject_kind=Screening.Subject.ORGANISATION, subject_id=str(organisation_id))
        .order_by("-edition", "-pk")
        .first()
    )


def unscreened(edition: int, limit: int) -> list[Organisation]:
    """Active organisations that were not yet held against this edition of the lists."""
    return list(
        Organisation.objects.filter(status=Organisation.Status.ACTIVE)
        .extra(
            where=[
                "NOT EXISTS (SELECT FROM trade_screening s WHERE s.subject_kind = 'organisation' "
                "AND s.subject_id = accounts_organisation.id::text AND s.edition = %s)"
            ],
            params=[edition],
        )
        .order_by("pk")[:limit]
    )


@dataclass(frozen=True, slots=True)
class ListTrouble:
    """Why a required list cannot be relied on: it is missing, or `age_days` old."""

    code: str
    age_days: int | None


def list_troubles(now: datetime) -> list[ListTrouble]:
    """The required lists that are missing or older than allowed (`SCREENING_LISTS`, `SCREENING_MAX_AGE_DAYS`)."""
    seen = dict(DeniedPartyList.objects.filter(is_current=True).values_list("code", "checked_at"))
    oldest = settings.SCREENING_MAX_AGE_DAYS
    troubles = []
    for code in settings.SCREENING_LISTS:
        if code not in seen:
            troubles.append(ListTrouble(code, None))
        elif oldest and now - seen[code] > timedelta(days=oldest):
            troubles.append(ListTrouble(code, (now - seen[code]).days))
    return troubles


def name_key(name: ScreenedName) -> str:
    """What makes two names the same for a clearance: spelling, kind, country and date of birth."""
    readings = [reading.text for reading in parse(name.text, name.kind)]
    return _hash([readings, name.text.casefold() if not readings else "", name.kind, name.country, name.born])


def facts_from(name: ScreenedName) -> Facts:
    """The second factors of a name."""
    return Facts(frozenset({name.country} - {""}), (name.born,) if name.born else ())


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
