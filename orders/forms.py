"""Forms of ordering: shape only; what may be done is the operations' to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import AddressForm, currency_choices
from orders.operations.ship_order import LONGEST_JOURNEY_DAYS
from orders.tracking import EVENT_LABELS, SELLER_MAY_SAY

_amount = {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}


class DeliveryForm(AddressForm):
    """Where a checkout's goods go, with the buyer's own reference and a note to the seller."""

    purchase_number = forms.CharField(
        label=_("Your purchase order number"),
        help_text=_("Stands on the order and its papers."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    buyer_note = forms.CharField(
        label=_("Note to the seller"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    save_address = forms.BooleanField(label=_("Keep this address for next time"), required=False)

    def __init__(self, *args: Any, country: str, may_save: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, country=country, with_label=False, **kwargs)
        if not may_save:
            del self.fields["save_address"]
        self.order_fields([*self.address_names, "save_address", "purchase_number", "buyer_note"])

    @property
    def address_names(self) -> list[str]:
        """The fields that make up the address, in the country's order."""
        return [name for name in self.fields if name not in ("purchase_number", "buyer_note", "save_address")]

    def address_fields(self) -> list[forms.BoundField]:
        """The address as bound fields, the country left out: it stands above the others."""
        return [self[name] for name in self.address_names if name != "country"]

    def address(self) -> dict[str, str]:
        """Return what was entered, as `accounts.addresses.check_address` takes it."""
        return {name: str(self.cleaned_data.get(name) or "") for name in self.address_names}


class ShipForm(forms.Form):
    """What the seller says when the goods leave."""

    carrier = forms.CharField(
        label=_("Carrier"), max_length=80, widget=forms.TextInput(attrs={"list": "carriers", "autocomplete": "off"})
    )
    tracking_number = forms.CharField(
        label=_("Tracking number"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )
    expected_date = forms.DateField(
        label=_("Expected to arrive on"),
        help_text=_("Within %(days)s days. The buyer's time to accept is counted from this day.")
        % {"days": LONGEST_JOURNEY_DAYS},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tracking_url = forms.CharField(
        label=_("Tracking page"),
        help_text=_("Left empty, we fill it in for carriers we know."),
        required=False,
        max_length=300,
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class ParcelForm(ShipForm):
    """A further parcel of an order that is under way."""

    contents = forms.CharField(
        label=_("What is in it"), required=False, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class EventForm(forms.Form):
    """What the seller says happened to a shipment."""

    code = forms.ChoiceField(label=_("What happened"), choices=[(code, EVENT_LABELS[code]) for code in SELLER_MAY_SAY])
    at = forms.DateTimeField(
        label=_("When"),
        help_text=_("By the clock of your account."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(
        label=_("Where"), required=False, max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    text = forms.CharField(
        label=_("In your words"), required=False, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class ReasonForm(forms.Form):
    """Why something is given up."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class ReviewForm(forms.Form):
    """A buyer's word on one listing."""

    rating = forms.TypedChoiceField(
        label=_("Stars"),
        coerce=int,
        choices=[
            (5, _("5: excellent")),
            (4, _("4: good")),
            (3, _("3: as expected")),
            (2, _("2: poor")),
            (1, _("1: bad")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What should others know?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class ReplyForm(forms.Form):
    """The seller's answer to a review."""

    reply = forms.CharField(
        label=_("Your answer, in public"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class CustomsBillForm(forms.Form):
    """The figures of a customs bill; what they mean is the operation's business."""

    number = forms.CharField(
        label=_("Number of the document"),
        required=False,
        help_text=_("As it stands on the customs declaration or the carrier's invoice."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    billed_on = forms.DateField(
        label=_("Date of the bill"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    currency = forms.ChoiceField(label=_("Currency of the bill"), choices=currency_choices)
    duty = forms.CharField(label=_("Duty"), required=False, widget=forms.TextInput(attrs=_amount))
    tax = forms.CharField(label=_("Import tax"), required=False, widget=forms.TextInput(attrs=_amount))
    fees = forms.CharField(label=_("Fees"), required=False, widget=forms.TextInput(attrs=_amount))
    paper = forms.FileField(
        label=_("Scan or photo of it"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, up to 12 MB. Only the two parties and we can see it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
