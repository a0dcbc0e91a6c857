"""
Which proof of origin a lane may use, and its exact words.

The words of an agreement are law and are never translated or shortened; each names where they stand. Which goods
meet an agreement's origin rule only the seller knows: the paper is made when the seller says so.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from trade.countries import is_eu

#: Above this value (EUR) a statement under most EU arrangements needs a registered or approved exporter.
REGISTERED_ABOVE_EUR = 6000


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    A lane's arrangement. `words` has `{number}` and `{origin}` to fill; `number_kind` is the tax number it wants.

    `is_shaky` says that the words were retold from the source named, not compared with the official text by us.
    """

    code: str
    name: str
    words: str
    source: str
    number_kind: str = ""
    number_above_eur: int | None = REGISTERED_ABOVE_EUR
    is_shaky: bool = False


_MODERN = (
    "The exporter of the products covered by this document (Exporter Reference No {number}) declares that, except "
    "where otherwise clearly indicated, these products are of {origin} preferential origin."
)
_CLASSIC = (
    "The exporter of the products covered by this document (customs authorization No {number}) declares that, except "
    "where otherwise clearly indicated, these products are of {origin} preferential origin."
)
_GSP = (
    "The exporter (Number of Registered Exporter: {number}) of the products covered by this document declares that, "
    "except where otherwise clearly indicated, these products are of {origin} preferential origin according to rules "
    "of origin of the Generalised System of Preferences of the European Union and that the origin criterion met is "
    "{criterion}."
)
_MINIMUM = (
    "I certify that the goods described in this document qualify as originating and the information contained in this "
    "document is true and accurate. I assume responsibility for proving such representations and agree to maintain and "
    "present upon request or to make available during a verification visit, documentation necessary to support this "
    "certification."
)

AGREEMENTS = {
    agreement.code: agreement
    for agreement in (
        Agreement(
            "eu-gb", "EU-UK Trade and Cooperation Agreement", _MODERN, "OJ L 149, 30.4.2021, Annex ORIG-4", "rex"
        ),
        Agreement("eu-jp", "EU-Japan EPA", _MODERN, "OJ L 330, 27.12.2018, Annex 3-D", "rex"),
        Agreement("eu-ca", "CETA", _CLASSIC, "OJ L 11, 14.1.2017, Protocol on rules of origin, Annex 2", "rex"),
        Agreement("eu-nz", "EU-New Zealand FTA", _MODERN, "OJ L 2024/229, Annex 3-C", "rex"),
        Agreement("eu-sg", "EU-Singapore FTA", _CLASSIC, "OJ L 294, 14.11.2019, Protocol 1, Annex E", "rex"),
        Agreement("eu-kr", "EU-Korea FTA", _CLASSIC, "OJ L 127, 14.5.2011, Protocol, Annex III", "rex"),
        Agreement("eu-ch", "EU-Switzerland (PEM)", _CLASSIC, "PEM Convention, Appendix I, Annex IV", "rex"),
        Agreement("eu-no", "EEA (PEM)", _CLASSIC, "PEM Convention, Appendix I, Annex IV", "rex"),
        Agreement("eu-cl", "EU-Chile", _CLASSIC, "EU-Chile agreement, rules of origin", "rex", is_shaky=True),
        Agreement("eu-mx", "EU-Mexico (2000)", _CLASSIC, "EU-Mexico Decision 2/2000, Annex III", "rex", is_shaky=True),
        Agreement("eu-za", "EU-SADC EPA", _CLASSIC, "OJ L 250, 16.9.2016, Protocol 1, Annex IV", "rex", is_shaky=True),
        Agreement("eu-ke", "EU-Kenya EPA", _CLASSIC, "EU-Kenya EPA, Protocol 1", "rex", is_shaky=True),
        Agreement("gsp", "EU Generalised Scheme of Preferences", _GSP, "Reg. (EU) 2015/2447, Annex 22-07", "rex"),
        Agreement("gb", "UK agreement", _MODERN, "UK trade agreements, statements on origin", "eori", is_shaky=True),
        Agreement("usmca", "USMCA", _MINIMUM, "USMCA Annex 5-A, item 9", "", None),
        Agreement("cptpp", "CPTPP", _MINIMUM, "CPTPP Annex 3-B, item 9", "", None),
    )
}

_EU_PARTNERS = {
    "GB": "eu-gb", "JP": "eu-jp", "CA": "eu-ca", "NZ": "eu-nz", "SG": "eu-sg", "KR": "eu-kr", "CH": "eu-ch",
    "NO": "eu-no", "CL": "eu-cl", "MX": "eu-mx", "ZA": "eu-za", "KE": "eu-ke",
}  # fmt: skip
_GSP_ORIGINS = frozenset({"IN", "NG"})
_USMCA = frozenset({"US", "CA", "MX"})
_CPTPP = frozenset({"AU", "CL", "JP", "NZ", "SG", "GB", "BN", "MY", "PE", "VN"})
_CPTPP_NOT_WITH_GB = frozenset({"CA", "MX"})
_GB_PARTNERS = frozenset({"AU", "NZ", "JP", "KR", "SG", "CH", "NO", "CL", "MX", "TR", "ZA", "KE"})

NON_PREFERENTIAL = (
    "The undersigned declares that the goods described in this document originate in the countries stated for each "
    "line, in the sense of non-preferential rules of origin, and that the particulars given are true and complete."
)

#: Origin criteria a seller may state, as the arrangements letter them.
CRITERIA = {
    "P": _("P: wholly obtained"),
    "W": _("W: sufficiently worked or processed"),
    "A": _("A: wholly obtained or produced (USMCA, CPTPP)"),
    "B": _("B: made from non-originating materials that meet the product rule (USMCA)"),
    "C": _("C: made only from originating materials (USMCA)"),
    "PE": _("PE: made only from originating materials (CPTPP)"),
    "PSR": _("PSR: meets the product-specific rule (CPTPP)"),
}


def agreement_for(ships_from: str, ships_to: str) -> Agreement | None:
    """Return the arrangement between the two countries that we have words for, or None."""
    if ships_from == ships_to or (is_eu(ships_from) and is_eu(ships_to)):
        return None
    if is_eu(ships_from) and ships_to in _EU_PARTNERS:
        return AGREEMENTS[_EU_PARTNERS[ships_to]]
    if is_eu(ships_to):
        if ships_from in _EU_PARTNERS:
            return AGREEMENTS[_EU_PARTNERS[ships_from]]
        return AGREEMENTS["gsp"] if ships_from in _GSP_ORIGINS else None
    pair = frozenset({ships_from, ships_to})
    if pair <= _USMCA:
        return AGREEMENTS["usmca"]
    if pair <= _CPTPP or (len(pair & _CPTPP_NOT_WITH_GB) == 1 and len(pair & (_CPTPP - {"GB"})) == 1):
        return AGREEMENTS["cptpp"]
    if "GB" in pair and (pair - {"GB"}) <= _GB_PARTNERS:
        return AGREEMENTS["gb"]
    return None


def statement(agreement: Agreement | None, *, number: str, origin: str, criterion: str) -> str:
    """Return the words to print: the agreement's own, or the non-preferential declaration."""
    if agreement is None:
        return NON_PREFERENTIAL
    return agreement.words.format(number=number or "-", origin=origin, criterion=f'"{criterion or "P"}"')


def needs_number(agreement: Agreement | None, value_eur: float) -> bool:
    """Tell whether the exporter must have the agreement's number for goods of this value."""
    if agreement is None or not agreement.number_kind:
        return False
    return agreement.number_above_eur is None or value_eur > agreement.number_above_eur
