"""The category tree in memory: small, the same for everybody, and on every page."""

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from sellers.models import Category
from sellers.queries import all_definitions
from sellers.specs import Definition

KEEP_SECONDS = 30.0


@dataclass(frozen=True)
class Branch:
    """A category as pages show it."""

    id: int
    slug: str
    name: str
    translations: Mapping[str, Any]
    icon: str
    parent: "Branch | None" = None
    children: list["Branch"] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        code = (get_language() or "en").lower()
        return str(self.translations.get(code) or self.translations.get(code.split("-")[0]) or self.name)

    @property
    def url(self) -> str:
        return reverse("buyers:category", args=[self.slug])

    @property
    def path(self) -> list["Branch"]:
        """From the root to this one."""
        return [*(self.parent.path if self.parent else []), self]

    def __hash__(self) -> int:
        return self.id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Branch) and other.id == self.id

    def __repr__(self) -> str:
        return f"Branch({self.slug})"


class Tree:
    """All categories at one moment."""

    def __init__(
        self,
        rows: Iterator[tuple[int, str, str, str, Mapping[str, Any], str]],
        definitions: Mapping[int, list[Definition]],
    ) -> None:
        self._definitions = definitions
        by_path: dict[str, Branch] = {}
        self.roots: list[Branch] = []
        self.by_id: dict[int, Branch] = {}
        self.by_slug: dict[str, Branch] = {}
        for pk, path, slug, name, translations, icon in rows:
            parent = by_path.get(path[: -Category.steplen])
            branch = Branch(pk, slug, name, translations, icon, parent)
            by_path[path] = branch
            (parent.children if parent else self.roots).append(branch)
            self.by_id[pk] = branch
            self.by_slug[slug] = branch

    def asked_in(self, branch: Branch | None) -> list[Definition]:
        """Return what listings in `branch` are asked, what it inherits first."""
        return list(self._definitions.get(branch.id, [])) if branch is not None else []

    def facets_in(self, branch: Branch | None) -> list[Definition]:
        """Return what search filters by in `branch`."""
        return [each for each in self.asked_in(branch) if each.is_faceted]

    def counts(self, leaves: Mapping[str, int]) -> dict[int, int]:
        """Add up the counts of leaves (category id as text to listings) along the branches above them."""
        total: dict[int, int] = {}
        for pk, count in leaves.items():
            branch = self.by_id.get(int(pk))
            for above in branch.path if branch else ():
                total[above.id] = total.get(above.id, 0) + count
        return total

    def matching(self, text: str, most: int) -> list[Branch]:
        """Return the categories with a word that starts with `text`, in any language, upper ones first."""
        wanted = text.casefold().strip()
        if not wanted:
            return []
        found = [
            branch
            for branch in self.by_id.values()
            for names in [" ".join((branch.name, *map(str, branch.translations.values()))).casefold()]
            if names.startswith(wanted) or f" {wanted}" in names
        ]
        return sorted(found, key=lambda branch: (len(branch.path), branch.name))[:most]


_lock = threading.Lock()
_kept: tuple[float, Tree] | None = None


def tree() -> Tree:
    """Return the tree as it was at most KEEP_SECONDS ago."""
    global _kept
    kept = _kept
    if kept is not None and time.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    rows = Category.objects.order_by("path").values_list("id", "path", "slug", "name", "name_translations", "icon")
    fresh = Tree(iter(rows), all_definitions())
    with _lock:
        _kept = (time.monotonic(), fresh)
    return fresh


def forget() -> None:
    """Read the tree again next time."""
    global _kept
    with _lock:
        _kept = None
