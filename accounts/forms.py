"""Shapes of what people type; what it means is the operations' business."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .places import COUNTRIES


def country_choices() -> list[tuple[str, str]]:
    """Every country, named in the reader's language and sorted by that name."""
    from marketplace.kernel.templatetags.bridgeway import country_name

    return sorted(((code, country_name(code)) for code in COUNTRIES), key=lambda pair: pair[1])


class SignUpDetailsForm(forms.Form):
    """What sign-up asks beside e-mail and password."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    country = forms.ChoiceField(label=_("Your country"), choices=country_choices)

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth once the person is stored; the adapter has kept the details already."""
