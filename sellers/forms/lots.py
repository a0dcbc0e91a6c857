"""A lot, as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellers.content import FIELDS_OF_LOT
from sellers.forms.plain import DECIMAL, WHOLE, PlainForm
from sellers.models import Listing, Lot

DAY = {"type": "date"}


class LotForm(PlainForm):
    """Everything about a lot; with several variants also whose it is."""

    variant = forms.ChoiceField(label=_("Variant"), required=False)
    quantity = forms.CharField(label=_("How much is there"), widget=forms.TextInput(attrs=WHOLE))
    best_before_date = forms.CharField(label=_("Best before"), widget=forms.DateInput(attrs=DAY))
    code = forms.CharField(label=_("Lot number"), required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    harvest_date = forms.CharField(label=_("Harvested on"), required=False, widget=forms.DateInput(attrs=DAY))
    leaves_from_date = forms.CharField(
        label=_("Leaves from"),
        required=False,
        help_text=_("It is not handed over earlier. Empty: as soon as the lead time allows."),
        widget=forms.DateInput(attrs=DAY),
    )
    arrive_by_date = forms.CharField(
        label=_("Has to arrive by"),
        required=False,
        help_text=_("Buyers it would reach later are not offered it. Empty: the day before the best-before date."),
        widget=forms.DateInput(attrs=DAY),
    )
    storage_min_c = forms.CharField(label=_("Coldest storage"), required=False, widget=forms.TextInput(attrs=DECIMAL))
    storage_max_c = forms.CharField(label=_("Warmest storage"), required=False, widget=forms.TextInput(attrs=DECIMAL))
    grade = forms.CharField(label=_("Grade"), required=False, widget=forms.TextInput(attrs={"dir": "auto"}))

    def __init__(self, *args: Any, listing: Listing, lot: Lot | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        variants = [each for each in listing.variants.all() if each.archived_at is None]
        if lot is not None or len(variants) < 2:
            del self.fields["variant"]
        else:
            self.fields["variant"].choices = [  # type: ignore[attr-defined]
                (each.public_id, each.label or each.sku or each.public_id) for each in variants
            ]
        if lot is not None:
            self.fields["quantity"].label = _("How much is left")

    @classmethod
    def initial_of(cls, lot: Lot) -> dict[str, Any]:
        """Return the form's values for a lot."""
        stored = {name: getattr(lot, name) for name in FIELDS_OF_LOT}
        shown = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in stored.items()}
        return {"quantity": lot.available, **{name: "" if value is None else value for name, value in shown.items()}}

    def content(self) -> dict[str, Any]:
        """Return what was sent as `sellers.content.read_lot` reads it."""
        return {name: self.data[name] for name in (*FIELDS_OF_LOT, "quantity") if name in self.data}
