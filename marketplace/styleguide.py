"""A page with every component in every state, for those who write pages. Mounted in development only."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from marketplace.kernel.money import Money


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title", max_length=120, help_text="What it is, as a buyer would search for it.")
    price = forms.DecimalField(label="Price for one", min_value=0)
    country = forms.ChoiceField(label="Ships from", choices=[("CL", "Chile"), ("PT", "Portugal")], required=False)
    story = forms.CharField(label="Description", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("goods", "Goods"), ("lot", "Fresh lot")], widget=forms.RadioSelect)
    pictures = forms.FileField(label="Pictures", required=False, help_text="JPEG, PNG or WebP, up to 12 MB.")
    terms = forms.BooleanField(label="I may sell these goods in the countries I ship to")


def _picture(hue: int) -> str:
    return (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'%3E"
        f"%3Crect width='4' height='3' fill='hsl({hue} 35%25 82%25)'/%3E%3Ccircle cx='2' cy='1.6' r='.8' "
        f"fill='hsl({hue} 45%25 52%25)'/%3E%3C/svg%3E"
    )


def _landed(**changes: Any) -> dict[str, Any]:
    cost: dict[str, Any] = {
        "currency": "EUR", "goods": "4200.00", "freight": "612.40", "insurance": "24.06", "duty": "218.00",
        "tax": "960.35", "fees": "35.00", "total": "6049.81", "status": "estimate",
        "explanation": [
            {"text": "Duty 4.5 % of goods and freight (HS 0809.29, Chile)", "source": "TARIC", "as_of": "2026-10-01"},
            {"text": "Import VAT 19 % of goods, freight and duty", "source": "UStG § 12", "as_of": "2026-01-01"},
            {"text": "1 USD = 0.9142 EUR", "source": "ECB", "as_of": "2026-11-20"},
        ],
    }  # fmt: skip
    return cost | changes


def _cards() -> list[dict[str, Any]]:
    base: dict[str, Any] = {
        "url": "#", "title": "Sweet cherries “Santina”, 5 kg cartons, size 28 mm and up, cold chain from orchard",
        "picture": _picture(350), "price_from": Money("18.40", "EUR"), "price_to": Money("24.90", "EUR"),
        "approx": True, "unit": "carton", "landed_unit": Money("31.12", "EUR"), "landed": _landed(), "moq": 60,
        "seller_name": "Frutas del Maule", "seller_country": "CL", "seller_url": "#", "rating": "4.7",
        "rating_count": 86, "kind": "perishable_lot", "lead_time_days": 3,
        "route": {"from_country": "CL", "to_country": "DE", "days": "4–6 days"},
    }  # fmt: skip
    return [
        base,
        base | {"title": "Stoneware lamp base, reactive glaze", "picture": _picture(190), "kind": "made_to_order",
                "seller_name": "Olaria Vale do Côa", "seller_country": "PT", "rating": None, "rating_count": 0,
                "price_to": None, "landed": _landed(duty=None, tax=None, status="unknown"), "landed_unit": None,
                "route": {"from_country": "PT", "to_country": "DE", "days": "5–8 days"}, "lead_time_days": 21},
        base | {"title": "فساتين سهرة مطرزة يدوياً", "picture": None, "kind": "goods", "approx": False,
                "seller_name": "مشغل الياسمين", "seller_country": "MA", "price_from": Money("310", "EUR"),
                "price_to": Money("420", "EUR"), "unit": "piece", "moq": 1, "lead_time_days": 1,
                "route": {"from_country": "MA", "to_country": "DE", "days": "6–9 days"}},
        base | {"title": "Technical translation, Spanish to German", "picture": _picture(220), "kind": "service",
                "seller_name": "Lingua Norte", "seller_country": "ES", "route": None, "landed": None,
                "landed_unit": None, "moq": None, "lead_time_days": None, "unit": "1,000 words"},
    ]  # fmt: skip


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show everything; `?sent` shows the form refused."""
    now = timezone.now()
    messages.success(request, "Your order was placed.")
    form = SampleForm({"title": ""}) if "sent" in request.GET else SampleForm()
    stages = [
        {"label": "Paid", "state": "done", "detail": "12 Nov"},
        {"label": "Packed", "state": "done", "detail": "14 Nov"},
        {"label": "On the way", "state": "current", "detail": "MSC Aniello"},
        {"label": "Customs", "state": "todo", "detail": "Hamburg"},
        {"label": "At your door", "state": "todo", "detail": "26 Nov"},
    ]
    blocked = [dict(stage) for stage in stages]
    blocked[3] |= {"state": "blocked", "detail": "Phytosanitary certificate missing"}
    return render(
        request,
        "styleguide.html",
        {
            "form": form,
            "crumbs": [("Home", "/"), ("Food", "#"), ("Cherries", "")],
            "steps": [
                {"label": "Address", "state": "done", "url": "#"},
                {"label": "Shipping", "state": "current", "url": ""},
                {"label": "Review and pay", "state": "todo", "url": ""},
            ],
            "events": [
                {"title": "Order placed", "at": now - timedelta(days=3), "actor": "Anna Schmidt", "state": "done"},
                {"title": "Paid; the money is held", "at": now - timedelta(days=3), "text": "EUR 6,049.81 in escrow"},
                {"title": "Being packed", "at": now, "actor": "Frutas del Maule", "state": "current"},
                {"title": "Pickup failed", "text": "The carrier found nobody.", "state": "failed"},
                {"title": "Delivered", "state": "todo"},
            ],
            "page": Paginator(range(480), 48).page(4),
            "tabs": [
                {"label": "All", "url": "#", "current": True, "count": 42},
                {"label": "To ship", "url": "#", "count": 3},
                {"label": "Shipped", "url": "#"},
            ],
            "stages": stages,
            "blocked": blocked,
            "landed": _landed(),
            "guaranteed": _landed(status="guaranteed"),
            "unknown": _landed(duty=None, tax=None, total="4871.46", status="unknown"),
            "soon": now + timedelta(hours=5, minutes=12),
            "later": now + timedelta(days=3, hours=4),
            "past": now - timedelta(hours=2),
            "valid_until": date.today() + timedelta(days=200),
            "expired_on": date.today() - timedelta(days=20),
            "rows": [
                {"label": "Available", "amount": Money("8214.20", "EUR"), "kind": "available", "url": "#",
                 "reason": "Can be paid out today"},
                {"label": "In escrow", "amount": Money("12480", "EUR"), "kind": "escrow", "url": "#",
                 "reason": "4 orders on their way; released when buyers accept"},
                {"label": "Reserved", "amount": Money("640", "EUR"), "kind": "reserved", "reason": "Payout on its way"},
                {"label": "Disputed", "amount": Money("310.50", "EUR"), "kind": "disputed", "reason": "1 order"},
                {"label": "Total", "amount": Money("21644.70", "EUR"), "kind": "total"},
            ],
            "cards": _cards(),
            "chart": {
                "type": "bar", "unit": "EUR", "labels": ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov"],
                "datasets": [
                    {"label": "Sales", "data": [3200, 4100, 3900, 6200, 7400, 5100]},
                    {"label": "Last year", "data": [2100, 2600, 3400, 3300, 5200, 4800]},
                ],
            },
            "colours": ("paper", "card", "sunk", "ink", "ink-soft", "ink-faint", "action", "deadline", "refusal"),
            "sample": SimpleNamespace(picture=_picture(140)),
        },
    )  # fmt: skip
