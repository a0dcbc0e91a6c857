"""The category tree."""

from dataclasses import dataclass, field

from marketplace.kernel.refusals import NotFound
from sellers.models import Category


@dataclass
class Branch:
    """A category and what is below it."""

    category: Category
    children: list["Branch"] = field(default_factory=list)


def category_tree() -> list[Branch]:
    """Return the whole tree in one query, top categories first."""
    top: list[Branch] = []
    path: list[Branch] = []
    for category in Category.objects.order_by("path"):
        branch = Branch(category)
        del path[category.depth - 1 :]
        (path[-1].children if path else top).append(branch)
        path.append(branch)
    return top


def leaf_categories() -> list[tuple[Category, list[Category]]]:
    """Return each top category with the categories below it that take listings; a top one without any stands alone."""
    groups = []
    for branch in category_tree():
        leaves: list[Category] = []
        below = list(branch.children)
        while below:
            child = below.pop(0)
            below = child.children + below
            if not child.children and child.category.is_open:
                leaves.append(child.category)
        if not branch.children and branch.category.is_open:
            leaves.append(branch.category)
        groups.append((branch.category, leaves))
    return groups


def category_by_slug(slug: str) -> Category:
    """
    Return a category.

    :raises NotFound: if there is none.
    """
    category = Category.objects.filter(slug=slug).first()
    if category is None:
        raise NotFound
    return category


def category_path(category: Category) -> list[Category]:
    """Return the categories from the top down to `category`."""
    steps = [category.path[: Category.steplen * depth] for depth in range(1, category.depth + 1)]
    return list(Category.objects.filter(path__in=steps).order_by("depth"))
