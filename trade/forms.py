"""Forms of the public pages; they check shape only."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.context import SORTED_COUNTRIES
from marketplace.kernel.templatetags.bridgeway import country_name
from trade.landed_cost import INCOTERMS

LARGEST = Decimal("1000000000")


def country_choices() -> list[tuple[str, str]]:
    """Every country in the reader's language, by name."""
    return sorted(((code, country_name(code)) for code in SORTED_COUNTRIES), key=lambda choice: choice[1])


class LandedLineForm(forms.Form):
    """One line of goods; a line with neither goods nor price is left out."""

    hs_code = forms.CharField(
        label=_("HS code or product"), max_length=80, required=False,
        help_text=_("The customs code of the goods, such as 610910, or words to look it up."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "search"}),
    )  # fmt: skip
    value = forms.DecimalField(
        label=_("Price of the line"), min_value=0, max_value=LARGEST, max_digits=16, required=False
    )
    quantity = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=1_000_000, initial=1, required=False)
    weight_kg = forms.DecimalField(
        label=_("Weight in kg"), min_value=Decimal("0.001"), max_value=25_000, max_digits=9, required=False
    )
    origin = forms.ChoiceField(label=_("Made in"), required=False)
    preference = forms.CharField(
        label=_("Proof of origin under"), max_length=20, required=False,
        help_text=_("The trade agreement, such as TCA or CPTPP, if you hold its proof."),
    )  # fmt: skip

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].choices = [("", _("Where it is sent from")), *countries]  # type: ignore[attr-defined]
        if self.prefix is None:
            # The first line is always asked about; further ones may stay blank.
            self.fields["hs_code"].required = self.fields["value"].required = True
        self.fields["hs_code"].widget.attrs["list"] = f"{self.add_prefix('hs_code')}-options"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("hs_code") and given.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Say what the line costs."))
        if given.get("value") is not None and not given.get("hs_code") and "hs_code" not in self.errors:
            self.add_error("hs_code", _("Say what it is: a code, or words."))
        return given

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was entered that would be a line."""
        return not self.cleaned_data.get("hs_code") and self.cleaned_data.get("value") is None


class LandedCostForm(forms.Form):
    """What the public calculator asks about the whole consignment."""

    ship_from = forms.ChoiceField(label=_("Sent from"))
    ship_to = forms.ChoiceField(label=_("Delivered to"))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in settings.CURRENCIES_OFFERED])
    importer = forms.ChoiceField(
        label=_("Who imports"), choices=[("business", _("A business")), ("consumer", _("A private person"))]
    )
    vat_id = forms.CharField(
        label=_("VAT or tax number of the business"), max_length=30, required=False,
        help_text=_("With one, import tax may go through its tax return instead of being paid at the border."),
    )  # fmt: skip
    region = forms.CharField(
        label=_("State or province"), max_length=6, required=False, help_text=_("For Canada and Brazil, such as ON.")
    )
    incoterm = forms.ChoiceField(
        label=_("Terms of delivery"), choices=[(code, code) for code in INCOTERMS], initial="DAP", required=False,
        help_text=_("A CFR, CPT, CIF or CIP price holds its freight; under the others freight comes on top."),
    )  # fmt: skip
    freight = forms.DecimalField(
        label=_("Freight"), min_value=0, max_value=LARGEST, max_digits=16, required=False,
        help_text=_("Leave empty if you do not know it; we estimate it from the weight."),
    )  # fmt: skip
    insurance = forms.DecimalField(label=_("Insurance"), min_value=0, max_value=LARGEST, max_digits=16, required=False)
    date = forms.DateField(
        label=_("Day of import"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Today if empty. For a day in the past the rules of that day apply."),
    )  # fmt: skip

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ship_from", "ship_to"):
            self.fields[name].choices = countries  # type: ignore[attr-defined]


class MayItGoForm(forms.Form):
    """What the public checker asks."""

    title = forms.CharField(
        label=_("What is it?"), max_length=300, required=False,
        help_text=_("In a few words, in any language, such as “carved wooden chess set”."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    hs_code = forms.CharField(
        label=_("HS code or product"), max_length=80, required=False,
        help_text=_("The customs code of the goods, such as 610910, or words to look it up."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "search", "list": "hs-code-options"}),
    )  # fmt: skip
    origin = forms.ChoiceField(label=_("Made or grown in"))
    ship_from = forms.ChoiceField(label=_("Sent from"), required=False)
    material = forms.CharField(
        label=_("Material"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    contains_battery = forms.ChoiceField(
        label=_("Battery inside"), required=False,
        choices=[
            ("", _("None")), ("lithium_ion", _("Lithium, rechargeable")),
            ("lithium_metal", _("Lithium, button or cell")), ("alkaline", _("Other")),
        ],
    )  # fmt: skip
    alcohol_percent = forms.DecimalField(
        label=_("Alcohol, percent"), min_value=0, max_value=100, max_digits=5, required=False
    )
    condition = forms.ChoiceField(
        label=_("Condition"), required=False,
        choices=[("", _("New")), ("used", _("Used")), ("refurbished", _("Refurbished"))],
    )  # fmt: skip
    importer = forms.ChoiceField(
        label=_("Who imports"), choices=[("business", _("A business")), ("consumer", _("A private person"))],
        required=False,
    )  # fmt: skip
    date = forms.DateField(
        label=_("On the day"), required=False, help_text=_("Empty: today."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = country_choices()
        self.fields["origin"].choices = countries  # type: ignore[attr-defined]
        self.fields["ship_from"].choices = [("", _("The same country")), *countries]  # type: ignore[attr-defined]

    def clean_importer(self) -> str:
        return self.cleaned_data["importer"] or "business"

    def attributes(self) -> dict[str, str]:
        """Return what was said of the goods under the names that rules use."""
        given = {name: self.cleaned_data[name] for name in ("material", "contains_battery", "condition")}
        given["alcohol_percent"] = self.cleaned_data["alcohol_percent"]
        return {name: str(value) for name, value in given.items() if value not in (None, "")}
