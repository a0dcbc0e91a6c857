"""What is made to order and how services are delivered in the demo world, cartons, and texts in further languages."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sellers.kinds import weekly_times
from sellers.models import Listing


def _choices(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"code": code, "label": label, "adder": adder} for code, label, adder in rows]


def _measure(code: str, label: str, low: str, high: str, tolerance: str, unit: str = "cm") -> dict[str, Any]:
    return {
        "code": code, "label": label, "unit": unit, "minimum": low, "maximum": high, "tolerance": tolerance,
        "required": True,
    }  # fmt: skip


_GOWN = {
    "options": [
        {"code": "doublure", "label": "Doublure", "required": True,
         "choices": _choices(("coton", "Coton", "0"), ("soie", "Soie", "120"))},
        {"code": "traine", "label": "Traîne", "required": False,
         "choices": _choices(("sans", "Sans", "0"), ("80-cm", "80 cm", "140"), ("150-cm", "150 cm", "220"))},
    ],
    "measurements": [
        _measure("poitrine", "Poitrine", "76", "128", "1"), _measure("taille", "Taille", "56", "112", "1"),
        _measure("hanches", "Hanches", "82", "136", "1"), _measure("hauteur", "Hauteur sans talons", "145", "195", "0.5"),
    ],
    "deposit_percent": 30,
}  # fmt: skip
_SHIRT = {
    "options": [
        {"code": "cuffs", "label": "Cuffs", "required": True,
         "choices": _choices(("button", "Button", "0"), ("french", "French, for links", "6"))},
        {"code": "label", "label": "Your label sewn in", "required": False,
         "choices": _choices(("no", "No", "0"), ("yes", "Yes, from your artwork", "1.5"))},
    ],
    "deposit_percent": 20,
}  # fmt: skip
_RUG = {
    "options": [
        {"code": "bordure", "label": "Bordure", "required": True,
         "choices": _choices(("franges", "Franges nouées", "0"), ("cuir", "Cuir cousu", "180"))},
    ],
    "measurements": [_measure("longueur", "Longueur", "120", "400", "3"), _measure("largeur", "Largeur", "70", "300", "3")],
    "deposit_percent": 40,
}  # fmt: skip
_MAKING = {"bridal-gowns": _GOWN, "menswear": _SHIRT, "rugs": _RUG}
_SERVICE: dict[str, dict[str, Any]] = {
    "lessons": {
        "pricing": "hourly", "where": "remote", "languages": ["en", "hi", "ta"], "minutes": 60, "time_zone": "Asia/Kolkata",
        "slots": [
            {"day": 1, "from": "17:00", "until": "21:00"}, {"day": 3, "from": "17:00", "until": "21:00"},
            {"day": 5, "from": "09:00", "until": "12:00"},
        ],
    },
    "translation": {"pricing": "fixed", "where": "remote", "languages": ["en", "fr", "pt"]},
    "writing-editing": {
        "pricing": "milestones", "where": "remote", "languages": ["en", "pt"],
        "milestones": [
            {"label": "Outline agreed", "percent": 30, "days": 2}, {"label": "First draft", "percent": 40, "days": 5},
            {"label": "Final text", "percent": 30, "days": 3},
        ],
    },
    "accounting-admin": {
        "pricing": "hourly", "where": "remote", "languages": ["en", "pt"], "minutes": 30, "time_zone": "Europe/Lisbon",
        "slots": [{"day": day, "from": "09:30", "until": "12:00"} for day in (0, 2, 4)],
    },
}  # fmt: skip
# Units in a carton, its weight as so many times the units' own, its size in mm.
_CARTONS: dict[tuple[str, str], tuple[int, int, tuple[int, int, int]]] = {
    ("denizli-dokuma", "towels"): (20, 5, (600, 400, 420)),
    ("ceramica-da-ria", "tableware"): (24, 6, (600, 400, 330)),
}
_EN = {
    "Prato raso 27 cm": "Dinner plate 27 cm", "Taça de sopa 16 cm": "Soup bowl 16 cm", "Caneca 350 ml": "Mug 350 ml",
    "azul ria": "lagoon blue", "areia": "sand", "verde junco": "reed green", "terra queimada": "burnt earth",
}  # fmt: skip
_FR = {
    "Prato raso 27 cm": "Assiette plate 27 cm", "Taça de sopa 16 cm": "Bol à soupe 16 cm", "Caneca 350 ml": "Tasse 350 ml",
    "azul ria": "bleu lagune", "areia": "sable", "verde junco": "vert jonc", "terra queimada": "terre brûlée",
}  # fmt: skip
_AR = {
    "Prato raso 27 cm": "طبق مسطح 27 سم", "Taça de sopa 16 cm": "وعاء حساء 16 سم", "Caneca 350 ml": "كوب 350 مل",
    "azul ria": "أزرق البحيرة", "areia": "رملي", "verde junco": "أخضر القصب", "terra queimada": "ترابي محروق",
}  # fmt: skip
_TEXTS = (
    ("en", _EN, "{form} in stoneware, {finish}", "Everyday stoneware from the lagoon of Aveiro.",
     "Stoneware fired at 1,230 °C, safe in oven, microwave and dishwasher. Each piece is glazed by dipping.", "seller"),
    ("fr", _FR, "{form} en grès, {finish}", "Grès de tous les jours, de la lagune d’Aveiro.",
     "Grès cuit à 1 230 °C, va au four, au micro-ondes et au lave-vaisselle. Chaque pièce est émaillée par trempage.",
     "seller"),
    ("ar", _AR, "{form} من الخزف الحجري، {finish}", "خزف حجري للاستعمال اليومي من بحيرة أفيرو.",
     "خزف حجري محروق عند 1230 درجة مئوية، آمن في الفرن والميكروويف وغسالة الصحون.", "machine"),
)  # fmt: skip


def making_of(category: str) -> dict[str, Any]:
    """What buyers choose and measure of something made to order."""
    return _MAKING.get(category, {})


def service_of(category: str) -> dict[str, Any]:
    """How a service is delivered."""
    return _SERVICE.get(category, {})


def carton_of(seller: str, category: str, weight_g: int | None) -> dict[str, int]:
    """The columns of a carton, if the seller packs in cartons."""
    if (seller, category) not in _CARTONS or weight_g is None:
        return {}
    units, inner, (length, width, height) = _CARTONS[seller, category]
    return {
        "units_per_carton": units, "units_per_inner": inner, "carton_weight_g": weight_g * units + 900,
        "carton_length_mm": length, "carton_width_mm": width, "carton_height_mm": height,
    }  # fmt: skip


def translations_of(seller: str, category: str, title: str) -> dict[str, Any]:
    """The seller's own translations, for the range that has them."""
    found = re.fullmatch(r"(.+) em grés, (.+)", title)
    if (seller, category) != ("ceramica-da-ria", "tableware") or found is None:
        return {}
    form, finish = found.groups()
    return {
        language: {
            "title": pattern.format(form=words[form], finish=words[finish]), "summary": summary, "description": text,
            "by": by,
        }
        for language, words, pattern, summary, text, by in _TEXTS
        if form in words and finish in words
    }  # fmt: skip


def usual_wishes(listing: Listing) -> dict[str, Any]:
    """What a buyer in the demo world asks for: the last of every choice, the middle of every range."""
    making, service = listing.making_terms, listing.service_terms
    wishes: dict[str, Any] = {}
    if making.get("options"):
        wishes["choices"] = {each["code"]: each["choices"][-1]["code"] for each in making["options"]}
    if making.get("measurements"):
        wishes["measurements"] = {
            each["code"]: f"{(Decimal(each['minimum']) + Decimal(each['maximum'])) / 2:.0f}"
            for each in making["measurements"]
        }
    if times := weekly_times(service, zone=ZoneInfo("UTC"), on=date(2026, 1, 5)):
        wishes["times"] = [times[0].key]
    return wishes


def safety_contacts() -> list[tuple[str, str, dict[str, str]]]:
    """Whom consumers write to about safety: seller, market, contact. All are made up."""
    rhine = {
        "name": "Rheinufer Produktsicherheit GmbH", "address": "Kaistraße 4, 50667 Köln, DE",
        "email": "sicherheit@rheinufer.example", "phone": "+49 221 5550 112",
    }  # fmt: skip
    mersey = {
        "name": "Mersey Product Safety Ltd", "address": "8 Tithebarn Street, Liverpool L2 2DT, GB",
        "email": "safety@mersey.example", "phone": "",
    }  # fmt: skip
    exporters = ("tsubaki-craft", "denizli-dokuma", "ningbo-hailan", "lanas-del-misti", "cooperative-tamounte")
    return [(seller, market, contact) for seller in exporters for market, contact in (("EU", rhine), ("GB", mersey))]
