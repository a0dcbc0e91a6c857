"""The seller's page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import country_choices
from sellers.forms.plain import WHOLE, PlainForm, term_choices


class CompanyForm(PlainForm):
    """The seller's page."""

    tagline = forms.CharField(
        label=_("In one line"),
        help_text=_("What you make or grow, and where. Up to 140 characters."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    story = forms.CharField(
        label=_("Your story"),
        help_text=_("Who you are, how you work, what makes it good. Buyers read it before their first order."),
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
    )
    founded_year = forms.CharField(label=_("Founded in"), required=False, widget=forms.TextInput(attrs=WHOLE))
    employees = forms.CharField(label=_("People working here"), required=False, widget=forms.TextInput(attrs=WHOLE))
    ships_to = forms.MultipleChoiceField(
        label=_("Countries you ship to"),
        required=False,
        help_text=_("Tick none to ship everywhere."),
        choices=country_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    incoterms = forms.MultipleChoiceField(
        label=_("Delivery terms you offer"),
        required=False,
        help_text=_("Tick none to offer DDP and DAP: everything included, or duty and tax on arrival."),
        choices=term_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    logo = forms.FileField(
        label=_("Logo or picture of your workshop"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, up to 12 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )

    def content(self) -> dict[str, Any]:
        """Return what was sent as `describe_company` reads it."""
        sent: Any = self.data
        content: dict[str, Any] = {
            name: sent.get(name, "") for name in ("tagline", "story", "founded_year", "employees")
        }
        content["ships_to"] = sent.getlist("ships_to")
        content["incoterms"] = sent.getlist("incoterms")
        return content
