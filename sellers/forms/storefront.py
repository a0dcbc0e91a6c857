"""The storefront's address, and product feeds."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms import country_choices, currency_choices
from sellers.forms.plain import PlainForm


class AddressForm(PlainForm):
    """Where the storefront stands."""

    slug = forms.CharField(
        label=_("Address"),
        help_text=_("Letters from a to z, digits and hyphens. Short, and your name, is best."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )


class FeedForm(PlainForm):
    """The destination of a product feed."""

    country = forms.ChoiceField(
        label=_("Country"), help_text=_("Where the buyers are. Prices are those of this country."),
        choices=country_choices,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Only products with a text in this language are in the feed."),
        choices=settings.LANGUAGES,
    )  # fmt: skip
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=lambda: [("", _("The country's own")), *currency_choices()]
    )
