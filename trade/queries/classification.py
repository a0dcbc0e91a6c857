"""Suggestions for a title, and who waits for a person's answer."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import structlog
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from accounts.actor import Actor
from marketplace.kernel.refusals import NotFound
from trade.classification import Candidate, Classifier, Lexicon, TitleIndex
from trade.classification.confirmed import Confirmed, ConfirmedTitles
from trade.editions import SHELVES
from trade.models import ClassificationRequest, Edition, HsCode
from trade.reference import read_table

# The newest answers are learnt from; older ones have had their say in the word table.
MOST_LEARNT = 20_000
CODE_LENGTH = 6
# The first answer must be this sure, and of another chapter, before a seller's own code is doubted.
SURE_ENOUGH_TO_DOUBT = 0.6

log = structlog.get_logger(__name__)
_making = threading.Lock()
# Taken once and never given back.
_begun = threading.Lock()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate with its official title and the codes above it, chapter first."""

    hs_code: str
    title: str
    confidence: float
    why: tuple[str, ...]
    path: tuple[tuple[str, str], ...]

    @property
    def percent(self) -> int:
        """The confidence in whole per cent."""
        return round(self.confidence * 100)

    def as_json(self) -> dict[str, object]:
        """Return what the API shows and a request keeps."""
        return {
            "hs_code": self.hs_code,
            "title": self.title,
            "confidence": self.confidence,
            "why": list(self.why),
        }


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the project's word tables."""
    return Lexicon(read_table("hs_words.csv"), read_table("hs_attributes.csv"), read_table("hs_articles.csv"))


def classifier() -> Classifier:
    """Return the classifier for the stored nomenclature and answers; held in the process."""
    # The index of titles takes seconds to make, and stands until rules or nomenclature are loaded anew; what people
    # confirm comes in between and is quick to read.
    index = SHELVES[Edition.Kind.RULES].get("hs titles", _index)
    edition = SHELVES[Edition.Kind.RULES].number
    return SHELVES[Edition.Kind.CLASSIFICATION].get(edition, lambda: Classifier(lexicon(), index, _confirmed()))


def _index() -> TitleIndex:
    stored = HsCode.objects.filter(level__lte=CODE_LENGTH).order_by("code")
    titles = tuple(stored.values_list("code", "title"))
    # Whoever asks while it is being made waits for that one instead of making another beside it.
    with _making:
        return _index_of(titles)


@lru_cache(maxsize=1)
def _index_of(titles: tuple[tuple[str, str], ...]) -> TitleIndex:
    """A new edition of the rules mostly leaves the nomenclature as it was: then its index stands."""
    return TitleIndex(dict(titles))


def make_classifier_in_background() -> threading.Thread | None:
    """
    Make this process's classifier beside its work, so that whoever asks first does not wait for all of it.

    Only the first call in a process does anything; returns the thread, or None.
    """
    if not _begun.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_make_classifier, name="classifier", daemon=True)
    thread.start()
    return thread


def _make_classifier() -> None:
    try:
        classifier()
    except DatabaseError as failure:
        # The first question makes it then.
        log.warning("classifier_not_made", failure=str(failure))
    finally:
        connection.close()


def _confirmed() -> ConfirmedTitles:
    answered = ClassificationRequest.objects.filter(
        state__in=[ClassificationRequest.State.CONFIRMED, ClassificationRequest.State.DECIDED]
    )
    rows = answered.order_by("-pk").values_list("title", "hs_code", "organisation_id", "state")[:MOST_LEARNT]
    return ConfirmedTitles(
        Confirmed(title, code[:CODE_LENGTH], organisation, state == ClassificationRequest.State.DECIDED)
        for title, code, organisation, state in rows
    )


def hs_suggestions(title: str, *, text: str = "", material: str = "", most: int = 3) -> list[Suggestion]:
    """Return the likeliest codes for goods called `title`, the best first; none if no word is known."""
    made = classifier()
    return [
        suggestion_of(each, made.index.titles) for each in made.classify(title, text=text, material=material, most=most)
    ]


def suggestion_of(candidate: Candidate, known: Mapping[str, str]) -> Suggestion:
    """Return a candidate as it is shown."""
    code = candidate.code
    path = tuple((code[:length], known[code[:length]]) for length in (2, 4) if code[:length] in known)
    return Suggestion(code, known[code], candidate.confidence, candidate.why, path)


def doubt_about(code: str, title: str, *, text: str = "", material: str = "") -> Suggestion | None:
    """Return what a title rather looks like, if its words clearly speak for another chapter than `code`'s."""
    if len(title.split()) == 0 or len(code) < 2:
        return None
    found = hs_suggestions(title, text=text, material=material)
    if not found or found[0].confidence < SURE_ENOUGH_TO_DOUBT:
        return None
    return None if any(each.hs_code[:2] == code[:2] for each in found) else found[0]


def classification_for(actor: Actor, public_id: str) -> ClassificationRequest:
    """
    Return a request of the actor's organisation, or any for the platform's staff.

    :raises NotFound: if there is none, or it is somebody else's.
    """
    requests = ClassificationRequest.objects.select_related("organisation")
    if not actor.is_platform:
        requests = requests.filter(organisation_id=actor.must_act_for_an_organisation().pk)
    found = requests.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def classification_of(actor: Actor, subject: str) -> ClassificationRequest | None:
    """Return the actor's question about a subject, such as a listing, or None."""
    if actor.organisation is None or not subject:
        return None
    return ClassificationRequest.objects.filter(organisation=actor.organisation, subject=subject).first()


def waiting_classifications() -> QuerySet[ClassificationRequest]:
    """Return what waits for a person, the longest waiting first."""
    return ClassificationRequest.objects.filter(state=ClassificationRequest.State.QUEUED).order_by("queued_at", "pk")
