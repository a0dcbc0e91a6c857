"""The public exchange rates: table, course of each currency, age and source, and a converter."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.preferences import preferences_of
from marketplace.kernel.money import Money, round_money
from marketplace.kernel.refusals import Refusal
from trade.fx import current_rates, rates_since

SHOWN_DAYS = 370
LARGEST = Decimal(10) ** 12


class ConverterForm(forms.Form):
    """An amount, from one currency to another, on a day."""

    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_value=LARGEST, max_digits=18)
    source = forms.ChoiceField(label=_("From"))
    target = forms.ChoiceField(label=_("To"))
    on = forms.DateField(
        label=_("On"), required=False, help_text=_("Leave empty for today."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, *args: Any, currencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            self.fields[name].choices = [(code, code) for code in currencies]  # type: ignore[attr-defined]


@require_safe
def exchange_rates(request: HttpRequest) -> HttpResponse:
    """Show what one euro buys, and convert. The address holds the question."""
    today = timezone.now().date()
    table = current_rates(today)
    preferred = preferences_of(request).currency
    wanted = "amount" in request.GET
    initial = {"amount": 100, "source": "EUR", "target": preferred if preferred != "EUR" else "USD"}
    form = ConverterForm(request.GET if wanted else None, currencies=table.currencies, initial=initial)
    answer = _answer(form) if wanted and form.is_valid() else None
    past = rates_since(today - timedelta(days=SHOWN_DAYS))
    rows = [
        {
            "rate": rate,
            "age": (today - rate.as_of).days,
            "is_usable": rate.currency in table,
            "points": past.get(rate.currency, []),
        }
        for rate in table.stored()
        if rate.currency != "EUR"
    ]
    offered = {code: place for place, code in enumerate(settings.CURRENCIES_OFFERED)}
    rows.sort(key=lambda row: (offered.get(row["rate"].currency, len(offered)), row["rate"].currency))  # type: ignore[attr-defined]
    context = {
        "form": form,
        "answer": answer,
        "rows": rows,
        "spread": table.spread_percent,
        "limit": settings.TRADE_FX_MAX_AGE_DAYS,
        "stale": sum(not row["is_usable"] for row in rows),
    }
    return render(request, "trade/exchange_rates.html", context, status=422 if wanted and form.errors else 200)


def _answer(form: ConverterForm) -> dict[str, Any] | None:
    given = form.cleaned_data
    today = timezone.now().date()
    on = min(given["on"] or today, today)
    money = round_money(Money(given["amount"], given["source"]))
    try:
        table = current_rates(on)
        mid, charged = table.convert(money, given["target"]), table.charge(money, given["target"])
    except Refusal as refusal:
        form.add_error(None, refusal.detail)
        return None
    return {"money": money, "mid": mid, "charged": charged}
