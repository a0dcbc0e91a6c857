"""The public checker: may these goods go there?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.preferences import preferences_of
from trade.forms import MayItGoForm
from trade.presenting.restrictions import present_reach, present_verdict
from trade.queries import find_hs_codes, hs_title, reach_of, rule_book
from trade.restrictions import Goods


@require_GET
def may_it_go(request: HttpRequest) -> HttpResponse:
    """Ask for goods and where from; answer for every country with reasons. The address holds the question."""
    context: dict[str, Any] = {}
    if "hs_code" in request.GET and "origin" in request.GET:
        form = MayItGoForm(request.GET)
        if form.is_valid():
            context = _answer(form)
    else:
        country = preferences_of(request).ship_to
        form = MayItGoForm(initial={"origin": country, "importer": "business", "title": request.GET.get("title", "")})
    context["form"] = form
    template = "trade/_may_it_go.html" if request.htmx else "trade/may_it_go.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _answer(form: MayItGoForm) -> dict[str, Any]:
    given = form.cleaned_data
    code = given["hs_code"].replace(".", "").replace(" ", "")
    if code and not code.isdigit():
        return {"candidates": [found for found in find_hs_codes(given["hs_code"], limit=12) if found.level == 6]}
    if code and not 6 <= len(code) <= 10:
        form.add_error("hs_code", _("Enter 6 to 10 digits, or search by words."))
        return {}
    goods = Goods(
        hs_code=code,
        origin=given["origin"],
        ship_from=given["ship_from"] or given["origin"],
        title=given["title"],
        importer=given["importer"],
        attributes=form.attributes(),
    )
    on = given["date"] or timezone.now().date()
    reach = reach_of(goods, on)
    return {
        "reach": present_reach(reach, goods),
        "verdicts": [present_verdict(verdict, goods) for verdict in reach.verdicts.values() if verdict.findings],
        "hs_code": code,
        "hs_title": hs_title(code) if code else "",
        "goods": goods,
        "on": on,
        "version": rule_book(on).version,
    }
