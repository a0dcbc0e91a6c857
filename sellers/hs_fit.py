"""
Does an HS code fit the category a listing stands in? A plain warning, and a refusal of clear nonsense.

Chapters by branch of the category tree are in `data/category_hs.csv`: those that fit, and those that cannot be (food
under furniture). Our own table, made from the titles of the chapters; a code outside of both passes with a warning.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from sellers.models import Category, Listing

SOURCE = Path(__file__).resolve().parent / "data" / "category_hs.csv"


class Fit(NamedTuple):
    """Chapters (two digits) that fit a branch, and those that cannot be."""

    fitting: frozenset[str]
    impossible: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> dict[str, Fit]:
    with SOURCE.open(encoding="utf-8", newline="") as source:
        return {
            row["category"]: Fit(_chapters(row["fitting"]), _chapters(row["impossible"]))
            for row in csv.DictReader(source, delimiter="|")
        }


def _chapters(text: str) -> frozenset[str]:
    found: set[str] = set()
    for part in text.split():
        low, _dash, high = part.partition("-")
        found |= {f"{number:02}" for number in range(int(low), int(high or low) + 1)}
    return frozenset(found)


def fit_of(category: Category | None) -> Fit | None:
    """Return what fits `category`: its own row, else that of the branch above; None where nothing is said."""
    if category is None:
        return None
    step = Category.steplen
    paths = [category.path[:end] for end in range(len(category.path), 0, -step)]
    slugs = dict(Category.objects.filter(path__in=paths).values_list("path", "slug"))
    table = _table()
    return next((table[slugs[path]] for path in paths if slugs.get(path) in table), None)


def hs_warning(code: str, category: Category | None) -> str:
    """Return what to tell of a code that does not fit its category; empty if it does, or nothing is known."""
    fit = fit_of(category) if code else None
    if fit is None or category is None or code[:2] in fit.fitting:
        return ""
    facts = {"code": code[:2], "category": category.label(), "chapters": ", ".join(sorted(fit.fitting))}
    return (
        _(
            "Chapter %(code)s is unusual for “%(category)s”. Codes there mostly begin with %(chapters)s. Look again, "
            "or keep yours if you are sure."
        )
        % facts
    )


def impossible_hs(listing: Listing) -> dict[str, list[str]]:
    """Return the refusal of a code that cannot be right in the listing's category, at `hs_code`."""
    fit = fit_of(listing.category) if listing.hs_code else None
    if fit is None or listing.category is None or listing.hs_code[:2] not in fit.impossible:
        return {}
    facts = {"code": listing.hs_code[:2], "category": listing.category.label()}
    return {
        "hs_code": [
            _("Chapter %(code)s cannot be “%(category)s”. Change the code, or the category if that is wrong.") % facts
        ]
    }
