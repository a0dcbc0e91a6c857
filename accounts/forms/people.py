"""What people type about themselves, their organisation and its members."""

from typing import Any
from zoneinfo import available_timezones

from allauth.core import context as allauth_context
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.addresses import LIMITS, fields_of
from accounts.api_scopes import DESCRIPTIONS
from accounts.models import Role, TaxId
from accounts.places import COUNTRIES
from marketplace.kernel.refusals import Refusal
from marketplace.kernel.templatetags.bridgeway import country_name, currency_name


def country_choices() -> list[tuple[str, str]]:
    """Every country, named in the reader's language and sorted by that name."""
    return sorted(((code, country_name(code)) for code in COUNTRIES), key=lambda pair: pair[1])


def currency_choices() -> list[tuple[str, str]]:
    """The currencies offered, with their names."""
    return [(code, f"{code} · {currency_name(code)}") for code in settings.CURRENCIES_OFFERED]


def time_zone_choices() -> list[tuple[str, str]]:
    """Every region/city zone."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put what an operation refused at the form's own fields."""
    for name, messages in refusal.fields.items():
        form.add_error(name if name in form.fields else None, [str(message) for message in messages])


class SignUpDetailsForm(forms.Form):
    """What sign-up asks beside e-mail and password."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    country = forms.ChoiceField(
        label=_("Your country"), choices=country_choices, widget=forms.Select(attrs={"autocomplete": "country"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].initial = allauth_context.request.preferences.ship_to

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth once the person is stored; the adapter has kept the details already."""


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(
        label=_("Name of the firm"),
        help_text=_("As buyers and sellers will see it. Your own name is fine if you work alone."),
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    currency = forms.ChoiceField(
        label=_("Currency"),
        help_text=_("You price in it and are paid in it."),
        choices=currency_choices,
    )
    sells = forms.BooleanField(label=_("We want to sell"), required=False)
    buys = forms.BooleanField(label=_("We want to buy"), required=False, initial=True)


class OrganisationDetailsForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(label=_("Name"), max_length=140, widget=forms.TextInput(attrs={"dir": "auto"}))
    trading_names = forms.CharField(
        label=_("Trading names"),
        help_text=_("Other names you trade under, divided by semicolons."),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    website = forms.CharField(
        label=_("Website"), max_length=200, required=False, widget=forms.URLInput(attrs={"autocomplete": "url"})
    )
    description = forms.CharField(
        label=_("What you do, in a few sentences"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)
    sells = forms.BooleanField(label=_("We sell"), required=False)
    buys = forms.BooleanField(label=_("We buy"), required=False)


class ProfileForm(forms.Form):
    """A person's own name and how they read Bridgeway."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    ship_to = forms.ChoiceField(label=_("Ship to"), choices=country_choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)


class TaxIdForm(forms.Form):
    """A number under which an authority knows the organisation."""

    kind = forms.ChoiceField(label=_("Which number"), choices=TaxId.Kind.choices)
    country = forms.ChoiceField(label=_("Issued by"), choices=country_choices)
    value = forms.CharField(
        label=_("Number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )


class InvitationForm(forms.Form):
    """Ask somebody to join."""

    email = forms.CharField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.BUYER)


class ApiClientForm(forms.Form):
    """A program that acts for the organisation."""

    name = forms.CharField(label=_("Name of the program"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=tuple(DESCRIPTIONS.items()), widget=forms.CheckboxSelectMultiple
    )


class AddressForm(forms.Form):
    """An address in the format of `country`: other countries have other fields."""

    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    label = forms.CharField(
        label=_("Call it"), help_text=_("For instance: warehouse, atelier, home."), required=False, max_length=60
    )
    is_default = forms.BooleanField(label=_("Use by default"), required=False)

    def __init__(self, *args: Any, country: str, with_label: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("country", country)
        if not with_label:
            del self.fields["label"], self.fields["is_default"]
        for line in fields_of(country if country in COUNTRIES else "DE"):
            attributes = {"autocomplete": line.autocomplete, "dir": "auto"}
            if line.example:
                attributes["placeholder"] = line.example
            # Needed or not is the operation's to say, with the country's own rules.
            options: dict[str, Any] = {"label": line.label, "required": False, "max_length": LIMITS[line.name]}
            if line.choices:
                del options["max_length"]
                choices = [("", "—"), *line.choices]
                field: forms.Field = forms.ChoiceField(
                    choices=choices, widget=forms.Select(attrs=attributes), **options
                )
            else:
                field = forms.CharField(widget=forms.TextInput(attrs=attributes), **options)
            field.required = line.required
            field.widget.is_required = line.required
            self.fields[line.name] = field
        order = ["country", *(line.name for line in fields_of(country if country in COUNTRIES else "DE"))]
        self.order_fields([*order, "label", "is_default"])
