"""Forms of the public pages; they check shape only."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.context import SORTED_COUNTRIES
from marketplace.kernel.templatetags.bridgeway import country_name

LARGEST = Decimal("1000000000")


def country_choices() -> list[tuple[str, str]]:
    """Every country in the reader's language, by name."""
    return sorted(((code, country_name(code)) for code in SORTED_COUNTRIES), key=lambda choice: choice[1])


class LandedCostForm(forms.Form):
    """What the public calculator asks."""

    hs_code = forms.CharField(
        label=_("HS code or product"),
        max_length=80,
        help_text=_("The customs code of the goods, such as 610910, or words to look it up."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "search", "list": "hs-code-options"}),
    )
    ship_from = forms.ChoiceField(label=_("Sent from"))
    origin = forms.ChoiceField(label=_("Made in"), required=False, help_text=_("If it differs from where it is sent."))
    ship_to = forms.ChoiceField(label=_("Delivered to"))
    value = forms.DecimalField(label=_("Price of the goods"), min_value=0, max_value=LARGEST, max_digits=16)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in settings.CURRENCIES_OFFERED])
    freight = forms.DecimalField(
        label=_("Freight"), min_value=0, max_value=LARGEST, max_digits=16, required=False,
        help_text=_("Leave empty if you do not know it; we estimate it from the weight."),
    )  # fmt: skip
    weight_kg = forms.DecimalField(
        label=_("Weight in kg"), min_value=Decimal("0.001"), max_value=25_000, max_digits=9, required=False
    )
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=1_000_000, initial=1)
    importer = forms.ChoiceField(
        label=_("Who imports"), choices=[("business", _("A business")), ("consumer", _("A private person"))]
    )
    tax_registered = forms.BooleanField(
        label=_("The business has a tax number there"), required=False,
        help_text=_("Then import tax may go through its tax return instead of being paid at the border."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = country_choices()
        for name in ("ship_from", "ship_to"):
            self.fields[name].choices = countries  # type: ignore[attr-defined]
        self.fields["origin"].choices = [("", _("The same country")), *countries]  # type: ignore[attr-defined]
