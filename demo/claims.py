"""What the demo's sellers claim of themselves and their goods, in every state a claim can have."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from demo.people import Cast
from sellers.claims import KINDS
from sellers.models import Listing, TradeEvidence
from sellers.operations import (
    add_evidence,
    decide_evidence,
    publish_scan,
    remind_of_evidence,
)
from sellers.queries import due_for_reminder


class Claim(NamedTuple):
    """`age` and `left` are days since it was issued and until it ends; `of` is a word in the title of its listings."""

    seller: str
    kind: str
    issuer: str
    age: int
    left: int | None
    decision: str = "accepted"
    against: str = "document"
    site: str = ""
    of: str = ""
    reason: str = ""
    is_published: bool = False


CLAIMS = (
    Claim("arandanos-del-maule", "farm", "Servicio Agrícola y Ganadero", 300, 430, against="register"),
    # Ends soon: the seller was told.
    Claim("arandanos-del-maule", "globalgap", "Control Union Chile", 342, 23, is_published=True),
    Claim("arandanos-del-maule", "export_licence", "Servicio Agrícola y Ganadero", 200, 530, against="register"),
    Claim("cooperative-tamounte", "cooperative", "Office du Développement de la Coopération", 900, None, against="register"),
    Claim("cooperative-tamounte", "fair_trade", "FLOCERT", 260, 470, is_published=True),
    Claim("cooperative-tamounte", "organic", "Ecocert Maroc", 120, 245, of="argan"),
    Claim("lanas-del-misti", "artisan", "Registro Nacional del Artesano", 400, 690, against="register"),
    # Ended: it dropped out by itself.
    Claim("lanas-del-misti", "fair_trade", "WFTO", 740, -9),
    Claim("denizli-dokuma", "factory", "Denizli Sanayi Odası", 500, 230, against="visit", site="Organize Sanayi Bölgesi, Denizli"),
    Claim("denizli-dokuma", "oeko_tex", "Hohenstein", 150, 215, of="towel", is_published=True),
    Claim("ningbo-hailan", "trader", "", 200, None, against="register"),
    Claim("ningbo-hailan", "iso_9001", "SGS-CSTC", 400, 690, against="register"),
    Claim("ningbo-hailan", "smeta", "Intertek", 380, 350, "asked", reason="The report's second page is missing. Send all pages."),
    Claim("norrevang-mobler", "factory", "Det Centrale Virksomhedsregister", 600, 130, against="visit", site="Norrevang 8, Skive"),
    Claim("norrevang-mobler", "fsc", "NEPCon", 410, 680, against="register", of="oak"),
    Claim("werkzeug-brandt", "iso_9001", "TÜV Rheinland", 500, 595, against="register", is_published=True),
    Claim("werkzeug-brandt", "iso_14001", "TÜV Rheinland", 20, 1075, ""),
    Claim("sartoria-bellandi", "woman_owned", "WEConnect International", 90, 640),
    Claim("tsubaki-craft", "artisan", "京都府", 800, 295, against="register"),
    Claim("dar-al-oud", "halal", "Kuwait Halal Services", 30, 330, "refused", reason="This certificate names another firm."),
    Claim("hoi-an-lantern", "amfori_bsci", "TÜV SÜD Vietnam", 300, 65, "revoked", reason="The auditor withdrew the report."),
)  # fmt: skip


def load_claims(*, cast: Cast, now: datetime) -> int:
    """Send the claims, decide about those that are decided, and tell sellers which end soon; return how many."""
    done = 0
    for claim in CLAIMS:
        if claim.seller in cast.organisations:
            _load(claim, cast, now)
            done += 1
    for evidence_id in list(due_for_reminder(now.date())):
        remind_of_evidence(evidence_id=evidence_id, now=now)
    return done


def _load(claim: Claim, cast: Cast, now: datetime) -> None:
    actor, organisation = cast.actor(claim.seller), cast.organisations[claim.seller]
    # What has ended was sent while it was still valid.
    sent = now - timedelta(days=min(claim.age, 120 if claim.decision in ("accepted", "revoked") else 2))
    issued = now.date() - timedelta(days=claim.age)
    expires = now.date() + timedelta(days=claim.left) if claim.left is not None else None
    covered: list[str] = []
    if claim.of:
        rows = Listing.objects.filter(organisation=organisation, title__icontains=claim.of).order_by("pk")
        covered = list(rows.values_list("public_id", flat=True)[:5])
        if not covered:
            covered = [Listing.objects.filter(organisation=organisation).order_by("pk")[0].public_id]
    number = f"{claim.kind[:3].upper()}-{organisation.pk:03d}-{claim.age:04d}" if claim.issuer else ""
    paper = add_evidence(
        actor=actor,
        content={
            "document": claim.kind, "number": number, "issuer": claim.issuer, "issued_on": issued, "expires_on": expires,
            "scope": "site" if claim.site else "listings" if covered else "company", "site": claim.site, "listings": covered,
        },
        upload=_scan(claim, organisation.name, number, issued, expires) if claim.issuer else None,
        now=sent,
    )  # fmt: skip
    if not claim.decision:
        return
    first = "accepted" if claim.decision == "revoked" else claim.decision
    paper = _decide(paper, claim, cast, first, sent + timedelta(days=1))
    if claim.decision == "revoked":
        paper = _decide(paper, claim, cast, "revoked", now - timedelta(days=3))
    if claim.is_published:
        publish_scan(actor=actor, evidence=paper, is_published=True, now=sent + timedelta(days=2))


def _decide(paper: TradeEvidence, claim: Claim, cast: Cast, decision: str, at: datetime) -> TradeEvidence:
    return decide_evidence(
        actor=cast.moderator, evidence=paper, decision=decision, against=claim.against,
        reason="" if decision == "accepted" else claim.reason, now=at,
    )  # fmt: skip


def _scan(claim: Claim, firm: str, number: str, issued: date, expires: date | None) -> BytesIO:
    """Draw a certificate as a scanner would give it."""
    page = Image.new("RGB", (1240, 1754), "#fbfaf5")
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, 60, 1180, 1694), outline="#2b4a6f", width=6)
    pen.rectangle((78, 78, 1162, 1676), outline="#2b4a6f", width=2)
    # The default face has Latin letters; what it lacks is left to the row beside the scan.
    issuer = claim.issuer if claim.issuer.isascii() else "Certificate"
    lines = (
        (180, 44, issuer), (420, 64, str(KINDS[claim.kind].label)), (640, 36, "This is to certify that"),
        (720, 52, firm.encode("ascii", "replace").decode()), (860, 36, f"No. {number}"),
        (1080, 36, f"Issued {issued.isoformat()}"), (1150, 36, f"Valid until {expires.isoformat()}" if expires else ""),
    )  # fmt: skip
    for top, size, text in lines:
        pen.text((620, top), text, fill="#1c2b3a", font=ImageFont.load_default(size), anchor="mm")
    pen.ellipse((500, 1330, 740, 1570), outline="#8a2f2f", width=8)
    buffer = BytesIO()
    page.save(buffer, "PNG")
    buffer.seek(0)
    return buffer
