"""A change that waits for its hour, as it is planned."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellers.forms.plain import PlainForm
from sellers.models import ScheduledChange


class ScheduleForm(PlainForm):
    """What, when and, for a price, which prices."""

    action = forms.ChoiceField(
        label=_("What shall happen?"), choices=ScheduledChange.Action.choices, widget=forms.RadioSelect
    )
    due_at = forms.CharField(label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    prices = forms.CharField(
        label=_("New prices"),
        help_text=_("For a price change. One a line: from how many, then the price for one, such as “50: 8.40”."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "dir": "ltr"}),
        required=False,
    )

    def tiers(self) -> list[dict[str, Any]]:
        """Return the price rows as typed."""
        rows = []
        for line in self.data.get("prices", "").splitlines()[:30]:
            quantity, _colon, price = line.replace("：", ":").partition(":")
            if line.strip():
                rows.append({"min_quantity": quantity.strip(), "unit_price": price.strip().replace(",", ".")})
        return rows

    def show(self, fields: Any) -> dict[str, list[str]]:
        shown: dict[str, list[Any]] = {}
        for name, reasons in fields.items():
            shown.setdefault("prices" if name.startswith("tiers") else name, []).extend(reasons)
        return super().show({name: list(dict.fromkeys(map(str, reasons))) for name, reasons in shown.items()})
