"""One change of many listings, as it is chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import country_choices
from sellers.bulk_changes import KINDS, PRICE_KINDS, ROUNDINGS
from sellers.forms.listing import category_choices
from sellers.forms.plain import PlainForm, term_choices, with_blank

# Where each kind's value stands in the form.
VALUE_OF = {
    **dict.fromkeys(PRICE_KINDS, "price"),
    "stock": "number",
    "lead_time_days": "number",
    "category": "category",
    "ships_from_country": "country",
    "incoterms": "terms",
}


class BulkChangeForm(PlainForm):
    """A kind, and the value of that kind; the others are not looked at."""

    kind = forms.ChoiceField(label=_("What to change"), choices=[("", _("Choose…")), *KINDS.items()])
    price = forms.CharField(
        label=_("By how much"),
        help_text=_("Such as 5 or -7.5: per cent, or an amount in each listing's own currency."),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    rounding = forms.ChoiceField(label=_("Rounding"), choices=list(ROUNDINGS.items()), required=False)
    number = forms.CharField(label=_("Number"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    category = forms.ChoiceField(label=_("Category"), choices=category_choices)
    country = forms.ChoiceField(label=_("Ships from"), choices=with_blank(country_choices))
    terms = forms.MultipleChoiceField(
        label=_("Delivery terms"), choices=term_choices, widget=forms.CheckboxSelectMultiple
    )

    def change(self) -> dict[str, Any]:
        """Return what was chosen as `sellers.bulk_changes` reads it."""
        kind = self.data.get("kind", "")
        field = VALUE_OF.get(kind, "")
        data: Any = self.data
        several = field == "terms" and hasattr(data, "getlist")
        value = data.getlist(field) if several else data.get(field, "")
        return {"kind": kind, "value": value, "rounding": self.data.get("rounding", "")}

    def show(self, fields: Any) -> dict[str, list[str]]:
        field = VALUE_OF.get(self.data.get("kind", ""), "kind")
        return super().show({field if name == "value" else name: reasons for name, reasons in fields.items()})
