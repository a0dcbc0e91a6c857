"""What the forms of sellers share."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from trade.incoterms import TERMS

WHOLE = {"inputmode": "numeric", "autocomplete": "off"}
DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


class PlainForm(forms.Form):
    """
    A form that shows values and refusals; operations alone decide what is right.

    Django's own checks are left out, so that a page and the API refuse the same things in the same words.
    """

    use_required_attribute = False

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def show(self, fields: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
        """Put refusals at the fields they name; return those that no field here has."""
        left: dict[str, list[str]] = {}
        for name, reasons in fields.items():
            texts = [str(reason) for reason in reasons]
            if name in self.fields:
                self.errors.setdefault(name, self.error_class()).extend(texts)
            else:
                left[name] = texts
        return left


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


def term_choices() -> list[tuple[str, str]]:
    """Every Incoterm, from the one that includes most to the one that includes least."""
    return [(term.code, f"{term.code} · {term.name}") for term in reversed(TERMS.values())]


def with_blank(choices: Any) -> Any:
    return lazy(lambda: [("", _("Choose…")), *choices()], list)
