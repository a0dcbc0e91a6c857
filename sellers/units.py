"""The units that things are sold by."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from marketplace.kernel.refusals import Text

UNITS: dict[str, Text] = {
    "piece": _("piece"),
    "pair": _("pair"),
    "set": _("set"),
    "box": _("box"),
    "carton": _("carton"),
    "kg": _("kg"),
    "tonne": _("tonne"),
    "litre": _("litre"),
    "metre": _("metre"),
    "square metre": _("square metre"),
    "roll": _("roll"),
    "sheet": _("sheet"),
    "hour": _("hour"),
    "day": _("day"),
    "lesson": _("lesson"),
    "page": _("page"),
    "word": _("word"),
    "project": _("project"),
}
# So many of each; a language puts number and unit together in its own way.
AMOUNTS: dict[str, Any] = {
    "piece": ngettext_lazy("%(number)s piece", "%(number)s pieces", "count"),
    "pair": ngettext_lazy("%(number)s pair", "%(number)s pairs", "count"),
    "set": ngettext_lazy("%(number)s set", "%(number)s sets", "count"),
    "box": ngettext_lazy("%(number)s box", "%(number)s boxes", "count"),
    "carton": ngettext_lazy("%(number)s carton", "%(number)s cartons", "count"),
    "kg": ngettext_lazy("%(number)s kg", "%(number)s kg", "count"),
    "tonne": ngettext_lazy("%(number)s tonne", "%(number)s tonnes", "count"),
    "litre": ngettext_lazy("%(number)s litre", "%(number)s litres", "count"),
    "metre": ngettext_lazy("%(number)s metre", "%(number)s metres", "count"),
    "square metre": ngettext_lazy("%(number)s square metre", "%(number)s square metres", "count"),
    "roll": ngettext_lazy("%(number)s roll", "%(number)s rolls", "count"),
    "sheet": ngettext_lazy("%(number)s sheet", "%(number)s sheets", "count"),
    "hour": ngettext_lazy("%(number)s hour", "%(number)s hours", "count"),
    "day": ngettext_lazy("%(number)s day", "%(number)s days", "count"),
    "lesson": ngettext_lazy("%(number)s lesson", "%(number)s lessons", "count"),
    "page": ngettext_lazy("%(number)s page", "%(number)s pages", "count"),
    "word": ngettext_lazy("%(number)s word", "%(number)s words", "count"),
    "project": ngettext_lazy("%(number)s project", "%(number)s projects", "count"),
}


def unit_label(unit: str) -> str:
    """Return the name of `unit` in the language in force; a unit that is not in the list names itself."""
    return str(UNITS.get(unit, unit))


def amount_text(count: int, unit: str, *, written: str) -> str:
    """Return `count` of `unit` in the language in force; `written` is the number as the reader writes it."""
    words = AMOUNTS.get(unit)
    return f"{written} {unit}" if words is None else str(words % {"count": count, "number": written})
