"""The fields that a category asks for, as they are typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sellers.forms.plain import DECIMAL
from sellers.specs import Definition

PREFIX = "spec_"
_UNIT = "_unit"
# More choices than this are a list to open instead of boxes to read through.
_MOST_BOXES = 24


def spec_fields(definitions: Iterable[Definition]) -> dict[str, forms.Field]:
    """Return a field for each attribute, `spec_<code>`, and for numbers with several units `spec_<code>_unit`."""
    language = get_language() or "en"
    fields: dict[str, forms.Field] = {}
    for each in definitions:
        label, required = each.label(language), each.is_required
        options = [(choice.code, choice.label(language)) for choice in each.choices]
        name = PREFIX + each.code
        if each.type == "number":
            fields[name] = forms.CharField(label=label, required=required, widget=forms.TextInput(attrs=DECIMAL))
            if len(each.units) > 1:
                fields[name + _UNIT] = forms.ChoiceField(
                    label=_("Unit: %(what)s") % {"what": label}, choices=[(unit, unit) for unit in each.units]
                )
        elif each.type == "choice":
            fields[name] = forms.ChoiceField(label=label, required=required, choices=[("", _("Choose…")), *options])
        elif each.type == "choices":
            boxes = len(options) <= _MOST_BOXES
            widget = forms.CheckboxSelectMultiple() if boxes else forms.SelectMultiple(attrs={"size": 6})
            fields[name] = forms.MultipleChoiceField(label=label, required=required, choices=options, widget=widget)
        elif each.type == "yes_no":
            answers = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]
            fields[name] = forms.ChoiceField(label=label, required=required, choices=answers)
        elif each.type == "date":
            fields[name] = forms.CharField(
                label=label, required=required, widget=forms.DateInput(attrs={"type": "date"})
            )
        else:
            fields[name] = forms.CharField(
                label=label, required=required, widget=forms.TextInput(attrs={"dir": "auto"})
            )
    return fields


def spec_initial(definitions: Iterable[Definition], specs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the fields for the answers of a listing."""
    initial: dict[str, Any] = {}
    for each in definitions:
        value, name = specs.get(each.code), PREFIX + each.code
        if each.type == "number" and isinstance(value, Mapping):
            initial |= {name: value.get("value", ""), name + _UNIT: value.get("unit", "")}
        elif isinstance(value, bool):
            initial[name] = "yes" if value else "no"
        elif value is not None:
            initial[name] = value
    return initial


def read_spec_fields(definitions: Iterable[Definition], data: Any) -> dict[str, Any]:
    """Return what was typed, as `sellers.specs` reads it; what is not on the page is an empty answer."""
    given: dict[str, Any] = {}
    for each in definitions:
        name = PREFIX + each.code
        if each.type == "choices" and hasattr(data, "getlist"):
            given[each.code] = data.getlist(name)
        elif each.type == "number":
            given[each.code] = {"value": data.get(name, ""), "unit": data.get(name + _UNIT, "")}
        else:
            given[each.code] = data.get(name, "")
    return given
