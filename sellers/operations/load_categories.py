"""Load the category tree."""

import csv
from pathlib import Path

from marketplace.kernel.operations import entry
from sellers.models import Category

SOURCE = Path(__file__).resolve().parent.parent / "data" / "categories.csv"
LANGUAGES = ("zh-hans", "es", "fr", "pt", "ar")


@entry
def load_categories() -> int:
    """
    Make the category tree as the data file has it, with names in six languages. Returns how many it names.

    Loading again renames what was renamed, adds what is new, and leaves alone what operators added or closed.
    """
    with SOURCE.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="|"))
    known = {category.slug: category for category in Category.objects.all()}
    for row in rows:
        values = {
            "name": row["en"],
            "name_translations": {language: row[language] for language in LANGUAGES},
            "icon": row["icon"],
        }
        category = known.get(row["slug"])
        if category is None:
            # Read afresh: the tree keeps counts on the parent's row.
            parent = Category.objects.get(slug=row["parent"]) if row["parent"] else None
            values["slug"] = row["slug"]
            known[row["slug"]] = (
                Category.objects.add_child(parent, values) if parent else Category.objects.add_root(values)
            )
        elif any(getattr(category, name) != value for name, value in values.items()):
            Category.objects.filter(pk=category.pk).update(**values)
    return len(rows)
