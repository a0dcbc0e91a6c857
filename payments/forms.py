"""Forms about money: they check shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import country_choices, currency_choices
from accounts.places import COUNTRIES

from .banks import SCHEMES, scheme_of, schemes_of
from .models import Movement
from .queries import MovementFilter


class MovementFilterForm(forms.Form):
    """What a statement is narrowed to."""

    currency = forms.ChoiceField(label=_("Currency"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Movement.Kind.choices])
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(
        label=_("Order or description"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: object, currencies: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["currency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All currencies")), *((code, code) for code in currencies)]

    def narrowed(self) -> MovementFilter:
        """Return what the valid fields ask for; a field that is wrong narrows nothing."""
        self.is_valid()
        values = getattr(self, "cleaned_data", {})
        return MovementFilter(**{name: values[name] for name in self.fields if values.get(name)})


class BankAccountForm(forms.Form):
    """A bank account in the form of its country; other countries have other fields."""

    country = forms.ChoiceField(label=_("Country of the bank"), choices=country_choices)
    scheme = forms.ChoiceField(label=_("Written as"))
    currency = forms.ChoiceField(label=_("Currency of the account"), choices=currency_choices)
    holder_name = forms.CharField(
        label=_("Holder of the account"),
        help_text=_("As the bank writes it: the name of your firm, or your own if you trade alone."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, country: str, scheme: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = country if country in COUNTRIES else "DE"
        chosen = scheme_of(country, scheme)
        offered = schemes_of(country)
        self.initial.update(country=country, scheme=chosen.code)
        field: Any = self.fields["scheme"]
        field.choices = [(code, SCHEMES[code].label) for code in offered]
        if len(offered) == 1:
            field.widget = forms.HiddenInput()
        for line in chosen.fields:
            attributes = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "placeholder": line.example}
            self.fields[line.name] = forms.CharField(
                label=str(line.label), required=line.required, max_length=90, widget=forms.TextInput(attrs=attributes)
            )
        self.details = [line.name for line in chosen.fields]
        self.order_fields(["country", "scheme", *self.details, "holder_name", "currency"])
