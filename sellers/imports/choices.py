"""Words that stand for one of a list: countries, currencies, units, languages, kinds of offer, delivery terms."""

import re
from functools import cache

import pycountry
from babel import Locale

from accounts.places import COUNTRIES
from marketplace.kernel.money import is_currency
from sellers.imports.fields import plain_name
from sellers.units import UNITS
from trade.incoterms import TERMS

_LANGUAGES = ("en", "zh_Hans", "es", "fr", "pt", "ar", "de", "it", "ja", "ru")
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₺": "TRY",
    "us$": "USD",
    "$": "USD",
    "元": "CNY",
    "rmb": "CNY",
}
_UNITS = {
    "piece": "pc|pcs|pce|pieces|each|ea|unit|units|item|st|stk|stuck|ud|uds|unidad|unidades|pieza|piezas|unite|pièce|pieces|"
    "unidade|peca|pecas|个|件|只|支|قطعة|nos|c62|h87",
    "pair": "pairs|par|pares|paire|paires|paar|双|对|زوج|pr",
    "set": "sets|juego|jeu|lot|conjunto|套|طقم|kit",
    "box": "boxes|caja|cajas|boite|boîte|caixa|盒|صندوق",
    "carton": "cartons|ctn|carton|箱|كرتون|case|cases",
    "kg": "kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogramo|quilo|公斤|千克|كيلو|كغ|kgm",
    "tonne": "t|ton|tons|tonnes|tonelada|toneladas|tonne|吨|طن|mt|tne",
    "litre": "l|ltr|liter|liters|litres|litro|litros|升|لتر",
    "metre": "m|meter|meters|metres|metro|metros|mètre|米|متر|mtr",
    "square metre": "m2|m²|sqm|square meter|metro cuadrado|metre carre|metro quadrado|平方米|متر مربع|mtk",
    "roll": "rolls|rollo|rollos|rouleau|rolo|卷|لفة",
    "sheet": "sheets|hoja|hojas|feuille|folha|张|ورقة",
    "hour": "h|hr|hrs|hours|hora|horas|heure|heures|小时|ساعة",
    "day": "days|dia|dias|jour|jours|天|يوم",
    "lesson": "lessons|clase|leccion|cours|aula|课|درس",
    "page": "pages|pagina|页|صفحة",
    "word": "words|palabra|mot|palavra|字|كلمة",
    "project": "projects|proyecto|projet|projeto|项目|مشروع",
}
_KINDS = {
    "goods": "good|product|products|physical|simple|variable|商品|منتج|producto|produit|produto",
    "made_to_order": "made to order|custom|bespoke|a medida|sur mesure|sob medida|定制|حسب الطلب",
    "perishable_lot": "perishable lot|perishable|lot|fresh|perecedero|perissable|perecivel|生鲜|قابل للتلف",
    "service": "services|servicio|prestation|servico|服务|خدمة",
}


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in COUNTRIES:
                names.setdefault(plain_name(name), code)
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")):
            if name:
                names.setdefault(plain_name(name), country.alpha_2)
        names.setdefault(country.alpha_3.lower(), country.alpha_2)
    names |= {
        "uk": "GB",
        "great britain": "GB",
        "england": "GB",
        "usa": "US",
        "u s a": "US",
        "uae": "AE",
        "korea": "KR",
    }
    return names


@cache
def _of(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, words in (_UNITS if table == "units" else _KINDS).items():
        found[plain_name(code)] = code
        for word in words.split("|"):
            found.setdefault(plain_name(word), code)
    if table == "units":
        found |= {plain_name(code): code for code in UNITS}
    return found


@cache
def _languages() -> dict[str, str]:
    names: dict[str, str] = {}
    for code in ("en", "zh-hans", "es", "fr", "pt", "ar"):
        locale = Locale.parse(code.replace("-hans", "_Hans"))
        for language in _LANGUAGES:
            names[plain_name(locale.get_language_name(language) or code)] = code
        names[plain_name(code)] = names[code.split("-")[0]] = code
    return names | {"中文": "zh-hans", "zh cn": "zh-hans"}


def country_text(cell: str) -> str:
    """Return the code of a country named by code or by name in ten languages; what is none as it stands."""
    text = cell.strip()
    if len(text) == 2 and text.isascii():
        return text.upper() if text.upper() in COUNTRIES else _countries().get(text.lower(), text)
    return _countries().get(plain_name(text), text)


def currency_text(cell: str) -> str:
    """Return a currency's code: `usd`, `€` and `US$` are understood."""
    text = cell.strip()
    return _SIGNS.get(text.lower(), text.upper())


def unit_text(cell: str) -> str:
    """Return one of `sellers.units.UNITS`: `pcs`, `Stück` and `个` are pieces."""
    return _of("units").get(plain_name(cell), cell.strip())


def kind_text(cell: str) -> str:
    """Return one of `Listing.Kind`."""
    return _of("kinds").get(plain_name(cell), cell.strip())


def language_text(cell: str) -> str:
    """Return the code of a language named by code or by name."""
    return _languages().get(plain_name(cell), cell.strip().lower())


def terms_list(cell: str) -> list[str]:
    """Return the delivery terms named in a cell; what is none stays, to be refused."""
    return [word for word in re.split(r"[^A-Za-z]+", cell.upper()) if word] or list(TERMS)[:0]


def is_currency_word(cell: str) -> bool:
    text = cell.strip()
    # Three capitals alone may be anything: FSB and QPI are buses.
    return text.lower() in _SIGNS or (text.isupper() and is_currency(text))
