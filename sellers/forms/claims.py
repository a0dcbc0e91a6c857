"""What a seller claims, and what it sends when reviewers ask for more."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import country_choices
from sellers.claims import GROUPS, KINDS
from sellers.forms.plain import PlainForm, with_blank
from sellers.models import TradeEvidence

SCAN = {"accept": "application/pdf,image/jpeg,image/png,image/webp,image/avif"}


def claim_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Every kind of claim by its group, in the reader's language."""
    return [
        (label, [(kind.code, kind.label) for kind in KINDS.values() if kind.group == group])
        for group, label in GROUPS.items()
    ]


class PaperForm(PlainForm):
    """What stands on the paper, and its scan."""

    number = forms.CharField(
        label=_("Its number"), required=False, help_text=_("As printed on it; buyers can look it up."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    issuer = forms.CharField(
        label=_("Who issued it"), required=False, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    issued_on = forms.CharField(label=_("Issued on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    expires_on = forms.CharField(
        label=_("Last day it is valid"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Shown until this day, then it disappears by itself. We write to you 60, 30 and 7 days before."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Scan"), required=False,
        help_text=_(
            "PDF, JPEG, PNG, WebP or AVIF, up to 12 MB. Only you and our reviewers see it, unless you publish it."
        ),
        widget=forms.ClearableFileInput(attrs=SCAN),
    )  # fmt: skip

    def paper(self) -> dict[str, Any]:
        """Return what was typed of the paper itself."""
        return {name: self.data.get(name, "") for name in ("number", "issuer", "issued_on", "expires_on")}


class ClaimForm(PaperForm):
    """A claim, and what it is said of."""

    document = forms.ChoiceField(label=_("What do you claim?"), choices=with_blank(claim_choices))
    scope = forms.ChoiceField(
        label=_("What is it said of?"), choices=TradeEvidence.Scope.choices, widget=forms.RadioSelect, initial="company"
    )
    site = forms.CharField(
        label=_("Address of the site"), required=False, help_text=_("Only if it is for one site."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    listings = forms.MultipleChoiceField(
        label=_("Listings or SKUs"), required=False, help_text=_("Only if it is for some of your listings."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    destinations = forms.MultipleChoiceField(
        label=_("Only for some countries"), required=False, help_text=_("Choose none if it is good everywhere."),
        choices=country_choices, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    replaces = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = (
        "document", "number", "issuer", "issued_on", "expires_on", "scope", "site", "listings", "destinations", "file",
    )  # fmt: skip

    def __init__(self, *args: Any, coverable: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["listings"].choices = coverable  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        """Return what was sent as `add_evidence` reads it."""
        sent: Any = self.data
        return {
            **self.paper(),
            "document": sent.get("document", ""),
            "scope": sent.get("scope", ""),
            "site": sent.get("site", ""),
            "listings": sent.getlist("listings"),
            "destinations": sent.getlist("destinations"),
            "replaces": sent.get("replaces", ""),
        }
