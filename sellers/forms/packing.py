"""How units are packed, and who is responsible for their safety, as it is typed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellers.forms.listing import scaled
from sellers.forms.plain import DECIMAL, WHOLE, PlainForm
from sellers.models import Listing, SafetyContact

# (field of the form, field stored, factor): people weigh in kilograms and measure in centimetres.
SCALED = (
    ("carton_weight_kg", "carton_weight_g", 1000),
    ("carton_length_cm", "carton_length_mm", 10),
    ("carton_width_cm", "carton_width_mm", 10),
    ("carton_height_cm", "carton_height_mm", 10),
)
COUNTED = ("units_per_inner", "units_per_carton")


class PackagingForm(PlainForm):
    """Inner packs and cartons."""

    units_per_inner = forms.CharField(
        label=_("Units in an inner pack"), required=False, widget=forms.TextInput(attrs=WHOLE)
    )
    units_per_carton = forms.CharField(
        label=_("Units in a carton"), required=False, widget=forms.TextInput(attrs=WHOLE)
    )
    carton_weight_kg = forms.CharField(
        label=_("Weight of a full carton"), required=False, widget=forms.TextInput(attrs=DECIMAL)
    )
    carton_length_cm = forms.CharField(label=_("Carton length"), required=False, widget=forms.TextInput(attrs=DECIMAL))
    carton_width_cm = forms.CharField(label=_("Carton width"), required=False, widget=forms.TextInput(attrs=DECIMAL))
    carton_height_cm = forms.CharField(label=_("Carton height"), required=False, widget=forms.TextInput(attrs=DECIMAL))

    @classmethod
    def initial_of(cls, listing: Listing) -> dict[str, Any]:
        """Return the form's values for `listing`."""
        initial: dict[str, Any] = {name: getattr(listing, name) or "" for name in COUNTED}
        for name, stored, factor in SCALED:
            value = getattr(listing, stored)
            initial[name] = "" if value is None else f"{(Decimal(value) / factor).normalize():f}"
        return initial

    def content(self) -> dict[str, Any]:
        """Return what was sent as `sellers.content` reads it."""
        sent = self.data
        content: dict[str, Any] = {name: sent.get(name, "") for name in COUNTED}
        return content | {stored: scaled(sent.get(name, ""), factor) for name, stored, factor in SCALED}

    def show(self, fields: Any) -> dict[str, list[str]]:
        names = {stored: name for name, stored, _factor in SCALED}
        return super().show({names.get(field, field): reasons for field, reasons in fields.items()})


class SafetyForm(PlainForm):
    """A responsible person in a market."""

    market = forms.ChoiceField(label=_("For consumers in"), choices=SafetyContact.Market.choices)
    scope = forms.ChoiceField(
        label=_("For"),
        choices=[("all", _("Everything we sell")), ("listing", _("This listing only"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    name = forms.CharField(label=_("Company or person"), widget=forms.TextInput(attrs={"dir": "auto"}))
    address = forms.CharField(label=_("Postal address"), widget=forms.TextInput(attrs={"dir": "auto"}))
    email = forms.CharField(label=_("E-mail"), widget=forms.TextInput(attrs={"inputmode": "email", "dir": "ltr"}))
    phone = forms.CharField(
        label=_("Phone"), required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"})
    )
