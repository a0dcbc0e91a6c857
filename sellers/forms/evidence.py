"""A document that a seller puts on file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import country_choices
from sellers.forms.plain import PlainForm, with_blank
from trade.restrictions import DOCUMENTS


def document_choices() -> list[tuple[str, Any]]:
    """Every kind of document, by its name in the reader's language."""
    return sorted(((code, document.label) for code, document in DOCUMENTS.items()), key=lambda choice: str(choice[1]))


class EvidenceForm(PlainForm):
    """A document that a seller puts on file."""

    document = forms.ChoiceField(label=_("Which document?"), choices=with_blank(document_choices))
    number = forms.CharField(label=_("Its number"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    issuer = forms.CharField(
        label=_("Issued by"), required=False, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    issued_on = forms.CharField(label=_("Issued on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    expires_on = forms.CharField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty if it does not run out."),
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=_("What it is for"),
        choices=[("listing", _("This listing")), ("all", _("Everything we sell"))],
        widget=forms.RadioSelect,
        initial="listing",
    )
    destinations = forms.MultipleChoiceField(
        label=_("Only for some countries"),
        required=False,
        help_text=_("Choose none if it is good everywhere."),
        choices=country_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(
        label=_("Picture or scan"),
        required=False,
        help_text=_(
            "PDF, JPEG, PNG, WebP or AVIF, up to 12 MB. Only you and our reviewers see it, unless you publish it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp,image/avif"}),
    )

    def content(self, listing: str) -> dict[str, Any]:
        """Return what was sent as `add_evidence` reads it; `listing` is the public id of the page's listing."""
        sent: Any = self.data
        content: dict[str, Any] = {
            name: sent.get(name, "") for name in ("document", "number", "issuer", "issued_on", "expires_on")
        }
        content["destinations"] = sent.getlist("destinations")
        if sent.get("scope") == "all":
            return {**content, "scope": "company"}
        return {**content, "scope": "listings", "listings": [listing]}
