"""The trade documents that the demo's sellers have on file, so that most of what they make may go most places."""

from datetime import datetime, timedelta

from demo.people import Cast
from sellers.models import TradeEvidence

#: Seller, and the documents it keeps for everything it sells. What is not here stands in its task lists.
ON_FILE = {
    "arandanos-del-maule": "fda_registration food_registration gacc",
    "lanas-del-misti": "fda_registration food_registration",
    "denizli-dokuma": "cpnp scpn cosmetics_registration fda_registration",
    "tsubaki-craft": "fda_registration food_registration gacc",
    "ceramica-da-ria": "bis",
    "norrevang-mobler": "ce_declaration ukca_declaration rcm csa_mark pse kc ecas safety_mark_sg",
    "werkzeug-brandt": "ce_declaration ukca_declaration rcm pse kc",
    "cooperative-tamounte": "cpnp scpn cosmetics_registration fda_registration food_registration",
    "ningbo-hailan": "un38_3 ce_declaration ukca_declaration fcc ccc rcm pse giteki kc ecas csa_mark ised",
    "dar-al-oud": "cpnp scpn cosmetics_registration fda_registration",
    "lesne-zabawki": "ce_declaration ukca_declaration toy_test cpsc_certificate kc",
    "hoi-an-lantern": "fda_registration food_registration",
}
#: What waits for a reviewer, and what was sent back.
_WAITING = (("ningbo-hailan", "bis"), ("lesne-zabawki", "nom"))
_REFUSED = (("dar-al-oud", "anvisa", "The notification names another product. Send the one for this perfume."),)


def load_documents_on_file(*, cast: Cast, now: datetime) -> int:
    """Put the documents on file; return how many."""
    papers = [
        _paper(cast, seller, document, now, state=TradeEvidence.State.APPROVED)
        for seller, documents in ON_FILE.items()
        for document in documents.split()
    ]
    papers += [_paper(cast, seller, document, now, state=TradeEvidence.State.WAITING) for seller, document in _WAITING]
    papers += [
        _paper(cast, seller, document, now, state=TradeEvidence.State.REFUSED, reason=reason)
        for seller, document, reason in _REFUSED
    ]
    return len(TradeEvidence.objects.bulk_create(papers))


def _paper(cast: Cast, seller: str, document: str, now: datetime, *, state: str, reason: str = "") -> TradeEvidence:
    organisation = cast.organisations[seller]
    decided = state != TradeEvidence.State.WAITING
    return TradeEvidence(
        organisation=organisation, document=document, number=f"{organisation.country}-{document[:4].upper()}-{organisation.pk:05d}",
        issued_on=now.date() - timedelta(days=200), expires_on=now.date() + timedelta(days=530), state=state, reason=reason,
        submitted_at=now - timedelta(days=190 if decided else 1), decided_at=now - timedelta(days=188) if decided else None,
        decided_by=cast.staff if decided else None,
        checked_against="document" if state == TradeEvidence.State.APPROVED else "",
    )  # fmt: skip
