"""
Pure helpers behind the components in `templates/cotton`: geometry, shares and shapes of data, no queries.

Style attributes are forbidden by the content security policy, so whatever a component draws to scale is worked out
here and written into SVG attributes.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

import pycountry
from babel import Locale
from django import template
from django.conf import settings
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, ClearableFileInput, RadioSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, to_locale
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.icons import draw_icon
from marketplace.kernel.money import Money, currency_code, from_minor
from marketplace.kernel.templatetags.bridgeway import country_name, day, money

register = template.Library()

# --- attributes and fields -------------------------------------------------------------------------------------------


@register.filter
def html_attrs(attrs: Mapping[str, Any]) -> SafeString:
    """What a component was given beyond its own attributes, escaped; True stands alone, False and None vanish."""
    given = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs)
    parts = []
    for name, value in given.items():
        if value is True:
            parts.append(conditional_escape(name))
        elif value is not False and value is not None:
            parts.append(format_html('{}="{}"', name, value))
    return format_html_join(" ", "{}", ((part,) for part in parts))


@register.filter
def field_kind(field: BoundField) -> str:
    """How a form field is laid out: `check`, `choices`, `file`, `hidden` or `input`."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, ClearableFileInput) or getattr(widget, "input_type", "") == "file":
        return "file"
    return "hidden" if field.is_hidden else "input"


@register.simple_tag
def widget(field: BoundField, hint: Any = None) -> SafeString:
    """The field's control, tied to its hint and its error for those who hear the page."""
    described = []
    if hint or field.help_text:
        described.append(f"{field.auto_id}_hint")
    if field.errors:
        described.append(f"{field.auto_id}_error")
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described) or None}
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs={name: value for name, value in attrs.items() if value})


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, an attribute of that name, or None."""
    return _get(mapping, str(key))


def _get(source: Any, name: str) -> Any:
    return source.get(name) if isinstance(source, Mapping) else getattr(source, name, None)


# --- places ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _flags() -> frozenset[str]:
    folder = Path(settings.BASE_DIR) / "static" / "flags"
    return frozenset(path.stem for path in folder.glob("*.svg"))


@lru_cache(maxsize=512)
def _flag_src(code: str) -> str:
    return static(f"flags/{code}.svg") if code in _flags() else ""


@register.filter
def flag_src(country: Any) -> str:
    """The address of a country's flag; empty for a code that has none, so that no page asks for a missing file."""
    return _flag_src(str(country or "").lower())


@lru_cache(maxsize=2048)
def _flag(src: str, alt: str, large: bool) -> SafeString:
    words = format_html("<span>{}</span>", alt) if alt else SafeString()
    picture = '<img class="{}" src="{}" width="28" height="21" alt="{}" decoding="async">'
    return format_html(picture, "flag flag-l" if large else "flag", src, alt) if src else words


@register.simple_tag
def flag(country: Any, label: Any = "", large: bool = False) -> SafeString:
    """A country's flag. `label` is what it says: a text, True for the country's name, nothing beside its name."""
    return _flag(
        flag_src(country), country_name(str(country or "")) if label is True else str(label or ""), bool(large)
    )


@lru_cache(maxsize=16)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(to_locale(language)).territories
    known = [(country.alpha_2, names.get(country.alpha_2, country.name)) for country in pycountry.countries]
    return tuple(sorted(known, key=lambda pair: pair[1].casefold()))


@register.simple_tag
def country_choices() -> tuple[tuple[str, str], ...]:
    """(code, name) of every country in the reader's language, by name."""
    return _countries(get_language() or "en")


@lru_cache(maxsize=16)
def _currencies(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(to_locale(language)).currencies
    return tuple((code, names.get(code, code)) for code in settings.CURRENCIES_OFFERED)


@register.simple_tag
def currency_choices() -> tuple[tuple[str, str], ...]:
    """(code, name) of every currency prices can be shown in."""
    return _currencies(get_language() or "en")


@register.simple_tag
def language_choices() -> list[tuple[str, str]]:
    """(code, name in that language) of every language the pages speak."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


# --- route line ------------------------------------------------------------------------------------------------------

ARC_WIDTH, ARC_HEIGHT = 320, 72
_START, _TOP, _END = (6.0, 64.0), (160.0, -36.0), (314.0, 64.0)
DONE, CURRENT, TODO, BLOCKED = "done", "current", "todo", "blocked"


class Stop(TypedDict):
    """A stage on the arc: where it stands, and what is written under it."""

    x: float
    y: float
    label: Any
    state: str
    detail: Any


class Route(TypedDict):
    """The drawn bridge: `way` is the whole arc, `done` the part behind us (empty when nothing is)."""

    way: str
    done: str
    hangers: list[tuple[float, float]]
    stops: list[Stop]


def _point(t: float) -> tuple[float, float]:
    """The arc's point at 0 <= t <= 1; x grows evenly with t, so stops stand over equal columns."""
    x, y = ((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in zip(_START, _TOP, _END, strict=True))
    return round(x, 1), round(y, 1)


def _part(t: float) -> str:
    """The arc from its start to t, by de Casteljau's cut."""
    pull = tuple(round(a + (b - a) * t, 1) for a, b in zip(_START, _TOP, strict=True))
    x, y = _point(t)
    return f"M{_START[0]:g} {_START[1]:g}Q{pull[0]:g} {pull[1]:g} {x:g} {y:g}"


@register.filter
def route(stages: Iterable[Any] | None) -> Route:
    """Lay stages ({label, state, detail}) out along the bridge."""
    given = list(stages or ())
    stops: list[Stop] = []
    reached = 0.0
    for position, stage in enumerate(given):
        t = (position + 0.5) / len(given)
        state = str(_get(stage, "state") or TODO)
        x, y = _point(t)
        stops.append({"x": x, "y": y, "label": _get(stage, "label"), "state": state, "detail": _get(stage, "detail")})
        if state in (DONE, CURRENT):
            reached = t
    if given and all(stop["state"] == DONE for stop in stops):
        reached = 1.0
    hangers = [_point(step / 16) for step in range(1, 16)]
    return {"way": _part(1.0), "done": _part(reached) if reached else "", "hangers": hangers, "stops": stops}


@register.filter
def points(rating: Any) -> str:
    """A rating to one decimal, with a point or comma as the language has it; empty if there is none."""
    if rating in (None, ""):
        return ""
    return f"{Decimal(str(rating)):.1f}".replace(
        ".", Locale.parse(to_locale(get_language() or "en")).number_symbols["latn"]["decimal"]
    )


# --- door price ------------------------------------------------------------------------------------------------------

PARTS = (
    ("goods", _("Goods")),
    ("freight", _("Freight")),
    ("insurance", _("Insurance")),
    ("duty", _("Duty")),
    ("tax", _("Import tax")),
    ("fees", _("Fees")),
    ("guarantee", _("Guarantee of duty and tax")),
)
# Shown only where there are any.
RARE_PARTS = ("insurance", "fees", "guarantee")
STATUS_WORDS = {
    "estimate": _("Estimate"),
    "guaranteed": _("Guaranteed"),
    "unknown": _("Partly unknown"),
    "none_due": _("No duty or tax due"),
}
# What a registered business should know beside the total, without being part of it.
ASIDES = (
    ("recoverable_tax", _("Of which your business may reclaim")),
    ("self_assessed_tax", _("Tax you declare yourself, not paid here")),
)
BAR = Decimal(300)
# An unknown part takes a fixed share of the bar: it must be seen, and it must not pretend to a size.
UNKNOWN_SHARE = Decimal(30)
GAP = Decimal("1.5")


class Part(TypedDict):
    """One part of a door price. `amount` None means nobody knows yet, which is not the same as nothing."""

    key: str
    label: Any
    amount: Money | None
    known: bool
    x: str
    width: str


class DoorPrice(TypedDict):
    """What the door price bar draws and says."""

    parts: list[Part]
    drawn: list[Part]
    total: Money | None
    status: str
    status_word: Any
    unknown: list[Any]
    asides: list[dict[str, Any]]
    explanation: list[Any]
    complete: bool


def as_money(value: Any, currency: str | None = None) -> Money | None:
    """
    Money out of any form a cost is kept in: Money, {amount, currency}, {minor, currency}, or a bare decimal with the
    currency beside it. None stays None.
    """
    if value is None or value == "":
        return None
    if hasattr(value, "amount") and hasattr(value, "currency"):
        return value if isinstance(value, Money) else Money(value.amount, str(value.currency))
    if isinstance(value, Mapping):
        code = str(value.get("currency") or currency or "")
        for name in ("minor", "amount_minor"):
            if value.get(name) is not None:
                return from_minor(int(value[name]), code)
        return as_money(value.get("amount"), code)
    try:
        return Money(Decimal(str(value)), currency) if currency else None
    except InvalidOperation:
        return None


def _known_total(cost: Any, parts: list[Part], currency: str | None) -> Money | None:
    """The total, or what is known of it: the page says beside it what is left out."""
    total = as_money(_get(cost, "total"), currency)
    known = [part["amount"] for part in parts if part["amount"] is not None]
    if total is not None or not known:
        return total
    return Money(sum(amount.amount for amount in known), known[0].currency)


@register.filter
def door_price(cost: Any) -> DoorPrice | None:
    """A landed cost (or its frozen form) as bar segments; None if there is no cost to show."""
    if not cost:
        return None
    currency = _get(cost, "currency")
    code = str(currency) if currency else None
    status = str(_get(cost, "status") or "estimate")
    parts: list[Part] = []
    for key, label in PARTS:
        amount = as_money(_get(cost, key), code)
        if amount is None and key in RARE_PARTS:
            continue
        if amount is not None and not amount.amount and key in RARE_PARTS:
            continue
        known = amount is not None
        parts.append({"key": key, "label": label, "amount": amount, "known": known, "x": "0", "width": "0"})

    unknown = [part for part in parts if not part["known"]]
    sizes = [abs(part["amount"].amount) if part["amount"] is not None else Decimal(0) for part in parts]
    whole = sum(sizes, Decimal(0))
    room = BAR - UNKNOWN_SHARE * len(unknown)
    drawn: list[Part] = []
    at = Decimal(0)
    for part, size in zip(parts, sizes, strict=True):
        wide = UNKNOWN_SHARE if not part["known"] else (size * room / whole if whole else Decimal(0))
        if wide <= 0:
            continue
        part["x"] = f"{at:.2f}"
        part["width"] = f"{max(wide - GAP, Decimal('0.75')):.2f}"
        at += wide
        drawn.append(part)
    return {
        "parts": parts,
        "drawn": drawn,
        "total": _known_total(cost, parts, code),
        "asides": [
            {"label": label, "amount": amount}
            for name, label in ASIDES
            if (amount := as_money(_get(cost, name), code)) is not None and amount.amount
        ],
        "status": status,
        "status_word": STATUS_WORDS.get(status, status),
        "unknown": [part["label"] for part in unknown],
        "explanation": list(_get(cost, "explanation") or ()),
        "complete": not unknown,
    }


# --- clock, seal, ledger ---------------------------------------------------------------------------------------------


class Clock(NamedTuple):
    """How much time is left: `state` is `calm`, `soon` (the last quarter) or `over`."""

    state: str
    soon_from: datetime


@register.simple_tag
def clock_state(due: datetime, since: datetime | None = None) -> Clock:
    """The last quarter of the time given is `soon`; without a beginning, the last twelve hours are."""
    soon_from = due - (due - since) / 4 if since else due - timedelta(hours=12)
    now = timezone.now()
    return Clock("over" if now >= due else "soon" if now >= soon_from else "calm", soon_from)


@register.filter
def has_passed(moment: date | datetime | str | None) -> bool:
    """Whether a date (to its end) or a time lies behind us."""
    if not moment:
        return False
    if isinstance(moment, str):
        moment = date.fromisoformat(moment[:10])
    if isinstance(moment, datetime):
        return timezone.now() > moment
    return timezone.localdate() > moment


LEDGER_ICONS = {
    "available": "wallet",
    "escrow": "shield-check",
    "reserved": "lock",
    "disputed": "scale",
    "total": "sigma",
}


@register.filter
def ledger_icon(kind: Any) -> str:
    """The icon of a money column's row."""
    return LEDGER_ICONS.get(str(kind or ""), "coins")


# --- pictures --------------------------------------------------------------------------------------------------------


class Drawn(TypedDict):
    """A picture ready for an `img`: empty `src` means a neutral tile is shown instead."""

    src: str
    srcset: str
    alt: str
    width: int
    height: int


@register.simple_tag
def picture_source(picture: Any, size: Any = 480, alt: Any = None) -> Drawn:
    """
    Sources of a picture given as an address, or as something with `renditions` ({width: address}), `alt_text` (or
    `alt`), `width` and `height`.
    """
    if not picture:
        return {"src": "", "srcset": "", "alt": "", "width": 0, "height": 0}
    if isinstance(picture, str):
        return {"src": picture, "srcset": "", "alt": alt or "", "width": int(size), "height": int(size) * 3 // 4}
    renditions = _get(picture, "renditions")
    renditions = renditions() if callable(renditions) else renditions
    by_width = {int(width): str(address) for width, address in dict(renditions or {}).items() if address}
    wanted = int(size)
    width, height = int(_get(picture, "width") or 4), int(_get(picture, "height") or 3)
    if by_width:
        chosen = min((known for known in by_width if known >= wanted), default=max(by_width))
        src = by_width[chosen]
    else:
        address = _get(picture, "src") or _get(picture, "url")
        src = "" if callable(address) else str(address or "")
        chosen = wanted
    words = alt if alt is not None else (_get(picture, "alt_text") or _get(picture, "alt") or "")
    srcset = ", ".join(f"{address} {known}w" for known, address in sorted(by_width.items()))
    return {"src": src, "srcset": srcset, "alt": words, "width": chosen, "height": max(1, chosen * height // width)}


# --- small things ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _icon(name: str, size: int, given: tuple[tuple[str, str], ...]) -> SafeString:
    # ElementTree escapes the attributes.
    return mark_safe(draw_icon(name, size, **dict(given)))  # noqa: S308


@register.simple_tag
def icon(name: str, size: Any = 20, label: Any = "", flip: bool = False, fill: bool = False) -> SafeString:
    """
    A line icon by its Lucide name; `label` makes it speak, `flip` mirrors it for right-to-left, `fill` fills it.

    :raises lucide.IconDoesNotExist: if there is no such icon.
    """
    classes = "icon flip" if flip else "icon"
    given: dict[str, Any] = {"class": classes, "focusable": "false", "stroke_width": "1.75"}
    if fill:
        given["fill"] = "currentColor"
    given |= {"role": "img", "aria_label": str(label)} if label else {"aria_hidden": "true"}
    return _icon(str(name), int(size), tuple(given.items()))


@register.simple_tag
def hatch(x: str, width: str, height: int) -> SafeString:
    """Slanted strokes for a part nobody knows, between x and x + width."""
    start, end = Decimal(x), Decimal(x) + Decimal(width)
    strokes = []
    at = start
    while at + 3 <= end:
        strokes.append(f"M{at:.1f} {height}L{at + 3:.1f} 0")
        at += 5
    return format_html('<path class="hatch" d="{}" />', "".join(strokes))


@register.filter
def page_range(page: Any) -> list[int | None]:
    """Page numbers round the present one; None stands for a gap."""
    return [
        number if isinstance(number, int) else None
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.filter
def plain(number: Any) -> str:
    """A number for a machine to read: never localised."""
    return str(number)


@register.filter
def iso(moment: datetime) -> str:
    """The moment as ISO 8601, for scripts."""
    return moment.isoformat()


@register.filter
def day_of(moment: date | datetime | str) -> SafeString | str:
    """`03 Dec 2026` from a date, a time or an ISO text."""
    return day(date.fromisoformat(moment[:10]) if isinstance(moment, str) else moment)


@register.filter
def money_like(amount: Any) -> str:
    """Money as `money` writes it; a text that is already written stays as it is."""
    if isinstance(amount, str):
        return amount
    return money(as_money(amount))


@register.simple_tag
def price_span(low: Any, high: Any) -> str:
    """`EUR 18.40 – 24.90`: the currency once; a single price if both ends are the same."""
    if isinstance(low, str) or not high or isinstance(high, str):
        return money_like(low)
    start, end = as_money(low), as_money(high)
    if start is None or end is None or start == end:
        return money(start or end)
    if start.currency != end.currency:
        return f"{money(start)} – {money(end)}"
    return f"{money(start)} – {money(end).removeprefix(currency_code(end)).strip()}"
