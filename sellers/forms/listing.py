"""Everything about a listing, as it is typed."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.forms import country_choices, currency_choices
from sellers.content import LOT_FIELDS
from sellers.forms.plain import DECIMAL, WHOLE, PlainForm, SeveralFilesInput, term_choices, with_blank
from sellers.forms.specs import PREFIX, read_spec_fields, spec_fields, spec_initial
from sellers.models import Category, Listing
from sellers.pricing import MOST_TIERS
from sellers.queries.attributes import definitions_of
from sellers.queries.categories import leaf_categories
from sellers.units import UNITS

# What people weigh and measure in, beside what is stored: (field of the form, field stored, factor).
SCALED = (
    ("weight_kg", "weight_g", 1000),
    ("length_cm", "length_mm", 10),
    ("width_cm", "width_mm", 10),
    ("height_cm", "height_mm", 10),
)

# Fields that come several times.
SEVERAL = ("incoterms", "tier_quantity", "tier_price")


def category_choices() -> list[tuple[str, Any]]:
    """Every category that takes listings, under its top category, in the reader's language."""
    return [
        ("", _("Choose…")),
        *((top.label(), [(leaf.slug, leaf.label()) for leaf in leaves]) for top, leaves in leaf_categories() if leaves),
    ]


def language_choices() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class ListingForm(PlainForm):
    """
    Everything about a listing but its pictures and price rows, with the fields that its category asks for.
    """

    kind = forms.ChoiceField(
        label=_("What do you offer?"), choices=Listing.Kind.choices, widget=forms.RadioSelect, initial="goods"
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("What it is, what it is made of, the size. Up to 140 characters."),
        widget=forms.TextInput(attrs={"dir": "auto", "maxlength": 1400}),
    )
    category = forms.ChoiceField(label=_("Category"), choices=category_choices)
    language = forms.ChoiceField(label=_("Language of your text"), choices=language_choices)
    summary = forms.CharField(
        label=_("In one sentence"),
        required=False,
        help_text=_("Shown in search results."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    description = forms.CharField(
        label=_("Description"),
        help_text=_("Material, making, care, packaging. No contact details: buyers write to you here."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    attributes = forms.CharField(
        label=_("More facts"),
        required=False,
        help_text=_("One a line, such as “Seams: single needle”. Up to 30."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    currency = forms.ChoiceField(label=_("Your currency"), choices=currency_choices)
    unit = forms.ChoiceField(label=_("Sold by"), choices=list(UNITS.items()))
    moq = forms.CharField(label=_("Minimum order"), widget=forms.TextInput(attrs=WHOLE))
    stock = forms.CharField(label=_("In stock"), widget=forms.TextInput(attrs=WHOLE))
    stock_was = forms.CharField(required=False, widget=forms.HiddenInput)
    sku = forms.CharField(label=_("Your SKU"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    lead_time_days = forms.CharField(label=_("Ready to ship in"), widget=forms.TextInput(attrs=WHOLE))
    weight_kg = forms.CharField(
        label=_("Weight of one, packed"),
        widget=forms.TextInput(attrs=DECIMAL),
    )
    length_cm = forms.CharField(label=_("Length, packed"), widget=forms.TextInput(attrs=DECIMAL))
    width_cm = forms.CharField(label=_("Width, packed"), widget=forms.TextInput(attrs=DECIMAL))
    height_cm = forms.CharField(label=_("Height, packed"), widget=forms.TextInput(attrs=DECIMAL))
    origin_country = forms.ChoiceField(
        label=_("Made or grown in"),
        help_text=_("Duty depends on it."),
        choices=with_blank(country_choices),
    )
    ships_from_country = forms.ChoiceField(label=_("Ships from"), choices=with_blank(country_choices))
    hs_code = forms.CharField(
        label=_("HS code"),
        help_text=_("Customs of every country use it. Type six digits, or find it by words below."),
        widget=forms.TextInput(attrs={**WHOLE, "maxlength": 14}),
    )
    incoterms = forms.MultipleChoiceField(
        label=_("Delivery terms you offer"),
        required=False,
        help_text=_(
            "Tick none to offer what your company offers. FAS, FOB, CFR and CIF are shown for sea freight only."
        ),
        choices=term_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    incoterms_shown = forms.CharField(required=False, widget=forms.HiddenInput, initial="1")
    code = forms.CharField(label=_("Lot number"), required=False)
    grade = forms.CharField(label=_("Grade"), required=False)
    harvest_date = forms.CharField(
        label=_("Harvested on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    best_before_date = forms.CharField(label=_("Best before"), widget=forms.DateInput(attrs={"type": "date"}))
    storage_min_c = forms.CharField(
        label=_("Coldest storage"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    storage_max_c = forms.CharField(
        label=_("Warmest storage"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    pictures = forms.FileField(
        label=_("Pictures"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, up to 12 MB each. The first is the cover."),
        widget=SeveralFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif", "multiple": True}),
    )

    specs_shown = forms.CharField(required=False, widget=forms.HiddenInput, initial="1")

    def __init__(self, data: Any = None, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        super().__init__(data, *args, initial=initial, **kwargs)
        slug = (data or {}).get("category") or (initial or {}).get("category") or ""
        self.definitions = definitions_of(Category.objects.filter(slug=slug).first() if slug else None)
        self.asked = spec_fields(self.definitions)
        self.fields.update(self.asked)
        self.initial = {**self.initial, **spec_initial(self.definitions, (initial or {}).get("specs") or {})}

    def spec_rows(self) -> list[tuple[Any, Any]]:
        """Return each field that the category asks for, with the field of its unit where there is a choice."""
        return [
            (self[name], self[f"{name}_unit"] if f"{name}_unit" in self.asked else None)
            for name in (PREFIX + each.code for each in self.definitions)
        ]

    @classmethod
    def initial_of(cls, listing: Listing) -> dict[str, Any]:
        """Return the form's values for `listing`, which may be a copy with its proposed changes."""
        initial = {name: getattr(listing, name) for name in cls.base_fields if hasattr(listing, name)}
        initial.pop("pictures", None)
        initial["category"] = listing.category.slug if listing.category else ""
        initial["specs"] = listing.specs
        initial["attributes"] = "\n".join(f"{name}: {value}" for name, value in listing.attributes.items())
        for name, stored, factor in SCALED:
            value = getattr(listing, stored)
            initial[name] = "" if value is None else f"{(Decimal(value) / factor).normalize():f}"
        variant = next((each for each in listing.variants.all() if each.is_default), None)
        if variant is not None:
            initial |= {"sku": variant.sku, "stock": variant.stock_available, "stock_was": variant.stock_available}
            if (lot := variant.lots.first()) is not None:
                initial |= {name: _plain(getattr(lot, name)) for name in LOT_FIELDS}
        return initial

    def content(self) -> dict[str, Any]:
        """Return what was sent as `sellers.content` reads it; a field that was not on the page is not in it."""
        data = self.data
        plain = set(self.base_fields) - {name for name, _stored, _factor in SCALED} - set(LOT_FIELDS)
        content: dict[str, Any] = {
            name: data[name]
            for name in plain
            - {"pictures", "stock", "stock_was", "incoterms", "incoterms_shown", "specs_shown", "attributes"}
            if name in data
        }
        # No box ticked is an answer too, but only where there were boxes.
        if "incoterms_shown" in data and hasattr(data, "getlist"):
            content["incoterms"] = data.getlist("incoterms")
        if "attributes" in data:
            content["attributes"] = fact_lines(data["attributes"])
        if "specs_shown" in data:
            content["specs"] = read_spec_fields(self.definitions, data)
        # A suggested code was pressed: it replaces what was typed.
        if data.get("use_hs"):
            content["hs_code"] = data["use_hs"]
        # Sales go on while the page is open: only a figure that was changed on it is a new count.
        if "stock" in data and data["stock"] != data.get("stock_was"):
            content["stock"] = data["stock"]
        for name, stored, factor in SCALED:
            if name in data:
                content[stored] = scaled(data[name], factor)
        if any(name in data for name in LOT_FIELDS):
            content["lot"] = {name: data.get(name, "") for name in LOT_FIELDS}
        if "tier_quantity" in data:
            content["tiers"] = self.tier_rows()
        return content

    def typed(self) -> dict[str, dict[str, Any]]:
        """Return what was typed by field of the content: the form's own names, and each value as it came."""
        own_names: dict[str, tuple[str, ...]] = {stored: (name,) for name, stored, _factor in SCALED}
        own_names |= {"lot": LOT_FIELDS, "tiers": ("tier_quantity", "tier_price"), "specs": tuple(self.asked)}
        data = self.data
        return {
            field: {
                name: data.getlist(name) if self._is_several(name) and hasattr(data, "getlist") else data.get(name, "")
                for name in own_names.get(field, (field,))
            }
            for field in self.content()
        }

    def _is_several(self, name: str) -> bool:
        return name in SEVERAL or isinstance(self.fields.get(name), forms.MultipleChoiceField)

    def show_unsaved(self, fields: Mapping[str, Any]) -> None:
        """Put what was typed and not saved (see `typed`) over the stored values."""
        self.initial = {**self.initial, **{name: value for name, value in fields.items() if name in self.fields}}

    def tier_rows(self) -> list[dict[str, str]]:
        """Return the price rows as typed."""
        if not hasattr(self.data, "getlist"):
            return []
        quantities, prices = self.data.getlist("tier_quantity"), self.data.getlist("tier_price")
        return [
            {"min_quantity": quantity.strip(), "unit_price": price.strip().replace(",", ".")}
            for quantity, price in zip(quantities[: MOST_TIERS * 2], prices, strict=False)
        ]

    def show(self, fields: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
        shown: dict[str, Iterable[Any]] = {}
        names = {stored: name for name, stored, _factor in SCALED}
        for field, reasons in fields.items():
            name = names.get(field, field)
            if field.startswith("specs."):
                shown[PREFIX + field.removeprefix("specs.")] = list(reasons)
                continue
            # The operation speaks of grams and millimetres; the person typed kilograms and centimetres.
            typed = self.data.get(name) if name != field else None
            shown[name] = [_("Enter a number above zero, such as 0.8 or 12.")] if typed else reasons
        return super().show(shown)


def fact_lines(typed: str) -> dict[str, str]:
    """Return the lines “name: value” as a mapping; a line without a colon is a name that says yes."""
    facts = {}
    for line in typed.splitlines()[:100]:
        name, _colon, value = line.replace("：", ":").partition(":")
        if name.strip():
            facts[name.strip()] = value.strip() or str(_("Yes"))
    return facts


class PictureForm(PlainForm):
    """Pictures for a listing that is already kept."""

    pictures = ListingForm.base_fields["pictures"]


def scaled(typed: str, factor: int) -> str:
    """Kilograms to grams, as text: what is not a number stays as it is, to be refused by name."""
    typed = typed.strip().replace(",", ".")
    try:
        value = Decimal(typed) * factor
    except InvalidOperation:
        return typed
    if not value.is_finite() or abs(value) > 10**12:
        return typed
    return f"{value:f}" if value != value.to_integral_value() else str(int(value))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value
