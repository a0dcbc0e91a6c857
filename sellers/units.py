"""The units that things are sold by."""

from django.utils.translation import gettext_lazy as _

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


def unit_label(unit: str) -> str:
    """Return the name of `unit` in the language in force; a unit that is not in the list names itself."""
    return str(UNITS.get(unit, unit))
