"""The public page that says who pays what under each term."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trade.incoterms import DEFAULT_OFFER, STAGE_LABELS, TERMS


@require_GET
def incoterms(request: HttpRequest) -> HttpResponse:
    """Every term with its way; `?term=CIP` opens one."""
    chosen = request.GET.get("term", "").upper()[:3]
    context = {
        "terms": list(TERMS.values()),
        "chosen": chosen if chosen in TERMS else DEFAULT_OFFER[0],
        "stages": STAGE_LABELS.values(),
        "rows": [
            (label, [term.payer(stage).value for term in TERMS.values()]) for stage, label in STAGE_LABELS.items()
        ],
    }
    return render(request, "trade/incoterms.html", context)
