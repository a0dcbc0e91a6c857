"""The shape of what people write; what it means is for the operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import country_choices
from buyers.categories import tree


class MessageForm(forms.Form):
    """One message. Its length is told by the operation, which counts what is kept."""

    body = forms.CharField(
        label=_("Your message"),
        strip=False,
        error_messages={"required": _("Write a message.")},
        widget=forms.Textarea(
            attrs={
                "rows": 4,
                "dir": "auto",
                "enterkeyhint": "send",
                "autocomplete": "off",
            }
        ),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class LotAlertForm(forms.Form):
    """What somebody wants to be told of."""

    words = forms.CharField(
        label=_("Words it must have"),
        required=False,
        help_text=_("Such as blueberries organic. All words must be in what the seller says."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    ship_to = forms.ChoiceField(label=_("Delivered to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = sorted(tree().by_id.values(), key=lambda branch: [each.label for each in branch.path])
        named = [(branch.slug, " › ".join(each.label for each in branch.path)) for branch in branches]
        self.fields["category"].choices = [("", _("Any")), *named]  # type: ignore[attr-defined]
        self.fields["ship_to"].choices = country_choices()  # type: ignore[attr-defined]
