"""The public HS pages: search by words or digits, the tree, and what a code means at the border."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.kernel.money import Money
from marketplace.kernel.refusals import Refusal
from trade.forms import country_choices
from trade.landed_cost import Basket, BasketLine
from trade.queries import find_hs_codes, hs_chapters, hs_code_page, hs_suggestions, landed_cost_for, ruled_destinations

# Duty in per cent is shown for goods of this value, far above every threshold below which other rules hold.
SAMPLE = Money(10_000, "EUR")
USUAL_ORIGIN = "CN"
CODE_LENGTH = 6


@require_safe
def hs_codes(request: HttpRequest) -> HttpResponse:
    """Find a code by words in any language or by digits, or go down the tree from the chapters."""
    words = request.GET.get("q", "").strip()[:120]
    digits = words.replace(".", "").replace(" ", "")
    context: dict[str, Any] = {"words": words}
    if digits.isascii() and digits.isdigit():
        found = find_hs_codes(digits, limit=60)
        if len(found) == 1:
            return redirect("trade:hs_code", found[0].code)
        context["codes"] = found
    elif words:
        context["suggestions"] = hs_suggestions(words, most=6)
        likely = {each.hs_code for each in context["suggestions"]}
        context["codes"] = [code for code in find_hs_codes(words, limit=30) if code.code not in likely]
    else:
        context["chapters"] = hs_chapters()
    template = "trade/_hs_found.html" if request.htmx else "trade/hs_codes.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_safe
def hs_code(request: HttpRequest, code: str) -> HttpResponse:
    """One code: title, what stands above and below it, and duty and tax in each ruled destination."""
    context = hs_code_page(code)
    countries = country_choices()
    origin = request.GET.get("origin", "")
    if origin not in {country for country, _name in countries}:
        origin = USUAL_ORIGIN
    if context["code"].level >= CODE_LENGTH:
        context["duties"] = [_at(destination, code, origin) for destination in ruled_destinations(_today())]
    return render(request, "trade/hs_code.html", context | {"origin": origin, "countries": countries})


def _at(destination: str, code: str, origin: str) -> dict[str, Any]:
    """Return duty and tax rates of a code in one country; None where the rules do not say."""
    basket = Basket(
        ship_from=origin,
        ship_to=destination,
        currency=SAMPLE.currency.code,
        incoterm="DAP",
        freight=Money(0, SAMPLE.currency.code),
        insurance=None,
        importer_kind="business",
        on=_today(),
        lines=(BasketLine(hs_code=code, origin=origin, value=SAMPLE, quantity=1, weight_g=None, key="1"),),
    )
    try:
        line = landed_cost_for(basket).lines[0]
    except Refusal:
        return {"country": destination, "duty": None, "tax": None}
    return {"country": destination, "duty": line.duty_rate, "tax": line.tax_rate}


def _today() -> Any:
    return timezone.now().date()
