"""The public landed-cost calculator."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.actor import actor_of
from accounts.preferences import preferences_of
from marketplace.kernel.refusals import InvalidInput, Refusal
from trade.api.basket import basket_from
from trade.forms import LandedCostForm, LandedLineForm, country_choices
from trade.freight import FreightQuote, Parcel
from trade.landed_cost import LandedCost
from trade.models import HsCode
from trade.queries import cheapest_freight, find_hs_codes, hs_titles, landed_cost_for

GRAMS_PER_KG = 1000
MOST_LINES = 20
SUBHEADING = 6
_LINE = re.compile(r"(?P<number>\d{1,2})-(hs_code|value)")
_PATH = re.compile(r"lines\[(?P<place>\d+)\]\.(?P<name>\w+)")


@require_GET
def landed_cost_calculator(request: HttpRequest) -> HttpResponse:
    """Ask for goods, where from and to; answer with the price at the door and why. The address holds the question."""
    context: dict[str, Any] = {}
    countries = country_choices()
    if any(name in request.GET for name in ("value", "ship_to")):
        form = LandedCostForm(request.GET, countries=countries)
        lines = _lines(request.GET, countries)
        if all([form.is_valid(), *[line.is_valid() for line in lines]]):
            context = _answer(form, lines, request.GET)
    else:
        form = LandedCostForm(initial=_first_values(request), countries=countries)
        lines = [
            LandedLineForm(initial={"hs_code": request.GET.get("hs_code", ""), "quantity": 1}, countries=countries)
        ]
    context |= {"form": form, "lines": lines, "may_add": len(lines) < MOST_LINES}
    context["share_address"] = request.build_absolute_uri(request.get_full_path())
    template = "trade/_landed_cost.html" if request.htmx else "trade/landed_cost.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_GET
def hs_code_options(request: HttpRequest) -> HttpResponse:
    """Codes for what has been typed so far, as options of the form's list."""
    name = next((name for name in request.GET if name.endswith("hs_code")), "hs_code")
    text = request.GET.get(name, "")[:80]
    codes = find_hs_codes(text, limit=15) if len(text.strip()) > 1 else []
    return render(request, "trade/_hs_code_options.html", {"codes": codes})


def _first_values(request: HttpRequest) -> dict[str, Any]:
    preferences = preferences_of(request)
    return {
        "ship_from": "CN",
        "ship_to": preferences.ship_to,
        "currency": preferences.currency,
        "importer": "business" if actor_of(request).organisation else "consumer",
        "incoterm": "DAP",
    }


def _lines(given: QueryDict, countries: list[tuple[str, str]]) -> list[LandedLineForm]:
    """Return the form of each line: the first bears no number, the others theirs; blank ones are dropped."""
    numbers = sorted({int(found["number"]) for name in given if (found := _LINE.fullmatch(name)) and given[name]})
    forms = [LandedLineForm(given, countries=countries)]
    for place, number in enumerate(numbers[: MOST_LINES - 1], start=2):
        data = given
        if number != place:
            # Gaps are closed, so that adding a line never meets one that is there.
            data = given.copy()
            for name in LandedLineForm.base_fields:
                data[f"{place}-{name}"] = given.get(f"{number}-{name}", "")
        forms.append(LandedLineForm(data, prefix=str(place), countries=countries))
    if "add" in given and len(forms) < MOST_LINES:
        forms.append(LandedLineForm(given, prefix=str(len(forms) + 1), countries=countries))
    return forms


def _links(found: list[HsCode], name: str, asked_for: QueryDict) -> list[dict[str, str]]:
    """Return each code with the address that asks the same question of it."""
    links = []
    for code in found:
        query = asked_for.copy()
        query[name] = code.code
        links.append({"code": code.code, "title": code.title, "address": f"?{query.urlencode()}"})
    return links


def _answer(form: LandedCostForm, lines: list[LandedLineForm], asked_for: QueryDict) -> dict[str, Any]:
    """Reckon what the forms ask; what is refused becomes an error of its field."""
    asked = [line for line in lines if not line.is_blank]
    if not asked:
        return {}
    for line in asked:
        text = line.cleaned_data["hs_code"]
        if not text.replace(".", "").replace(" ", "").isdigit():
            found = [code for code in find_hs_codes(text, limit=12) if code.level == SUBHEADING]
            return {"candidates": _links(found, line.add_prefix("hs_code"), asked_for), "candidate_words": text}
    try:
        cost, freight = _reckon(form.cleaned_data, [line.cleaned_data for line in asked])
    except InvalidInput as refusal:
        _name_fields(refusal, form, asked)
        return {}
    except Refusal as refusal:
        form.add_error(None, refusal.detail)
        return {}
    titles = hs_titles([_bare(line.cleaned_data["hs_code"]) for line in asked])
    rows = [
        {"cost": part, "code": code, "title": titles[code]}
        for part, code in zip(cost.lines, (_bare(line.cleaned_data["hs_code"]) for line in asked), strict=True)
    ]
    hints = [step for step in cost.explanation if step.code == "preference_hint"]
    return {"cost": cost, "freight": freight, "rows": rows, "hints": hints, "given": form.cleaned_data}


def _bare(code: str) -> str:
    return code.replace(".", "").replace(" ", "")


def _reckon(given: dict[str, Any], lines: list[dict[str, Any]]) -> tuple[LandedCost, FreightQuote | None]:
    currency = given["currency"]
    freight, quote = given["freight"], None
    if freight is None and all(line["weight_kg"] for line in lines):
        parcels = [
            Parcel(
                max(1, int(line["weight_kg"] * GRAMS_PER_KG) // (line["quantity"] or 1)), count=line["quantity"] or 1
            )
            for line in lines
        ]
        quote = cheapest_freight(given["ship_from"], given["ship_to"], parcels, currency)
        freight = quote.price.amount if quote else None
    asked = {
        **{name: given[name] for name in ("ship_from", "ship_to", "currency", "insurance", "date", "region")},
        "incoterm": given["incoterm"] or "DAP",
        "freight": freight,
        "inland_freight": None,
        "transport": "",
        "price_basis": None,
        "importer": {"kind": given["importer"], "vat_id": given["vat_id"]},
        "lines": [
            {
                **{name: line[name] for name in ("hs_code", "origin", "value", "weight_kg", "preference")},
                "quantity": line["quantity"] or 1,
                "currency": "",
                "weight": "",
                "vat_class": "",
                "kind": "goods",
            }
            for line in lines
        ],
    }
    return landed_cost_for(basket_from(asked, today=timezone.now().date())), quote


def _name_fields(refusal: InvalidInput, form: LandedCostForm, lines: list[LandedLineForm]) -> None:
    for path, texts in refusal.fields.items():
        found = _PATH.fullmatch(path)
        target: Any = lines[int(found["place"])] if found else form
        name = found["name"] if found else path.rsplit(".", 1)[-1]
        for text in texts:
            target.add_error(name if name in target.fields else None, text)
