"""A listing's texts in one more language, as they are typed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellers.forms.plain import PlainForm
from sellers.models import ListingPicture

ALT = "alt_"


class TranslationForm(PlainForm):
    """Title, summary, description and picture texts in one language."""

    title = forms.CharField(label=_("Title"), widget=forms.TextInput(attrs={"dir": "auto"}))
    summary = forms.CharField(label=_("In one sentence"), required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"})
    )
    machine = forms.BooleanField(
        label=_("A program translated this and I have not checked it"),
        required=False,
        help_text=_("Buyers are told so. Untick it once you have read it."),
    )

    def __init__(self, *args: Any, pictures: Iterable[ListingPicture], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = list(pictures)
        for number, picture in enumerate(self.pictures, start=1):
            self.fields[ALT + picture.public_id] = forms.CharField(
                label=_("Picture %(n)s, what it shows") % {"n": number},
                required=False,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )

    @classmethod
    def initial_of(cls, kept: dict[str, Any]) -> dict[str, Any]:
        """Return the form's values for a kept translation."""
        alt = {ALT + public_id: text for public_id, text in kept.get("alt", {}).items()}
        return {**kept, **alt, "machine": kept.get("by") == "machine"}

    def picture_fields(self) -> list[tuple[ListingPicture, Any]]:
        """Return each picture with its field."""
        return [(picture, self[ALT + picture.public_id]) for picture in self.pictures]

    def content(self) -> dict[str, Any]:
        """Return what was sent as `sellers.content.languages` reads it."""
        sent = self.data
        return {
            **{name: sent.get(name, "") for name in ("title", "summary", "description")},
            "alt": {each.public_id: sent.get(ALT + each.public_id, "") for each in self.pictures},
            "by": "machine" if sent.get("machine") else "seller",
        }
