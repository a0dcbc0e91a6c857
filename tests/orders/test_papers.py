"""Papers of an order: issued when due, numbered without gaps, never changed, seen by its two sides only."""

import io
import threading
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.actor import Actor
from accounts.models import Organisation
from accounts.operations import save_address, save_tax_id
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from orders import operations, paper_queries
from orders.models import Order, Packing, Paper, PaperFile, PaperSeries
from orders.operations._moves import MoveRefused
from orders.operations._papers import PaperNotPossible
from orders.operations.ship_order import PapersMissing
from orders.paper_content import facts_of
from orders.paper_needs import missing_of, required_papers
from tests.accounts.factories import actor_for, sign_in
from tests.orders.factories import SYSTEM, make_buyer, make_funded_order, make_order, make_shipped_order, pay, rates
from tests.sellers.factories import make_listing, make_seller
from trade.papers import Content, Kind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]

VALPARAISO = {
    "country": "CL", "recipient": "Rosa Soto", "company": "Puerto Claro SpA", "street_address": "Blanco 1",
    "city": "Valparaíso", "region": "Valparaíso", "postal_code": "2340000", "phone": "+56 32 212 3456",
}  # fmt: skip
BOXES = [{"kind": "CT", "count": 2, "gross_weight_g": 4000, "length_cm": 40, "width_cm": 30, "height_cm": 20}]


def make_ready_seller(name: str = "Puerto Claro SpA") -> Organisation:
    seller = make_seller(name, country="CL", currency="USD")
    save_address(actor=actor_for(seller), fields=VALPARAISO, now=timezone.now())
    return seller


def make_packed(**over: Any) -> Order:
    """A paid order of a seller with address, packed in two cartons."""
    order = make_funded_order(listing=make_listing(over.pop("seller", None) or make_ready_seller()), **over)
    operations.save_packing(actor=actor_for(order.seller), order=order, packages=BOXES, now=timezone.now())
    return order


def prepare(order: Order, actor: Actor | None = None) -> list[Paper]:
    now = timezone.now()
    return operations.prepare_papers(actor=actor or actor_for(order.seller), order=order, rates=rates(now), now=now)


def draw(paper: Paper) -> Paper:
    return operations.render_paper(actor=SYSTEM, public_id=paper.public_id, now=timezone.now())


def text_of(paper: Paper) -> str:
    data = bytes(paper_queries.file_of(paper, "pdf").data)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_prepare_issues_what_is_due_once_and_the_invoice_says_what_was_paid() -> None:
    order = make_packed()
    papers = {paper.kind: paper for paper in prepare(order)}
    assert set(papers) == {"invoice", "packing_list", "cn23"}
    assert [paper.number for paper in papers.values()] == [
        f"{prefix}-{timezone.now().year}-00001" for prefix in ("INV", "PL", "CN23")
    ]
    assert {paper.pk for paper in prepare(order)} == {paper.pk for paper in papers.values()}
    invoice = papers["invoice"]
    content = Content.from_json(Paper.objects.get(pk=invoice.pk).content)
    assert content.adds_up() and content.total_minor == order.total_minor == invoice.total_minor
    assert content.seller.city == "Valparaíso" and content.lines[0].hs_code
    drawn = draw(invoice)
    assert drawn.is_ready and drawn.ready_at is not None
    text = text_of(drawn)
    assert invoice.number in text and order.number in text and f"{order.total.amount:,}" in text
    # A Chilean firm's invoice is outside EU VAT and still has its twin.
    assert set(invoice.files.values_list("name", flat=True)) == {"pdf", "preview", "cii", "ubl"}
    draw(invoice)
    assert invoice.files.count() == 4


@pytest.mark.parametrize("currency", ["JPY", "KWD", "EUR"])
def test_papers_add_up_to_the_order_in_every_currency(currency: str) -> None:
    order = make_packed(currency=currency, buyer=make_buyer(currency=currency))
    for paper in prepare(order):
        content = Content.from_json(Paper.objects.get(pk=paper.pk).content)
        assert content.adds_up() and content.total_minor == order.total_minor and content.currency == currency
    invoice = draw(Paper.objects.get(order=order, kind="invoice"))
    assert f"{order.total.amount:,} {currency}" in text_of(invoice)
    shown = {row.paper.kind: row for row in paper_queries.papers_of(order)}["invoice"]
    assert shown.why_no_xml == ("three_decimals" if currency == "KWD" else "")


def test_what_is_missing_is_refused_by_name_and_nothing_is_issued() -> None:
    order = make_funded_order(listing=make_listing(make_seller(country="CL", currency="USD")))
    with pytest.raises(InvalidInput) as refusal:
        prepare(order)
    assert set(refusal.value.fields) == {"seller_address", "packing"}
    unpaid = make_order(listing=make_listing(make_ready_seller("Not yet paid SpA")))
    with pytest.raises(MoveRefused):
        prepare(unpaid)
    assert not Paper.objects.exists() and not PaperSeries.objects.exists()
    german = make_funded_order(listing=make_listing(make_seller(country="DE", currency="EUR")))
    codes = {need.code for need in missing_of(facts_of(german), value_eur=None)}
    assert "seller_vat" in codes


def test_packing_names_the_row_that_does_not_hold() -> None:
    order = make_funded_order(listing=make_listing(make_ready_seller()))
    bad = [*BOXES, {"kind": "CT", "count": 0, "gross_weight_g": 1}, {"kind": "??", "count": 1, "gross_weight_g": 1}]
    with pytest.raises(InvalidInput) as refusal:
        operations.save_packing(actor=actor_for(order.seller), order=order, packages=bad, now=timezone.now())
    rows = [str(text) for text in refusal.value.fields["packages"]]
    assert ["Row 2" in rows[0], "Row 3" in rows[1]] == [True, True] and not Packing.objects.exists()


def test_events_issue_the_proforma_then_the_rest_and_a_repeat_adds_nothing() -> None:
    order = make_order(listing=make_listing(make_ready_seller()))
    by_event = {"actor": SYSTEM, "order": order, "rates": rates(), "now": timezone.now()}
    for _again in range(2):
        operations.prepare_papers_by_event(**by_event)
    assert [paper.kind for paper in Paper.objects.all()] == ["proforma"]
    pay(order)
    # Nobody packed: nothing is made up, the invoice alone is issued.
    for _again in range(2):
        operations.prepare_papers_by_event(**by_event)
    assert sorted(Paper.objects.values_list("kind", flat=True)) == ["invoice", "proforma"]


def test_a_service_gets_a_plain_invoice_without_customs() -> None:
    seller = make_seller(country="DE", currency="EUR")
    save_tax_id(actor=actor_for(seller), kind="vat", country="DE", value="DE136695976", now=timezone.now())
    address = VALPARAISO | {"country": "DE", "city": "Hamburg", "postal_code": "20457", "region": "", "phone": ""}
    save_address(actor=actor_for(seller), fields=address, now=timezone.now())
    buyer = make_buyer(country="FR")
    save_tax_id(actor=actor_for(buyer), kind="vat", country="FR", value="FR40303265045", now=timezone.now())
    order = make_funded_order(listing=make_listing(seller, kind="service"), kind="service", buyer=buyer)
    (invoice,) = prepare(order)
    content = Content.from_json(Paper.objects.get(pk=invoice.pk).content)
    assert (content.taxes[0].category, content.is_carried, content.incoterm) == ("AE", False, "")
    text = text_of(draw(invoice))
    assert "Reverse charge" in text and "HS code" not in text and "Commercial invoice" not in text


def test_an_issued_paper_is_replaced_and_an_invoice_only_credited() -> None:
    order = make_packed()
    papers = {paper.kind: paper for paper in prepare(order)}
    actor, now = actor_for(order.seller), timezone.now()
    again = operations.issue_paper(actor=actor, order=order, kind=Kind.PACKING_LIST, rates=rates(), now=now)
    assert again.corrects_id == papers["packing_list"].pk and again.sequence == 2
    with pytest.raises(PaperNotPossible):
        operations.issue_paper(actor=actor, order=order, kind=Kind.INVOICE, rates=rates(), now=now)
    line = Content.from_json(Paper.objects.get(pk=papers["invoice"].pk).content).lines[0]
    part = operations.credit_invoice(actor=actor, order=order, reason="One broke", parts={1: 100}, now=now)
    assert part.total_minor == 100 and part.corrects_id == papers["invoice"].pk
    with pytest.raises(InvalidInput):
        operations.credit_invoice(actor=actor, order=order, reason="More", parts={1: line.total_minor}, now=now)
    assert Paper.objects.filter(kind="credit_note").count() == 1
    assert "One broke" in text_of(draw(part))


def test_a_refund_takes_the_invoice_back_in_full_and_only_once() -> None:
    order = make_packed()
    prepare(order)
    operations.refund_order(actor=actor_for(order.seller), order=order, reason="Sold out", now=timezone.now())
    credited = operations.credit_refunded_order(actor=SYSTEM, order=order, now=timezone.now())
    assert credited is not None and credited.total_minor == order.total_minor
    assert operations.credit_refunded_order(actor=SYSTEM, order=order, now=timezone.now()) is None
    assert Content.from_json(Paper.objects.get(pk=credited.pk).content).corrects.number.startswith("INV-")


def test_numbers_have_no_gap_when_32_papers_are_issued_at_once_and_some_fail() -> None:
    """The control counts without the lock and shows that the race is real."""
    seller = make_ready_seller()
    listing = make_listing(seller, stock=5000)
    orders = [make_funded_order(listing=listing) for _ in range(4)]
    for order in orders:
        operations.save_packing(actor=actor_for(seller), order=order, packages=BOXES, now=timezone.now())
        prepare(order)
    actor, table = actor_for(seller), rates()
    taken: list[int] = []

    def naive() -> None:
        last = Paper.objects.filter(kind="packing_list").count()
        barrier.wait()
        taken.append(last + 1)

    def issue(place: int) -> None:
        order = orders[place % 4]
        barrier.wait()
        if place % 8 == 7:
            with pytest.raises(RuntimeError), transaction.atomic():
                operations.issue_paper.__wrapped__(
                    actor=actor, order=order, kind=Kind.PACKING_LIST, rates=table, now=timezone.now()
                )
                raise RuntimeError("the printer of this thread burnt down")
        else:
            operations.issue_paper(actor=actor, order=order, kind=Kind.PACKING_LIST, rates=table, now=timezone.now())

    barrier = threading.Barrier(8)
    _run([threading.Thread(target=_closing(naive)) for _ in range(8)])
    assert len(set(taken)) == 1, "without the lock, eight threads take the same number"
    barrier = threading.Barrier(32)
    _run([threading.Thread(target=_closing(issue), args=(place,)) for place in range(32)])
    numbers = sorted(Paper.objects.filter(kind="packing_list").values_list("sequence", flat=True))
    assert numbers == list(range(1, 4 + 28 + 1))
    assert PaperSeries.objects.get(kind="packing_list").next_number == 33


def _closing(run: Any) -> Any:
    def inner(*words: Any) -> None:
        try:
            run(*words)
        finally:
            connection.close()

    return inner


def _run(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


ATTACKS = [
    "UPDATE orders_paper SET total_minor = total_minor + 1",
    "UPDATE orders_paper SET content = '{}'",
    "UPDATE orders_paper SET number = 'INV-2026-99999'",
    "UPDATE orders_paper SET issued_date = issued_date - 1",
    "UPDATE orders_paper SET corrects_id = id",
    "DELETE FROM orders_paper",
    "TRUNCATE orders_paper CASCADE",
    "UPDATE orders_paperfile SET data = ''",
    "DELETE FROM orders_paperfile",
    "TRUNCATE orders_paperfile",
    "UPDATE orders_paperseries SET next_number = next_number + 1",
    "UPDATE orders_paperseries SET next_number = 1",
    "UPDATE orders_paperseries SET next_number = next_number + 5",
    "UPDATE orders_paperseries SET prefix = 'X'",
    "DELETE FROM orders_paperseries",
    "TRUNCATE orders_paperseries CASCADE",
    "INSERT INTO orders_paperseries (organisation_id, kind, year, prefix, next_number) "
    "SELECT organisation_id, kind, 2031, prefix, 7 FROM orders_paperseries",
    "INSERT INTO orders_paper (public_id, order_id, organisation_id, series_id, sequence, kind, number, issued_date, "
    "issued_at, total_minor, currency, content, content_hash, rule_version, state, attempts, problem) SELECT 'ppr_x', "
    "order_id, organisation_id, series_id, 9, kind, 'INV-9', issued_date, issued_at, 1, 'EUR', '{}', '', '', "
    "'pending', 0, '' FROM orders_paper WHERE kind = 'invoice'",
]


def test_nothing_issued_can_be_changed_by_whatever_sql() -> None:
    order = make_packed()
    for paper in prepare(order):
        draw(paper)
    before = (list(Paper.objects.values()), list(PaperSeries.objects.values()), PaperFile.objects.count())
    for role in ("origin", "replica"):
        for statement in ATTACKS:
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL session_replication_role = {role}")
                cursor.execute(statement)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    after = (list(Paper.objects.values()), list(PaperSeries.objects.values()), PaperFile.objects.count())
    assert before == after
    # What the guards leave open: how far the drawing is.
    assert Paper.objects.update(state="pending", attempts=0) == 3


def test_a_failed_drawing_says_why_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    order = make_packed()
    invoice = next(paper for paper in prepare(order) if paper.kind == "invoice")
    module = __import__("orders.operations.render_paper", fromlist=["draw"])
    with monkeypatch.context() as broken:
        broken.setattr("orders.paper_queries.current_papers", lambda _order: {})
        broken.setitem(operations.render_paper.__globals__, "draw", lambda _paper: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            draw(invoice)
    assert module is not None
    failed = Paper.objects.get(pk=invoice.pk)
    assert (failed.state, failed.attempts) == ("failed", 1) and "ZeroDivisionError" in failed.problem
    ready = draw(invoice)
    assert (ready.state, ready.problem) == ("ready", "")


def test_only_the_two_sides_see_papers_and_only_the_seller_issues() -> None:
    order = make_packed()
    invoice = draw(next(paper for paper in prepare(order) if paper.kind == "invoice"))
    stranger = make_ready_seller("Somebody Else SpA")
    with pytest.raises(NotFound):
        paper_queries.paper_of(actor_for(stranger), invoice.public_id)
    for actor in (actor_for(order.organisation), actor_for(order.seller, role="viewer")):
        with pytest.raises(NotAllowed):
            prepare(order, actor)
    url, client = f"/papers/{invoice.public_id}/pdf/", Client()
    assert client.get(url).status_code in (302, 401)
    sign_in(client, actor_for(stranger).user, stranger)
    assert client.get(url).status_code == 404
    assert client.get(f"/orders/{order.public_id}/papers/all.zip").status_code == 404
    sign_in(client, actor_for(order.organisation).user, order.organisation)
    answer = client.get(url)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/orders/{order.public_id}/papers/all.zip").content))
    assert f"{order.number}-{invoice.number}.pdf" in archive.namelist()
    assert client.post(f"/orders/{order.public_id}/papers/prepare/").status_code == 404


def test_anybody_can_check_a_paper_without_seeing_amounts_or_the_buyer() -> None:
    order = make_packed()
    invoice = draw(next(paper for paper in prepare(order) if paper.kind == "invoice"))
    url = f"/papers/verify/{invoice.public_id}/"
    page = Client().get(url).content.decode()
    assert invoice.number in page and "Puerto Claro" in page
    assert order.organisation.name not in page and str(order.total.amount) not in page
    assert "does not match" in Client().get(url + "?code=0000-0000-0000-0000").content.decode()
    data = bytes(paper_queries.file_of(invoice, "pdf").data)
    same, other = io.BytesIO(data), io.BytesIO(data + b" ")
    same.name = other.name = "invoice.pdf"
    assert "It is the same file" in Client().post(url, {"copy": same}).content.decode()
    assert "It is not the same file" in Client().post(url, {"copy": other}).content.decode()
    assert Client().get("/papers/verify/ppr_0000000000000000/").status_code == 404


def test_shipping_and_pages_lead_through_the_papers() -> None:
    order = make_packed()
    client = Client()
    sign_in(client, actor_for(order.seller).user, order.seller)
    page = client.get(f"/orders/{order.public_id}/papers/").content.decode()
    assert "Prepare papers" in page and "Everything is filled in" in page
    packing = client.get(f"/orders/{order.public_id}/papers/packing/")
    assert packing.status_code == 200 and b"ISPM 15" in packing.content
    assert client.post(f"/orders/{order.public_id}/papers/prepare/").status_code == 302
    panel = client.get(f"/orders/{order.public_id}/papers/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in panel and "Being drawn" in panel
    for paper in Paper.objects.all():
        draw(paper)
    panel = client.get(f"/orders/{order.public_id}/papers/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in panel and "Factur-X" in panel
    shipped = make_shipped_order(listing=make_listing(make_ready_seller("Third SpA")))
    assert shipped.shipped_at is not None and shipped.shipped_at - timezone.now() < timedelta(seconds=1)


def test_papers_over_the_api() -> None:
    order = make_packed()
    client = Client()
    sign_in(client, actor_for(order.seller).user, order.seller)
    answer = client.post(f"/api/v1/orders/{order.public_id}/papers", {}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    invoice = next(row for row in answer.json()["papers"] if row["kind"] == "invoice")
    assert invoice["state"] == "pending" and invoice["total"] == str(order.total.amount)
    draw(Paper.objects.get(public_id=invoice["id"]))
    file = client.get(f"/api/v1/papers/{invoice['id']}/files/ubl")
    assert file.status_code == 200 and b"<cbc:ID>INV-" in file.content
    body = {"reason": "Agreed", "lines": [{"position": 1, "amount": "1.00"}]}
    answer = client.post(f"/api/v1/orders/{order.public_id}/credit-notes", body, content_type="application/json")
    assert answer.status_code == 201 and answer.json()["papers"][-1]["corrects"] == invoice["number"]
    packing = {"packages": [{"kind": "PX", "count": 1, "gross_weight_g": 90000}]}
    answer = client.put(f"/api/v1/orders/{order.public_id}/packing", packing, content_type="application/json")
    assert answer.status_code == 200 and answer.json()["packages"][0]["kind"] == "PX"


def test_an_authoritys_paper_is_asked_for_and_goods_stay_until_it_is_entered() -> None:
    """Ceramic tableware from Chile to Germany travels with a declaration for food contact."""
    order = make_packed()
    asked = required_papers(facts_of(order), on=timezone.now().date())
    assert [paper.kind for paper in asked if paper.is_missing] == ["food_contact"]
    assert asked[0].source and "lead" in str(asked[0].how)
    ship = {"carrier": "DHL", "tracking_number": "JD014600", "expected_date": timezone.now().date()}
    seller = {"actor": actor_for(order.seller), "order": order, "now": timezone.now()}
    with pytest.raises(PapersMissing) as refusal:
        operations.ship_order(**seller, **ship)
    assert "food contact" in refusal.value.detail and not order.shipments.exists()
    for bad in ({"number": ""}, {"kind": "cites_export"}, {"copy": b"MZ\x90 not a paper"}, {"issued_date": "9999"}):
        given = {"kind": "food_contact", "number": "LAB 7", "issued_date": timezone.now().date()} | bad
        if bad.get("issued_date"):
            given["issued_date"] = timezone.now().date() + timedelta(days=2)
        with pytest.raises(InvalidInput):
            operations.keep_authority_paper(**seller, **given)
    good = {"kind": "food_contact", "number": "LAB 7", "issued_date": timezone.now().date()}
    kept = operations.keep_authority_paper(**seller, **good, copy=b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF")
    assert kept.file_type == "application/pdf"
    client = Client()
    sign_in(client, actor_for(order.organisation).user, order.organisation)
    copy = client.get(f"/orders/{order.public_id}/papers/authority/food_contact/?copy=1")
    assert copy.headers["Content-Disposition"].startswith("attachment") and copy.content.startswith(b"%PDF")
    assert operations.ship_order(**seller, **ship).shipped_at is not None
