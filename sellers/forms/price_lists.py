"""A price list, as it is typed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import currency_choices
from sellers.forms.plain import DECIMAL, PlainForm
from sellers.forms.variants import tiers_text, tiers_typed
from sellers.models import PriceList
from sellers.pricing import as_typed

DAY = {"type": "date"}
LINES = {"rows": 5, "dir": "auto", "autocomplete": "off"}


class PriceListForm(PlainForm):
    """Name, currency, period, what it takes off, its buyers and its prices, a line each."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("Only you see it."))
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=currency_choices,
        help_text=gettext_lazy("The list covers your listings in it."),
    )
    percent_off = forms.CharField(
        label=gettext_lazy("Percent off everything"),
        required=False,
        help_text=gettext_lazy("Off the listed prices of whatever has no price of its own below."),
        widget=forms.TextInput(attrs=DECIMAL),
    )
    starts_on = forms.CharField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs=DAY))
    ends_on = forms.CharField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs=DAY))
    buyers = forms.CharField(
        label=gettext_lazy("Buyers"),
        required=False,
        help_text=gettext_lazy("One a line: the company's exact name, or its number (org_…)."),
        widget=forms.Textarea(attrs=LINES),
    )
    prices = forms.CharField(
        label=gettext_lazy("Prices by SKU"),
        required=False,
        help_text=gettext_lazy("One a line: SKU, a tab or “=”, the price; or several: BOWL-S = 1: 9.50; 100: 9.00"),
        widget=forms.Textarea(attrs={**LINES, "rows": 8, "wrap": "off"}),
    )

    @classmethod
    def initial_of(cls, price_list: PriceList) -> dict[str, Any]:
        """Return the form's values for a price list."""
        tiers: dict[str, list[tuple[int, str]]] = {}
        for tier in price_list.tiers.select_related("variant").order_by("variant__position", "variant", "min_quantity"):
            key = tier.variant.sku or tier.variant.public_id
            tiers.setdefault(key, []).append((tier.min_quantity, as_typed(tier.unit_price, price_list.currency)))
        percent = price_list.percent_off
        buyers = price_list.buyers.order_by("organisation__name")
        return {
            "name": price_list.name,
            "currency": price_list.currency,
            "percent_off": "" if percent is None else f"{percent.normalize():f}",
            "starts_on": price_list.starts_on.isoformat() if price_list.starts_on else "",
            "ends_on": price_list.ends_on.isoformat() if price_list.ends_on else "",
            "buyers": "\n".join(buyers.values_list("organisation__name", flat=True)),
            "prices": "\n".join(f"{key} = {tiers_text(found)}" for key, found in tiers.items()),
        }

    def content(self) -> dict[str, Any]:
        """Return what was sent as `sellers.content.price_lists` reads it."""
        plain = ("name", "currency", "percent_off", "starts_on", "ends_on")
        content: dict[str, Any] = {name: self.data[name] for name in plain if name in self.data}
        if "buyers" in self.data:
            content["buyers"] = [line.strip() for line in self.data["buyers"].splitlines() if line.strip()]
        if "prices" in self.data:
            content["prices"] = [_price(line) for line in self.data["prices"].splitlines() if line.strip()]
        return content

    def show(self, fields: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
        """Put refusals of a line at its field, with the line they are about."""
        shown: dict[str, list[str]] = {}
        for field, reasons in fields.items():
            name, _dot, rest = field.partition(".")
            at = re.match(r"\d+", rest)
            texts = [
                _("Line %(line)s: %(reason)s") % {"line": int(at[0]) + 1, "reason": reason} if at else str(reason)
                for reason in reasons
            ]
            shown.setdefault(name, []).extend(texts)
        return super().show(shown)


def _price(line: str) -> dict[str, Any]:
    sku, _sign, price = re.sub(r"\t", "=", line, count=1).partition("=")
    return {"variant": sku.strip(), "tiers": tiers_typed(price)}
