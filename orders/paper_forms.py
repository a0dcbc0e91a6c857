"""Forms about papers: shape only; what holds is the operations' to say."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orders.operations.keep_authority_paper import MOST_BYTES
from trade.papers.origin import CRITERIA
from trade.papers.words import PACKAGE_KINDS

ROWS = 6


def _whole(label: Any, **attributes: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, widget=forms.NumberInput(attrs={"inputmode": "numeric", **attributes})
    )


class PackageForm(forms.Form):
    """Packages of one kind; an empty row is no row."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    count = _whole(_("How many"))
    weight_kg = forms.DecimalField(
        label=_("Weight of one, kg"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.001"}),
    )
    length_cm, width_cm, height_cm = _whole(_("Length, cm")), _whole(_("Width, cm")), _whole(_("Height, cm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Marked for translation where they are defined; named here in the reader's language.
        self.fields["kind"].choices = [(code, _(name)) for code, name in PACKAGE_KINDS.items()]  # type: ignore[attr-defined]

    def row(self) -> dict[str, object] | None:
        """Return the row as `save_packing` takes it, or None for an empty one."""
        given = self.cleaned_data
        if not (given.get("count") or given.get("weight_kg")):
            return None
        return {
            "kind": given.get("kind") or "CT",
            "count": given.get("count") or 0,
            "gross_weight_g": int((given.get("weight_kg") or 0) * 1000),
            "length_cm": given.get("length_cm") or 0,
            "width_cm": given.get("width_cm") or 0,
            "height_cm": given.get("height_cm") or 0,
        }


PackageFormSet = forms.formset_factory(PackageForm, extra=0, max_num=20, absolute_max=30)


def language_choices() -> list[tuple[str, Any]]:
    """English alone, or with a second language beside it."""
    return [("", _("English only")), *((code, name) for code, name in settings.LANGUAGES if code != "en")]


class PackingForm(forms.Form):
    """What is the same for the whole consignment."""

    marks = forms.CharField(
        label=_("Marks on the packages"),
        help_text=_("What is written on them, so that they can be told apart."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    notes = forms.CharField(
        label=_("Notes to carrier and buyer"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    wood_is_treated = forms.BooleanField(label=_("Wood packing is treated and marked to ISPM 15"), required=False)
    wants_origin = forms.BooleanField(
        label=_("Add a statement on origin"),
        help_text=_("Only if the goods meet the origin rule of the agreement; you answer for it."),
        required=False,
    )
    origin_criterion = forms.ChoiceField(
        label=_("Origin criterion"), required=False, choices=lambda: [("", "–"), *CRITERIA.items()]
    )
    second_language = forms.ChoiceField(label=_("Language of the papers"), required=False, choices=language_choices)


class AuthorityPaperForm(forms.Form):
    """Number, day and copy of a paper that an authority gave."""

    number = forms.CharField(
        label=_("Number"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"})
    )
    issued_date = forms.DateField(label=_("Issued on"), widget=forms.DateInput(attrs={"type": "date"}))
    copy = forms.FileField(
        label=_("Copy"),
        help_text=_("PDF, PNG or JPEG, at most 5 MB."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )

    def clean_copy(self) -> bytes:
        """Read the copy, one byte more than allowed at most."""
        upload = self.cleaned_data.get("copy")
        return upload.read(MOST_BYTES + 1) if upload else b""


class CreditForm(forms.Form):
    """Why an invoice is taken back, and how much of each line; no amounts means all of it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, lines: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            self.fields[f"line_{line.position}"] = forms.DecimalField(
                label=line.title, required=False, min_value=0, max_digits=16, decimal_places=4
            )


class VerifyForm(forms.Form):
    """A PDF whose hash is compared; it is not kept."""

    copy = forms.FileField(
        label=_("The PDF you were given"), widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )
