"""The forms on the way to selling that accounts itself asks."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import CompanyDocument, TaxId
from accounts.registers import register_of
from accounts.requirements import Standing
from accounts.tax_ids import EU_MEMBERS

_PLAIN = {"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}


class NumbersForm(forms.Form):
    """The numbers that the organisation's own country gave it; each is called as it is called there."""

    KINDS: ClassVar = (TaxId.Kind.COMPANY, TaxId.Kind.TAX, TaxId.Kind.VAT, TaxId.Kind.EORI)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            TaxId.Kind.COMPANY: _("Company register number"),
            TaxId.Kind.TAX: _("National tax number"),
            TaxId.Kind.VAT: _("VAT, GST or sales tax number"),
            TaxId.Kind.EORI: _("EORI number"),
        }
        for kind in self.KINDS:
            if kind == TaxId.Kind.EORI and country not in EU_MEMBERS | {"GB"}:
                continue
            register = register_of(kind, country)
            attributes = {**_PLAIN, "placeholder": register.example} if register else _PLAIN
            hint: Any = register.name if register else ""
            if kind == TaxId.Kind.EORI:
                hint = _("For customs, if you have one already.")
            self.fields[str(kind.value)] = forms.CharField(
                label=labels[kind],
                help_text=hint,
                max_length=60,
                required=False,
                widget=forms.TextInput(attrs=attributes),
            )


class TermsForm(forms.Form):
    """The full name as a signature, and a tick for each statement."""

    signed_name = forms.CharField(
        label=_("Your full name, to sign"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )

    def __init__(self, *args: Any, statements: Sequence[Standing], to_sign: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not to_sign:
            del self.fields["signed_name"]
        for standing in statements:
            self.fields[f"statement_{standing.code}"] = forms.BooleanField(
                label=str(standing.help),
                error_messages={"required": _("Tick this if it is true; we need it before you sell.")},
            )
        if to_sign:
            self.fields["agree"] = forms.BooleanField(
                label=_("I have read the terms and may sign for my organisation."),
                error_messages={"required": _("Tick this to sign.")},
            )
            self.order_fields([*(name for name in self.fields if name != "signed_name"), "signed_name"])


class DocumentForm(forms.Form):
    """A company paper."""

    kind = forms.ChoiceField(label=_("What it is"), choices=CompanyDocument.Kind.choices)
    file = forms.FileField(
        label=_("Photo or PDF"),
        help_text=_("JPEG, PNG, WebP, AVIF or PDF, up to 12 MB. On a phone just take a picture."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,application/pdf"}),
    )
    title = forms.CharField(
        label=_("Note for us"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    expires_on = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
