"""Sellers who have just come: one at the beginning, one who waits for approval, one who was asked for more."""

from datetime import datetime, timedelta
from io import BytesIO

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from PIL import Image, ImageDraw

from accounts import operations as accounts
from accounts.actor import Actor
from accounts.models import Membership, Organisation, Requirement, TermsVersion, User
from demo import PASSWORD
from demo.people import Cast
from payments.operations import add_bank_account
from sellers.operations import describe_company

#: The papers row is switched on here, so that there is something to look at in the queue.
PAPERS = "documents_approved"


def welcome_newcomers(*, cast: Cast, now: datetime) -> int:
    """Let three firms come to sell; return how many wait for staff. Nothing happens where the rows are not loaded."""
    terms = TermsVersion.objects.filter(in_force_from__lte=now).first()
    if terms is None:
        return 0
    Requirement.objects.filter(code=PAPERS).update(is_active=True)
    # They joined after the rows came: those who were here before are asked for nothing.
    _open("KE", "KES", "Mwangaza Coffee", "Amina Odhiambo", "amina@mwangaza-coffee.example", now=now)
    waiting = _open("ES", "EUR", "Cerería Alborada", "Lucía Ferrán", "lucia@cereria-alborada.example", now=now)
    _describe(waiting, "Beeswax candles from the hills of Teruel", now)
    _show(waiting, terms, now, numbers={"company": "B58378431", "tax": "B64717838"}, bank="ES9121000418450200051332")
    accounts.add_company_document(
        actor=waiting, kind="register", upload=_paper("Registro Mercantil de Teruel"), now=now
    )
    accounts.add_company_document(actor=waiting, kind="identity", upload=_paper("Documento de identidad"), now=now)

    asked = _open("FR", "EUR", "Savonnerie du Causse", "Élise Marty", "elise@savonnerie-causse.example", now=now)
    _describe(asked, "Savons à froid du Quercy", now)
    _show(
        asked, terms, now, numbers={"company": "552 008 443", "tax": "552 008 443"}, bank="FR7630006000011234567890189"
    )
    paper = accounts.add_company_document(actor=asked, kind="register", upload=_paper("Extrait Kbis, 2019"), now=now)
    accounts.decide_company_document(
        actor=cast.moderator, public_id=paper.public_id, is_accepted=False, now=now,
        reason="This extract is from 2019. Please send one of the last three months.",
    )  # fmt: skip
    assert asked.organisation is not None
    accounts.return_requirement(
        actor=cast.moderator, organisation_id=asked.organisation.pk, code="address_complete", now=now,
        reason="The street on your extract is another one. Which is right?",
    )  # fmt: skip
    accounts.override_requirement(
        actor=cast.moderator, organisation_id=asked.organisation.pk, code="owners_named", now=now,
        reason="Owners seen on the extract; to be typed in by spring.", until=now + timedelta(days=120),
    )  # fmt: skip
    return 2


def _open(country: str, currency: str, name: str, person: str, email: str, *, now: datetime) -> Actor:
    user = User.objects.create(
        email=email, full_name=person, password=make_password(PASSWORD), country=country, currency=currency
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    organisation = accounts.create_organisation(
        actor=Actor(user=user), name=name, country=country, currency=currency, sells=True, buys=False, now=now
    )
    # They came at `now`, as the world sees it.
    Organisation.objects.filter(pk=organisation.pk).update(created_at=now)
    return Actor.for_member(Membership.objects.select_related("user", "organisation").get(organisation=organisation))


def _describe(actor: Actor, tagline: str, now: datetime) -> None:
    story = "We are four people and make everything ourselves, in small batches. Come and see us whenever you pass by."
    describe_company(actor=actor, content={"tagline": tagline, "story": story}, now=now)


def _show(actor: Actor, terms: TermsVersion, now: datetime, *, numbers: dict[str, str], bank: str) -> None:
    """Everything asked for but the papers."""
    organisation, user = actor.organisation, actor.user
    assert organisation is not None and user is not None
    accounts.update_organisation(
        actor=actor, name=organisation.name, legal_form=Organisation.LegalForm.COMPANY, now=now
    )
    accounts.save_numbers(actor=actor, numbers=numbers, now=now)
    places = {
        "ES": {"street_address": "Calle del Tozal 8", "city": "Teruel", "postal_code": "44001", "region": "Teruel"},
        "FR": {"street_address": "12 rue de la Barre", "city": "Cahors", "postal_code": "46000"},
    }
    fields = {"country": organisation.country, "recipient": user.full_name, **places[organisation.country]}
    accounts.save_address(actor=actor, fields=fields, is_default=True, now=now)
    if organisation.country == "ES":
        accounts.save_owner(actor=actor, full_name=user.full_name, country="ES", now=now)
    accounts.attest_requirement(actor=actor, code="lawful_goods", now=now)
    accounts.sign_terms(actor=actor, version=terms.public_id, signed_name=user.full_name, address="192.0.2.44", now=now)
    add_bank_account(
        actor=actor, country=organisation.country, currency="EUR", scheme="iban", holder_name=organisation.name,
        details={"iban": bank}, now=now,
    )  # fmt: skip


def _paper(title: str) -> BytesIO:
    """A sheet with a heading and lines, as a scan would show it."""
    sheet = Image.new("RGB", (900, 1200), "#f7f4ec")
    drawing = ImageDraw.Draw(sheet)
    drawing.text((80, 80), title, fill="#22303c", font_size=36)
    for line in range(18):
        drawing.rectangle((80, 180 + line * 50, 820 - (line * 83) % 260, 190 + line * 50), fill="#b9bfc4")
    buffer = BytesIO()
    sheet.save(buffer, "PNG")
    buffer.seek(0)
    return buffer
