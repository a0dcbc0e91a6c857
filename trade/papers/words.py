"""The words on papers, in one language or in two beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from marketplace.kernel.templatetags.bridgeway import country_name

from .content import Kind

TITLES = {
    Kind.PROFORMA: N_("Proforma invoice"),
    Kind.INVOICE: N_("Commercial invoice"),
    Kind.PACKING_LIST: N_("Packing list"),
    Kind.ORIGIN: N_("Statement on origin"),
    Kind.CN22: N_("Customs declaration"),
    Kind.CN23: N_("Customs declaration"),
    Kind.INSTRUCTION: N_("Shipper's letter of instruction"),
    Kind.DELIVERY_NOTE: N_("Delivery note"),
    Kind.CREDIT_NOTE: N_("Credit note"),
}
PLAIN_INVOICE = N_("Invoice")
CHARGES = {
    "freight": N_("Freight"),
    "duty": N_("Import duty, paid by the seller (DDP)"),
    "import_tax": N_("Import tax, paid by the seller (DDP)"),
    "fees": N_("Customs fees, paid by the seller (DDP)"),
}
#: UN/ECE Recommendation 21 codes offered, with their names.
PACKAGE_KINDS = {
    "CT": N_("Carton"),
    "PK": N_("Package"),
    "PX": N_("Pallet"),
    "CS": N_("Case"),
    "CR": N_("Crate"),
    "BG": N_("Bag"),
    "DR": N_("Drum"),
    "EN": N_("Envelope"),
    "RO": N_("Roll"),
}
RIGHT_TO_LEFT = ("ar", "he", "fa", "ur")


@dataclass(frozen=True, slots=True)
class Words:
    """Calls give a text in every language of the paper; the same text twice is written once."""

    languages: Sequence[str]

    def __call__(self, text: str, **facts: object) -> str:
        """Return `text` (as marked for translation), its placeholders filled."""
        found: list[str] = []
        for language in self.languages:
            with translation.override(language):
                said = _(text) % facts if facts else _(text)
            if said not in found:
                found.append(said)
        return " / ".join(found)

    def country(self, code: str) -> str:
        """Return the country's name."""
        if not code:
            return ""
        found: list[str] = []
        for language in self.languages:
            with translation.override(language):
                if (name := str(country_name(code))) not in found:
                    found.append(name)
        return " / ".join(found)

    @property
    def is_rtl(self) -> bool:
        """Whether the first language is written from right to left."""
        return self.languages[0].split("-")[0] in RIGHT_TO_LEFT

    @property
    def lang(self) -> str:
        """The first language for the PDF: two or three letters."""
        return self.languages[0].split("-")[0]


def title_of(kind: str, *, is_carried: bool) -> str:
    """Return the paper's title, to be translated: an invoice for services is no commercial invoice."""
    return PLAIN_INVOICE if kind == Kind.INVOICE and not is_carried else TITLES[Kind(kind)]
