"""The part of a picture to keep, as it is typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sellers.forms.plain import WHOLE, PlainForm
from sellers.operations.crop_picture import Box

_EDGE = {**WHOLE, "min": "0", "max": "100", "step": "1"}


class CropForm(PlainForm):
    """Four numbers in per cent of the picture."""

    left = forms.CharField(label=_("From the left"), widget=forms.NumberInput(attrs=_EDGE))
    top = forms.CharField(label=_("From the top"), widget=forms.NumberInput(attrs=_EDGE))
    width = forms.CharField(label=_("Width to keep"), widget=forms.NumberInput(attrs=_EDGE))
    height = forms.CharField(label=_("Height to keep"), widget=forms.NumberInput(attrs=_EDGE))

    def box(self) -> Box:
        """Return what was typed; what is no whole number is out of every range."""
        values = (str(self.data.get(name, "")).strip() for name in Box._fields)
        return Box(*(int(value) if value.isascii() and value.isdigit() and len(value) < 5 else -1 for value in values))
