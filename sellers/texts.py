"""A listing's texts in the reader's language, where the seller has them in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sellers.models import Listing


@dataclass(frozen=True, slots=True)
class Texts:
    """What a listing says in one language. `by` is empty for the original, else who translated."""

    language: str
    title: str
    summary: str
    description: str
    by: str = ""
    alt: Mapping[str, str] = field(default_factory=dict)


def original(listing: Listing) -> Texts:
    """Return the texts as the seller wrote them first."""
    return Texts(listing.language, listing.title, listing.summary, listing.description)


def texts_in(listing: Listing, language: str) -> Texts:
    """Return the texts in `language` (a code of settings.LANGUAGES) if there are any, else the original."""
    kept: Mapping[str, Any] | None = listing.translations.get(language)
    if not kept or language == listing.language:
        return original(listing)
    return Texts(
        language,
        kept.get("title") or listing.title,
        kept.get("summary") or listing.summary,
        kept.get("description") or listing.description,
        kept.get("by", "seller"),
        kept.get("alt", {}),
    )


def binding_language(listing: Listing) -> str:
    """Return the language whose text counts where texts differ: the one named, if it is there, else the original."""
    named = listing.binding_language
    return named if named in listing.translations else listing.language


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a listing is said in a language."""

    language: str
    done: int
    of: int

    @property
    def percent(self) -> int:
        return round(self.done * 100 / self.of) if self.of else 100


def progress_in(listing: Listing, language: str, pictures: Mapping[str, str]) -> Progress:
    """Return how many of the original's texts stand in `language` too; `pictures` maps public ids to alt texts."""
    kept = listing.translations.get(language, {})
    wanted = [name for name in ("title", "summary", "description") if getattr(listing, name)]
    described = [public_id for public_id, alt in pictures.items() if alt]
    alt = kept.get("alt", {})
    done = sum(bool(kept.get(name)) for name in wanted) + sum(public_id in alt for public_id in described)
    return Progress(language, done, len(wanted) + len(described))
