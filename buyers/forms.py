"""The shape of what people write; what it means is for the operations."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
