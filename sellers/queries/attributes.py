"""What categories ask of their listings."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sellers.models import Category, CategoryAttribute
from sellers.specs import UNIT_FAMILIES, Choice, Definition


def definitions_of(category: Category | None) -> list[Definition]:
    """Return what `category` asks, what it inherits first; a code defined again further down replaces the one above."""
    if category is None:
        return []
    step = Category.steplen
    paths = [category.path[:end] for end in range(step, len(category.path) + 1, step)]
    rows = CategoryAttribute.objects.filter(category__path__in=paths, is_open=True).order_by(
        "category__path", "position", "id"
    )
    return list({row.code: definition_of(row) for row in rows}.values())


def all_definitions() -> dict[int, list[Definition]]:
    """Return what every category asks, by primary key, in two queries."""
    own: dict[int, list[Definition]] = {}
    for row in CategoryAttribute.objects.filter(is_open=True).order_by("position", "id"):
        own.setdefault(row.category_id, []).append(definition_of(row))
    by_path: dict[str, list[Definition]] = {}
    found: dict[int, list[Definition]] = {}
    for pk, path in Category.objects.order_by("path").values_list("pk", "path"):
        above = by_path.get(path[: -Category.steplen], [])
        found[pk] = by_path[path] = list({each.code: each for each in (*above, *own.get(pk, ()))}.values())
    return found


def definition_of(row: CategoryAttribute) -> Definition:
    """Return the row as a value; choices that are not well formed are left out."""
    return Definition(
        code=row.code,
        type=row.type,
        labels={"en": row.label, **row.label_translations},
        choices=tuple(_choices(row.choices)),
        units=UNIT_FAMILIES.get(row.unit_family, {}) if row.type == CategoryAttribute.Type.NUMBER else {},
        minimum=row.minimum,
        maximum=row.maximum,
        steps=tuple(Decimal(str(step)) for step in row.steps),
        is_required=row.is_required,
        is_faceted=row.is_faceted,
    )


def _choices(kept: Iterable[Any]) -> Iterable[Choice]:
    for each in kept:
        if isinstance(each, Mapping) and isinstance(each.get("code"), str):
            yield Choice(each["code"], {str(code): str(label) for code, label in (each.get("labels") or {}).items()})
