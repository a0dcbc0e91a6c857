"""Which category a file's own word for one most likely means."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from sellers.imports.fields import plain_name

# Below this two names only look alike.
_ALIKE = 88


@dataclass(frozen=True)
class Known:
    """A category that takes listings: its slug and the names it goes by, its parents' included."""

    slug: str
    names: tuple[str, ...]
    path: tuple[str, ...] = ()


class CategoryGuesser:
    """Finds a category by slug, by path, by name in any language, or by a name that is nearly the same."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._slugs: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._words: dict[frozenset[str], str] = {}
        for category in known:
            self._slugs[category.slug] = category.slug
            for name in (category.slug, *category.names):
                plain = plain_name(name)
                self._names.setdefault(plain, category.slug)
                self._words.setdefault(_stems(plain), category.slug)

    def guess(self, value: str) -> str:
        """Return a slug, '' if nothing fits well enough."""
        if value in self._slugs:
            return value
        steps = [plain_name(step) for step in value.replace("»", ">").replace("/", ">").replace("|", ">").split(">")]
        # The narrowest step of a path that we know wins.
        for plain in (plain_name(value), *reversed(steps)):
            if not plain:
                continue
            if slug := self._names.get(plain) or self._words.get(_stems(plain)):
                return slug
        for plain in reversed(steps):
            if len(plain) <= 4:
                continue
            found = process.extractOne(plain, self._names.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
            if found is not None:
                return self._names[found[0]]
        return ""


def _stems(plain: str) -> frozenset[str]:
    """The words of a name without the ending of a plural, whatever their order."""
    return frozenset(
        word[:-1] if word.endswith("s") and len(word) > 3 else word for word in plain.split() if word != "and"
    )
