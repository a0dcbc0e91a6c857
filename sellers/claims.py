"""
What a seller may claim, what each claim says to a buyer, who may vouch for it, and when it counts.

Pure: no database, no clock. A claim is a document that somebody named has looked at; without one, or once it has run
out, nothing is said. The documents that trade rules ask for (`trade.restrictions.DOCUMENTS`) are claims too: those
that a seller keeps on file are shown like the others.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from trade.restrictions import DOCUMENTS
from trade.restrictions.documents import ON_FILE

#: Days before the last day on which the seller is told that a claim is about to end.
REMINDERS = (60, 30, 7, 0)
#: A claim that ended longer ago is no news: the clock may have stood still, or the paper came in late.
LATEST_REMINDER = 14

COMPANY, SITE, LISTINGS = "company", "site", "listings"


@dataclass(frozen=True, slots=True)
class ClaimKind:
    """
    One thing that can be claimed.

    `says` is what it tells a buyer, in one sentence; `verifier` is who may vouch for it. `must_end` asks for a last
    day, `must_show` for a scan; `scopes` are what it may be said of. `is_shown` is false for papers that belong to one
    consignment or to the importer.
    """

    code: str
    label: Any
    says: Any
    verifier: Any
    group: str
    must_end: bool = True
    must_show: bool = True
    scopes: tuple[str, ...] = (COMPANY, SITE, LISTINGS)
    is_shown: bool = True


WHO, LICENCE, QUALITY, SOCIAL, PRODUCT, TRADE = "who", "licence", "quality", "social", "product", "trade"
GROUPS: dict[str, Any] = {
    WHO: _("Who you are"),
    LICENCE: _("Licences and registrations"),
    QUALITY: _("Management and quality"),
    SOCIAL: _("People and fair trade"),
    PRODUCT: _("Products"),
    TRADE: _("What other countries ask for"),
}
_OURS = _("Our staff, from the register of companies, invoices for machines, or a visit")
_BODY = _("A certification body accredited for this standard")
_WHOLE = (COMPANY, SITE)

_KINDS = (
    ClaimKind("factory", _("Makes the goods itself"), _("The seller makes the goods in its own workshop or factory."), _OURS, WHO, scopes=_WHOLE),
    ClaimKind("trader", _("Trader"), _("The seller buys from makers and sells on. It says so openly."), _OURS, WHO, must_end=False, must_show=False, scopes=(COMPANY,)),
    ClaimKind("farm", _("Grows the goods itself"), _("The seller grows or raises what it sells."), _("Our staff, from the land or farm register, or a visit"), WHO, scopes=_WHOLE),
    ClaimKind("artisan", _("Registered craft business"), _("The business is entered in a register of crafts."), _("The chamber or guild that keeps the register"), WHO, scopes=(COMPANY,)),
    ClaimKind("woman_owned", _("Owned by women"), _("Women own at least 51 % of the firm and run it."), _("A council that certifies ownership, such as WEConnect International"), WHO, scopes=(COMPANY,)),
    ClaimKind("cooperative", _("Cooperative"), _("The firm belongs to its members."), _("The register of cooperatives"), WHO, must_end=False, scopes=(COMPANY,)),
    ClaimKind("export_licence", _("Export licence"), _("The seller may export under its country's own rules."), _("The authority that gives the licence"), LICENCE, scopes=(COMPANY, LISTINGS)),
    ClaimKind("trade_register", _("Entered in the trade register"), _("The firm exists under this name and number."), _("The register of companies"), LICENCE, must_end=False, scopes=(COMPANY,)),
    ClaimKind("aeo", _("Authorised economic operator"), _("Customs trusts the firm's handling of goods and papers."), _("The customs authority"), LICENCE, must_end=False, scopes=(COMPANY,)),
    ClaimKind("food_licence", _("Food business licence"), _("The firm may make, pack or store food."), _("The food authority"), LICENCE, scopes=_WHOLE),
    ClaimKind("iso_9001", _("ISO 9001 quality management"), _("An outside body audits how the firm controls quality."), _BODY, QUALITY, scopes=_WHOLE),
    ClaimKind("iso_14001", _("ISO 14001 environmental management"), _("An outside body audits how the firm looks after the environment."), _BODY, QUALITY, scopes=_WHOLE),
    ClaimKind("iso_22000", _("ISO 22000 food safety"), _("An outside body audits food safety."), _BODY, QUALITY, scopes=_WHOLE),
    ClaimKind("haccp", _("HACCP"), _("Food hazards are analysed and controlled at each step."), _BODY, QUALITY, scopes=_WHOLE),
    ClaimKind("iso_13485", _("ISO 13485 medical devices"), _("An outside body audits quality for medical devices."), _BODY, QUALITY, scopes=_WHOLE),
    ClaimKind("iso_27001", _("ISO 27001 information security"), _("An outside body audits how information is protected."), _BODY, QUALITY, scopes=_WHOLE),
    ClaimKind("amfori_bsci", _("amfori BSCI audit"), _("Working conditions were audited on site."), _("An auditing firm that amfori approves"), SOCIAL, scopes=_WHOLE),
    ClaimKind("smeta", _("Sedex SMETA audit"), _("Labour, health and safety were audited on site."), _("An auditing firm that Sedex approves"), SOCIAL, scopes=_WHOLE),
    ClaimKind("sa8000", _("SA8000"), _("An outside body certifies decent working conditions."), _("A body accredited by SAAS"), SOCIAL, scopes=_WHOLE),
    ClaimKind("fair_trade", _("Fair trade"), _("Makers were paid under a fair trade standard."), _("FLOCERT, the WFTO or another owner of a fair trade standard"), SOCIAL),
    ClaimKind("organic", _("Organic"), _("Grown or processed under an organic standard, with yearly inspection."), _("An organic control body"), PRODUCT),
    ClaimKind("gots", _("GOTS organic textiles"), _("Organic fibres, and their processing, are certified."), _("A body that GOTS approves"), PRODUCT),
    ClaimKind("oeko_tex", _("OEKO-TEX Standard 100"), _("The textile was tested for harmful substances."), _("An OEKO-TEX institute"), PRODUCT),
    ClaimKind("fsc", _("FSC chain of custody"), _("The wood can be followed to well managed forests."), _("A body that FSC accredits"), PRODUCT),
    ClaimKind("halal", _("Halal"), _("Made under halal rules."), _("A halal body that the destination recognises"), PRODUCT),
    ClaimKind("kosher", _("Kosher"), _("Made under kosher supervision."), _("A kosher agency"), PRODUCT),
    ClaimKind("globalgap", _("GLOBALG.A.P."), _("Good agricultural practice was audited on the farm."), _("A body that GLOBALG.A.P. approves"), PRODUCT),
    ClaimKind("origin_protected", _("Protected designation of origin"), _("The name may be used only for goods from this place."), _("The control body of the designation"), PRODUCT, scopes=(LISTINGS,)),
    ClaimKind("test_report", _("Laboratory test report"), _("A laboratory tested a sample."), _("A laboratory accredited to ISO/IEC 17025"), PRODUCT, must_end=False, scopes=(LISTINGS,)),
)  # fmt: skip

KINDS: dict[str, ClaimKind] = {kind.code: kind for kind in _KINDS} | {
    document.code: ClaimKind(
        document.code,
        document.label,
        "",
        document.how,
        TRADE,
        must_end=False,
        must_show=False,
        is_shown=document.stage == ON_FILE,
    )
    for document in DOCUMENTS.values()
}
SHOWN = frozenset(code for code, kind in KINDS.items() if kind.is_shown)


def label_of(code: str) -> str:
    """What a kind is called, in the language in force; a kind that is no longer in the table keeps its code."""
    return str(KINDS[code].label) if code in KINDS else code


def counts_on(*, issued_on: date | None, expires_on: date | None, on: date) -> bool:
    """Tell whether a paper counts on a day: from the day it was issued through its last day, both included."""
    return (issued_on is None or issued_on <= on) and (expires_on is None or on <= expires_on)


def reminder_due(*, expires_on: date, on: date, told: int | None) -> int | None:
    """
    Return which reminder (60, 30, 7 or 0 days) is due on a day, None if none is.

    `told` is the last one given. A day that was missed is made good by the next: one reminder, never a heap.
    """
    left = (expires_on - on).days
    if left < -LATEST_REMINDER:
        return None
    reached = [days for days in REMINDERS if left <= days]
    if not reached:
        return None
    due = min(reached)
    return due if told is None or due < told else None
