"""Load what the categories shipped with the product ask of their listings."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from marketplace.kernel.operations import entry
from sellers.models import Category, CategoryAttribute
from sellers.operations.load_categories import LANGUAGES

DATA = Path(__file__).resolve().parent.parent / "data"


@entry
def load_attributes() -> int:
    """
    Make the attributes of the data files, with labels in six languages. Returns how many they name.

    The category tree must be loaded. Loading again brings labels, choices, units and ranges up to date; what an
    operator added, closed, required or took out of the filters stays as it is.
    """
    choices: dict[str, list[dict[str, Any]]] = {}
    for row in _rows("attribute_choices.csv"):
        labels = {"en": row["en"], **{language: row[language] for language in LANGUAGES}}
        choices.setdefault(row["list"], []).append({"code": row["code"], "labels": labels})
    categories = dict(Category.objects.values_list("slug", "pk"))
    known = {(each.category_id, each.code): each for each in CategoryAttribute.objects.all()}
    rows = _rows("attributes.csv")
    for position, row in enumerate(rows, start=1):
        values: dict[str, Any] = {
            "label": row["en"],
            "label_translations": {language: row[language] for language in LANGUAGES},
            "type": row["type"],
            "unit_family": row["units"],
            "choices": choices[row["choices"]] if row["choices"] else [],
            "minimum": Decimal(row["min"]) if row["min"] else None,
            "maximum": Decimal(row["max"]) if row["max"] else None,
            "steps": [float(step) for step in row["steps"].split()],
            "position": position,
        }
        key = (categories[row["category"]], row["code"])
        attribute = known.get(key)
        if attribute is None:
            CategoryAttribute.objects.create(
                category_id=key[0],
                code=key[1],
                is_required=row["required"] == "yes",
                is_faceted=row["faceted"] == "yes",
                **values,
            )
        elif any(getattr(attribute, name) != value for name, value in values.items()):
            CategoryAttribute.objects.filter(pk=attribute.pk).update(**values)
    return len(rows)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter="|"))
