"""The public landed-cost calculator."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.actor import actor_of
from marketplace.kernel.money import Money, round_money
from marketplace.kernel.refusals import InvalidInput, Refusal
from trade.forms import LandedCostForm
from trade.freight import FreightQuote, Parcel
from trade.landed_cost import Basket, BasketLine, LandedCost
from trade.queries import cheapest_freight, find_hs_codes, hs_title, landed_cost_for

GRAMS_PER_KG = 1000


@require_GET
def landed_cost_calculator(request: HttpRequest) -> HttpResponse:
    """Ask for goods, where from and to; answer with the price at the door and why. The address holds the question."""
    preferences = request.preferences  # type: ignore[attr-defined]
    context: dict[str, Any] = {}
    if "value" in request.GET:
        form = LandedCostForm(request.GET)
        if form.is_valid():
            context = _answer(request, form)
    else:
        form = LandedCostForm(
            initial={
                "ship_from": "CN",
                "ship_to": preferences.ship_to,
                "currency": preferences.currency,
                "importer": "business" if actor_of(request).organisation else "consumer",
                "hs_code": request.GET.get("hs_code", ""),
                "quantity": 1,
            }
        )
    context["form"] = form
    template = "trade/_landed_cost.html" if request.htmx else "trade/landed_cost.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_GET
def hs_code_options(request: HttpRequest) -> HttpResponse:
    """Codes for what has been typed so far, as options of the form's list."""
    text = request.GET.get("hs_code", "")[:80]
    codes = find_hs_codes(text, limit=15) if len(text.strip()) > 1 else []
    return render(request, "trade/_hs_code_options.html", {"codes": codes})


def _answer(request: HttpRequest, form: LandedCostForm) -> dict[str, Any]:
    """Reckon what the form asks; what is refused becomes an error of its field."""
    given = form.cleaned_data
    code = given["hs_code"].replace(".", "").replace(" ", "")
    if not code.isdigit():
        return {"candidates": [code for code in find_hs_codes(given["hs_code"], limit=12) if code.level == 6]}
    try:
        cost, freight = _reckon(code, given)
    except InvalidInput as refusal:
        for field, texts in refusal.fields.items():
            name = field.rsplit(".", 1)[-1]
            for text in texts:
                form.add_error(name if name in form.fields else None, text)
        return {}
    except Refusal as refusal:
        form.add_error(None, refusal.detail)
        return {}
    return {"cost": cost, "freight": freight, "hs_code": code, "hs_title": hs_title(code), "given": given}


def _reckon(code: str, given: dict[str, Any]) -> tuple[LandedCost, FreightQuote | None]:
    currency = given["currency"]
    weight_g = int(given["weight_kg"] * GRAMS_PER_KG) if given["weight_kg"] else None
    freight, quote = None, None
    if given["freight"] is not None:
        freight = round_money(Money(given["freight"], currency))
    elif weight_g:
        each = max(1, weight_g // given["quantity"])
        quote = cheapest_freight(
            given["ship_from"], given["ship_to"], [Parcel(each, count=given["quantity"])], currency
        )
        freight = quote.price if quote else None
    basket = Basket(
        ship_from=given["ship_from"],
        ship_to=given["ship_to"],
        currency=currency,
        incoterm="DAP",
        freight=freight,
        insurance=None,
        importer_kind=given["importer"],
        on=timezone.now().date(),
        lines=(
            BasketLine(
                hs_code=code,
                origin=given["origin"] or given["ship_from"],
                value=round_money(Money(given["value"], currency)),
                quantity=given["quantity"],
                weight_g=weight_g,
                key="1",
            ),
        ),
        tax_registered=given["importer"] == "business" and given["tax_registered"],
    )
    return landed_cost_for(basket), quote
