"""Company papers: what is taken, what is refused, who may look, and how they open a gate."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from accounts import operations, queries
from accounts.models import CompanyDocument, Notification, Organisation, Requirement
from accounts.requirements import standings_of
from marketplace.kernel.pictures import BadPicture
from marketplace.kernel.private_files import open_private, private_storage
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from tests.accounts.factories import actor_for, make_organisation, make_user, platform_actor, sign_in
from tests.payments.test_escrow import at_once
from tests.sellers.files import ATTACKS, photo_with_place, upload

NOW = timezone.now


def pdf(script: str = "", password: str = "", pages: int = 1) -> SimpleUploadedFile:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(300, 300)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password)
    buffer = BytesIO()
    writer.write(buffer)
    return SimpleUploadedFile("extract.pdf", buffer.getvalue(), content_type="application/pdf")


def send(firm: Organisation, **over: Any) -> CompanyDocument:
    given: dict[str, Any] = {"actor": actor_for(firm), "kind": "register", "upload": upload(), "now": NOW()}
    return operations.add_company_document(**(given | over))


def stored() -> int:
    """How many papers lie in the private storage."""
    try:
        folders, _files = private_storage().listdir("company")
    except FileNotFoundError:
        return 0
    return sum(len(private_storage().listdir(f"company/{folder}")[1]) for folder in folders)


@pytest.mark.django_db
def test_a_refused_paper_leaves_neither_row_nor_file() -> None:
    firm, before = make_organisation(), stored()
    refused: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"upload": pdf(script="app.alert(1)")}, BadPicture),
        ({"upload": pdf(password="secret")}, BadPicture),
        ({"upload": upload(ATTACKS["svg"])}, BadPicture),
        ({"upload": upload(b"%PDF-1.7 nothing more")}, BadPicture),
        ({"upload": upload(b"")}, BadPicture),
        ({"upload": None}, InvalidInput),
        ({"kind": "passport"}, InvalidInput),
        ({"expires_on": NOW().date() - timedelta(days=1)}, InvalidInput),
        ({"actor": actor_for(firm, "manager")}, NotAllowed),
    ]
    for wrong, kind in refused:
        with pytest.raises(kind):
            send(firm, **wrong)
    assert not CompanyDocument.objects.exists() and stored() == before


@pytest.mark.django_db
def test_a_paper_is_kept_rewritten_and_the_same_one_once() -> None:
    firm, before = make_organisation(), stored()
    photo = send(firm, upload=upload(photo_with_place()))
    assert b"SecretCamera" not in open_private(photo.file).read() and photo.file.endswith(".webp")
    paper = send(firm, upload=pdf())
    assert len(PdfReader(open_private(paper.file)).pages) == 1
    assert send(firm, upload=upload(photo_with_place())) == photo and stored() == before + 2


@pytest.mark.django_db(transaction=True)
def test_a_paper_sent_twice_at_once_is_there_once() -> None:
    firm = make_organisation()
    actor_for(firm)
    assert at_once([lambda: send(firm)] * 4) == ["done"] * 4
    assert CompanyDocument.objects.count() == 1


@pytest.mark.django_db
def test_approved_papers_open_the_gate_until_they_expire_and_refused_ones_say_why() -> None:
    now = NOW()
    Requirement.objects.create(
        code="documents_approved", kind="computed", gate="be_paid", check_name="documents_approved",
        asked_from=now - timedelta(days=1),
    )  # fmt: skip
    firm, staff = make_organisation(legal_form="company"), platform_actor()

    def state(days: int = 0) -> str:
        [standing] = standings_of(firm, now=now + timedelta(days=days))
        return str(standing.state)

    assert state() == "open"
    extract = send(firm)
    passport = send(firm, kind="identity", upload=upload(photo_with_place()))
    assert state() == "waiting"
    decide = operations.decide_company_document
    with pytest.raises(InvalidInput):
        decide(actor=staff, public_id=extract.public_id, is_accepted=False, reason=" ", now=now)
    with pytest.raises(NotAllowed):
        decide(actor=actor_for(firm), public_id=extract.public_id, is_accepted=True, reason="", now=now)
    decide(
        actor=staff, public_id=extract.public_id, is_accepted=True, reason="", now=now,
        expires_on=now.date() + timedelta(days=90),
    )  # fmt: skip
    decide(actor=staff, public_id=passport.public_id, is_accepted=False, reason="The name is cut off.", now=now)
    assert state() == "open" and "cut off" in Notification.objects.get(user=actor_for(firm).user).body
    with pytest.raises(operations.DocumentDecided):
        decide(actor=staff, public_id=passport.public_id, is_accepted=True, reason="", now=now)
    again = send(firm, kind="identity", upload=pdf())
    decide(actor=staff, public_id=again.public_id, is_accepted=True, reason="", now=now)
    assert state() == "met" and state(91) == "open"
    operations.withdraw_company_document(actor=actor_for(firm), public_id=again.public_id, now=now)
    assert state() == "open"


@pytest.mark.django_db
def test_only_its_own_organisation_and_staff_may_look(client: Any, admin_client: Any) -> None:
    firm, other = make_organisation(), make_organisation()
    document = send(firm)
    path = f"/sell/onboarding/documents/{document.public_id}/"
    sign_in(client, actor_for(firm).user, firm)
    assert client.get(path).headers["Content-Type"] == "image/webp"
    for user, organisation in (
        (actor_for(firm, "viewer").user, firm),
        (actor_for(other).user, other),
        (make_user(), None),
    ):
        sign_in(client, user, organisation)
        assert client.get(path).status_code == 404
    with pytest.raises(NotFound):
        queries.document_of(actor_for(other), document.public_id)
    with pytest.raises(NotFound):
        operations.withdraw_company_document(actor=actor_for(other), public_id=document.public_id, now=NOW())
    look = f"/admin/accounts/companydocument/{document.pk}/file/"
    assert client.get(look).status_code == 302
    assert admin_client.get(look).headers["Content-Type"] == "image/webp"


@pytest.mark.django_db
def test_papers_are_sent_on_the_page_and_over_the_api(client: Any) -> None:
    firm = make_organisation()
    sign_in(client, actor_for(firm).user, firm)
    page = "/sell/onboarding/documents/"
    refused = client.post(page, {"kind": "register", "file": pdf(script="app.alert(1)")})
    assert refused.status_code == 422 and b"carries a program" in refused.content
    assert client.post(page, {"kind": "register", "file": upload()}).status_code == 302
    assert b"Extract from the company register" in client.get(page).content
    answer = client.post("/api/v1/onboarding/documents", {"kind": "identity", "file": pdf()})
    assert answer.status_code == 201 and answer.json()["state"] == "waiting"
    one = f"/api/v1/onboarding/documents/{answer.json()['id']}"
    assert client.delete(one).status_code == 204 and client.get(one).status_code == 404
    assert len(client.get("/api/v1/onboarding/documents").json()["results"]) == 1
