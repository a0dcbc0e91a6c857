"""Catalogues that come in as files."""

import os
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from sellers import operations, queries
from sellers.bulk import working
from sellers.bulk.exporting import write_export
from sellers.bulk.template_file import template_bytes
from sellers.imports.downloading import NotFetched, fetch_picture
from sellers.models import CatalogueImport, Listing, ListingChange, ListingEdit, StockHold, Variant
from sellers.operations import fetch_import_picture as fetching
from sellers.operations import import_batch as steps
from sellers.tasks import work_on_import
from sellers.tasks import write_catalogue as write_task
from tests.accounts.factories import actor_for, make_member, sign_in
from tests.sellers.factories import make_category, make_listing, make_seller
from tests.sellers.files import picture_bytes
from tests.sellers.importing import begin, check, counts, finish, imported, reasons, row, start, table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _private_files(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }
    make_category("ceramics-test")


def test_an_import_is_checked_confirmed_and_done_and_the_same_file_changes_nothing() -> None:
    seller = make_seller()
    file = table(row(1), row(2, price="0"), row(3, stock=7), row(1, title="Once more"))
    job = check(seller, begin(seller, file))
    assert (job.state, job.rows_total, job.rows_done) == ("checked", 4, 4)
    assert counts(job) == (2, 0, 0, 2)
    # Nothing is written before somebody says yes.
    assert not Listing.objects.exists()
    assert reasons(job) == [
        (3, "price", "Enter a price above zero."),
        (5, "sku", "This SKU stands on row 2 already. Each SKU stands once in a file."),
    ]
    job = start(seller, job)
    assert (job.state, counts(job)) == ("done", (2, 0, 0, 2))
    bowl = Listing.objects.get(title="Stoneware bowl 3")
    variant = bowl.variants.get()
    assert (bowl.status, bowl.category.slug, bowl.moq, bowl.weight_g) == ("draft", "ceramics-test", 2, 800)
    assert (bowl.currency, bowl.origin_country, bowl.slug) == ("EUR", "IT", "stoneware-bowl-3")
    assert (variant.sku, variant.stock_available, variant.is_default, variant.tracks_stock) == ("BW-3", 7, True, True)
    assert list(variant.tiers.values_list("min_quantity", "unit_price")) == [(1, Decimal("12.5000"))]
    before = list(Listing.objects.order_by("pk").values()), list(Variant.objects.order_by("pk").values())
    again = imported(seller, file)
    assert counts(again) == (0, 0, 2, 2)
    assert before == (list(Listing.objects.order_by("pk").values()), list(Variant.objects.order_by("pk").values()))


def test_changes_to_what_is_on_sale_follow_the_rules_of_the_editor() -> None:
    seller = make_seller()
    live = make_listing(seller, price="10.00", stock=5, picture=True)
    live.variants.update(sku="BW-1")
    fed = ListingChange.objects.count()
    job = imported(seller, table(row(1, title="Another title", description=live.description, price="9.00", stock=80)))
    assert counts(job) == (0, 1, 0, 0)
    live.refresh_from_db()
    revision = live.revisions.get()
    # Price and stock hold at once; what it says waits for approval while the old title stays on sale.
    assert live.title != "Another title" and revision.content["title"] == "Another title"
    assert live.variants.get().stock_available == 80
    assert live.tiers.get().unit_price == Decimal("9")
    assert ListingChange.objects.count() == fed + 1
    assert live.version == 2
    again = imported(seller, table(row(1, title="Another title", description=live.description, price="9.00", stock=80)))
    assert counts(again) == (0, 0, 1, 0)


def test_what_cannot_change_is_refused_at_its_row_and_the_others_go_in() -> None:
    seller = make_seller()
    waiting = make_listing(seller, status="in_review")
    waiting.variants.update(sku="BW-1")
    live = make_listing(seller)
    live.variants.update(sku="BW-2")
    header = "sku,title,currency,price"
    job = imported(seller, table("BW-1,New words,EUR,5", "BW-2,Bowl,USD,5", "BW-3,A new bowl,USD,5", header=header))
    assert counts(job) == (1, 0, 0, 2)
    assert [(number, column) for number, column, _reason in reasons(job)] == [(2, ""), (3, "currency")]
    assert live.revisions.count() == 0 and Listing.objects.get(title="A new bowl").currency == "USD"


def test_a_state_is_one_of_those_that_are_known() -> None:
    assert set(CatalogueImport.AT_WORK) <= set(CatalogueImport.State.values)


SHOPIFY = (
    "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,"
    "Variant Inventory Qty,Variant Price,Image Src"
)


def test_rows_of_one_handle_become_one_listing_with_its_variants() -> None:
    seller = make_seller()
    file = table(
        'shirt,Linen shirt,"<p>Woven &amp; sewn<br>by hand</p>",Colour,Blue,Size,M,SH-BM,300,4,50,https://example.com/a.jpg',
        "shirt,,,,Blue,,L,SH-BL,320,2,52,",
        "shirt,,,,White,,M,SH-WM,300,1,50,https://example.com/b.jpg",
        "shirt,,,,,,,,,,,https://example.com/c.jpg",
        "bowl,Bowl,x,Title,Default Title,,,BW-1,800,9,12,",
        header=SHOPIFY,
    )
    job = begin(seller, file)
    job = start(seller, check(seller, job))
    assert counts(job) == (5, 0, 0, 0), reasons(job)
    shirt, bowl = Listing.objects.get(external_id="shirt"), Listing.objects.get(external_id="bowl")
    assert [option["name"] for option in shirt.options] == ["Colour", "Size"] and bowl.options == []
    assert shirt.description == "Woven & sewn\nby hand"
    variants = {each.sku: each for each in shirt.variants.all()}
    assert variants["SH-BL"].options == {"Colour": "Blue", "Size": "L"} and variants["SH-BL"].label == "Blue / L"
    assert (variants["SH-BL"].stock_available, variants["SH-BL"].has_own_tiers) == (2, True)
    assert (variants["SH-WM"].has_own_tiers, variants["SH-BM"].is_default) == (False, True)
    assert str(variants["SH-BL"].tiers.get().unit_price) == "52.0000"
    again = imported(seller, file)
    assert counts(again) == (0, 0, 5, 0)
    more = imported(seller, file.replace(b"SH-BL,320,2,52", b"SH-BL,320,8,52"))
    assert counts(more)[:3] == (0, 4, 1)
    assert Variant.objects.get(sku="SH-BL").stock_available == 8


def test_a_worker_that_dies_leaves_no_row_out_and_writes_none_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    seller = make_seller()
    monkeypatch.setattr(working, "BATCH", 10)
    job = check(seller, begin(seller, table(*(row(number) for number in range(35)))))
    done: list[int] = []
    write = steps.import_batch

    def dies(**given: Any) -> bool:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(given["after"])
        return write(**given)

    monkeypatch.setattr(steps, "import_batch", dies)
    with pytest.raises(KeyboardInterrupt):
        start(seller, job)
    job.refresh_from_db()
    assert (job.state, job.rows_done, Listing.objects.count()) == ("running", 20, 20)
    monkeypatch.setattr(steps, "import_batch", write)
    # The batch that the dead worker had in hand comes late, from its redelivered task: it is not done again.
    with pytest.raises(steps.NotItsTurn):
        write(
            import_id=job.pk, pass_number=job.pass_number, after=done[-1], products=[], reader=None, language="en",
            now=timezone.now(),
        )  # type: ignore[arg-type]  # fmt: skip
    job = finish(job)
    assert (job.state, job.rows_done, counts(job)) == ("done", 35, (35, 0, 0, 0))
    assert Listing.objects.count() == 35 == Variant.objects.values("sku").distinct().count()


def test_an_import_is_stopped_between_batches_and_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    seller = make_seller()
    actor = actor_for(seller)
    monkeypatch.setattr(working, "BATCH", 10)
    job = check(seller, begin(seller, table(*(row(number) for number in range(30)))))
    write, done = steps.import_batch, []

    def stops(**given: Any) -> bool:
        if len(done) == 1:
            operations.cancel_import(actor=actor, job=job, now=timezone.now())
        done.append(1)
        return write(**given)

    monkeypatch.setattr(steps, "import_batch", stops)
    stopped = start(seller, job)
    assert (stopped.state, stopped.rows_done, Listing.objects.count()) == ("stopped", 10, 10)
    monkeypatch.setattr(steps, "import_batch", write)
    job = finish(operations.resume_import(actor=actor, job=stopped, now=timezone.now()))
    assert (job.state, Listing.objects.count()) == ("done", 30)


def test_the_last_import_is_undone_and_what_was_ordered_or_changed_since_stays() -> None:
    seller = make_seller()
    actor, now = actor_for(seller), timezone.now()
    live = make_listing(seller, price="10.00", stock=5, picture=True)
    live.variants.update(sku="BW-1")
    sold = make_listing(seller, price="10.00", stock=5, picture=True)
    sold.variants.update(sku="BW-2")
    cells = {"title": live.title, "description": live.description, "price": "9.00"}
    job = imported(seller, table(row(1, **cells), row(2, **{**cells, "title": sold.title}), row(3), row(4)))
    assert counts(job) == (2, 2, 0, 0)
    StockHold.objects.create(
        variant=sold.variants.get(),
        listing=sold,
        quantity=1,
        reference="ord_1",
        expires_at=now,
        created_at=timezone.now(),
    )
    touched = Listing.objects.get(variants__sku="BW-4")
    operations.edit_listing(actor=actor, listing=touched, content={"title": "My own words"}, now=now)
    job = finish(operations.undo_import(actor=actor, job=job, now=timezone.now()))
    assert (job.state, job.later_failed) == ("undone", 2)
    live.refresh_from_db()
    assert (live.tiers.get().unit_price, live.variants.get().stock_available, live.moq) == (Decimal("10"), 5, 1)
    assert not live.revisions.exclude(state="discarded").exists()
    assert sold.tiers.get().unit_price == Decimal("9")
    assert not Listing.objects.filter(variants__sku="BW-3").exists()
    assert Listing.objects.filter(pk=touched.pk, title="My own words").exists()
    assert {number for number, _column, _reason in reasons(job)} == {3, 5}
    # Who changed what stays told: the import, and that it was taken back.
    assert list(live.edits.order_by("pk").values_list("what", flat=True))[-2:] == ["imported", "undone"]
    assert sold.edits.latest("pk").what == "imported"


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_an_export_imported_again_changes_nothing(form: str, tmp_path: Any) -> None:
    seller = make_seller()
    odd = make_listing(seller, title='=Bowl, "round"', attributes={"Colour": "blue"}, tiers=[(1, "10.5"), (50, "9")])
    odd.variants.update(sku="+1")
    make_listing(seller, kind="service", status="draft", unit="hour", hs_code="", weight_g=None)
    make_listing(seller, kind="perishable_lot", status="draft")
    imported(
        seller,
        table("shirt,Shirt,x,Colour,Blue,,,SH-B,300,4,50,", "shirt,,,,White,,,SH-W,310,1,55,", header=SHOPIFY),
    )
    path = tmp_path / f"catalogue.{form}"
    rows = write_export(path, form, seller.pk)
    assert rows == 5
    if form == "csv":
        assert "'=Bowl" in path.read_text() and "\n=" not in path.read_text()
    job = imported(seller, path.read_bytes(), path.name)
    assert counts(job) == (0, 0, 5, 0), (reasons(job), job.examples)


def test_pictures_come_from_the_public_internet_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for address, resolved, words in (
        ("http://example.com/a.jpg", ["93.184.216.34"], "https://"),
        ("https://user:word@example.com/a.jpg", ["93.184.216.34"], "plain address"),
        ("https://example.com:8443/a.jpg", ["93.184.216.34"], "plain address"),
        ("ftp://example.com/a.jpg", [], "https://"),
        ("https://127.0.0.1/a.jpg", ["127.0.0.1"], "public internet"),
        ("https://2130706433/a.jpg", ["127.0.0.1"], "public internet"),
        ("https://metadata/a.jpg", ["169.254.169.254"], "public internet"),
        ("https://inside.example/a.jpg", ["10.0.0.7"], "public internet"),
        ("https://rebound.example/a.jpg", ["93.184.216.34", "192.168.1.1"], "public internet"),
        ("https://six.example/a.jpg", ["::1"], "public internet"),
        ("https://mapped.example/a.jpg", ["::ffff:10.0.0.1"], "public internet"),
        ("https://nat.example/a.jpg", ["64:ff9b::a00:1"], "public internet"),
        ("https://multi.example/a.jpg", ["224.0.0.1"], "public internet"),
        ("https://[::1]/a.jpg", ["::1"], "public internet"),
        ("https:///a.jpg", [], "plain address"),
    ):
        with pytest.raises(NotFetched) as refused:
            fetch_picture(address, most_bytes=1000, resolve=lambda host, port, found=resolved: found)
        assert words in str(refused.value), address


def test_pictures_are_fetched_after_the_rows_and_failures_are_told(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    seller = make_seller()
    asked: list[str] = []

    def answer(address: str, **limits: Any) -> BytesIO:
        asked.append(address)
        if "gone" in address:
            raise NotFetched("The address answers with error 404.")
        return BytesIO(picture_bytes() if "good" in address else b"<svg onload=alert(1)>")

    monkeypatch.setattr(fetching, "fetch_picture", answer)
    file = table(
        "A,Bowl,https://example.com/good.jpg https://example.com/gone.jpg",
        "B,Plate,https://example.com/bad.svg",
        header="sku,title,image",
    )
    job = imported(seller, file)
    assert (job.state, counts(job), len(asked)) == ("done", (2, 0, 0, 0), 3)
    assert Listing.objects.get(title="Bowl").pictures.count() == 1
    assert [picture.row for picture in queries.failed_pictures_of(job)] == [2, 3]
    imported(seller, file)
    assert len(asked) == 3


def test_complete_listings_are_sent_for_review_on_wish(settings: Any, tmp_path: Any) -> None:
    seller = make_seller()
    job = check(seller, begin(seller, table("A,One,50", header="sku,title,price")))
    job = start(seller, job, wants_review=True)
    assert (job.state, job.later_failed) == ("done", 1)
    assert Listing.objects.get().status == "draft"


def test_the_pages_lead_from_the_file_to_the_catalogue(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_on_import, "delay", lambda pk: None)
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    upload = SimpleUploadedFile("mine.csv", table(row(1), row(2, price=0), row(3, category="Nonsense")))
    answer = client.post("/sell/imports/", {"file": upload})
    job = CatalogueImport.objects.get()
    assert answer.headers["Location"] == f"/sell/imports/{job.public_id}/"
    page = client.get(f"/sell/imports/{job.public_id}/").content.decode()
    assert "Stoneware bowl 1" in page and "Enter a price above zero." in page and "Nonsense" in page
    sent = {f"to_{at}": job.mapping["columns"].get(name, {}).get("to", "") for at, name in enumerate(job.header)}
    sent |= {"rest": "ignore", "decimal": ".", "category_word_0": "Nonsense", "category_0": "ceramics-test"}
    bad = client.post(f"/sell/imports/{job.public_id}/", {**sent, "to_1": "sku"})
    assert bad.status_code == 422 and "is this field already" in bad.content.decode()
    assert client.post(f"/sell/imports/{job.public_id}/", sent).status_code == 302
    assert "counting the rows" in client.get(f"/sell/imports/{job.public_id}/").content.decode()
    job = finish(job)
    assert (job.state, counts(job)) == ("checked", (2, 0, 0, 1))
    page = client.get(f"/sell/imports/{job.public_id}/").content.decode()
    assert "Import now" in page and "Enter a price above zero." in page
    report = b"".join(client.get(f"/sell/imports/{job.public_id}/report/").streaming_content).decode()  # type: ignore[attr-defined]
    assert report.splitlines()[1].startswith("BW-2,Stoneware bowl 2") and "Enter a price above zero." in report
    client.post(f"/sell/imports/{job.public_id}/start/")
    job = finish(job)
    assert job.state == "done" and Listing.objects.count() == 2
    # The same header again: what was said of its columns and words is remembered.
    again = begin(seller, table(row(4, category="Nonsense")))
    assert again.mapping["categories"] == {"Nonsense": "ceramics-test"}
    assert client.get("/sell/imports/").status_code == 200
    assert client.get("/sell/imports/templates/file/?category=ceramics-test&format=csv").status_code == 200


def test_a_file_that_was_taken_the_wrong_way_is_read_again(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    content = "sku;title;price\nA;Кружка;12\n".encode("cp1251")
    job = begin(seller, content, encoding="cp1252", delimiter=",")
    assert job.header != ["sku", "title", "price"]
    url = f"/sell/imports/{job.public_id}/"
    assert "Do letters or columns look wrong?" in client.get(url).content.decode()
    client.post(f"{url}read-again/", {"encoding": "cp1251", "delimiter": ";"})
    page = client.get(url).content.decode()
    assert "Кружка" in page and "Read again" in page
    job.refresh_from_db()
    assert (job.header, job.format["encoding"]) == (["sku", "title", "price"], "cp1251")
    client.post(f"{url}read-again/", {"encoding": "klingon"})
    assert "Choose an encoding from the list." in client.get(url).content.decode()
    # Over the API; and what is at work or done stays as it was read.
    api = f"/api/v1/imports/{job.public_id}/read-again"
    again = client.post(api, {"delimiter": ","}, content_type="application/json")
    assert again.status_code == 200 and again.json()["format"]["delimiter"] == ","
    assert client.post(api, {"delimiter": "x"}, content_type="application/json").status_code == 422
    CatalogueImport.objects.update(state="running", confirmed_at=timezone.now())
    assert client.post(api, {}, content_type="application/json").status_code == 409


def test_a_template_is_read_back_as_it_is() -> None:
    seller = make_seller()
    for form in ("csv", "xlsx"):
        job = check(seller, begin(seller, template_bytes(None, form), f"template.{form}"))
        assert (job.state, counts(job)) == ("checked", (2, 0, 0, 0)), reasons(job)


def test_programs_import_and_export_over_the_api(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_on_import, "delay", lambda pk: None)
    monkeypatch.setattr(write_task, "delay", lambda pk: operations.write_catalogue(export_id=pk))
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    answer = client.post("/api/v1/imports/", {"file": SimpleUploadedFile("a.csv", table(row(1), row(2, price=0)))})
    assert answer.status_code == 201, answer.content
    url = answer.headers["Location"]
    mapping = answer.json()["mapping"]
    wrong = client.put(f"{url}/mapping", {"columns": {"nope": {"to": "title"}}}, content_type="application/json")
    assert wrong.status_code == 422 and "columns.nope" in wrong.json()["errors"]
    assert client.put(f"{url}/mapping", mapping, content_type="application/json").status_code == 202
    assert client.post(f"{url}/start", {}, content_type="application/json").status_code == 409
    finish(CatalogueImport.objects.get())
    assert client.post(f"{url}/start", {}, content_type="application/json").status_code == 202
    finish(CatalogueImport.objects.get())
    found = client.get(url).json()
    assert (found["state"], found["new_count"], found["bad_count"]) == ("done", 1, 1)
    assert client.get(f"{url}/problems").json()["results"][0]["reason"] == "Enter a price above zero."
    # A program need not look first: the same file with another price, checked and written in one pass.
    file = SimpleUploadedFile("b.csv", table(row(1, price="13.00"), row(2, price=0)))
    url = client.post("/api/v1/imports/", {"file": file}).headers["Location"]
    asked = {**mapping, "at_once": True}
    assert client.put(f"{url}/mapping", {**asked, "at_once": "yes"}, content_type="application/json").status_code == 422
    assert client.put(f"{url}/mapping", asked, content_type="application/json").status_code == 202
    finish(CatalogueImport.objects.latest("pk"))
    found = client.get(url).json()
    assert (found["state"], found["changed_count"], found["bad_count"]) == ("done", 1, 1)
    edit = ListingEdit.objects.get(what="imported")
    assert (edit.before["tiers"], edit.after["tiers"]) == ([[1, "12.5"]], [[1, "13"]])
    export = client.post("/api/v1/exports/", {"format": "csv"}, content_type="application/json").json()
    file = client.get(f"/api/v1/exports/{export['id']}/file")
    assert b"BW-1" in b"".join(file.streaming_content)  # type: ignore[attr-defined]


def test_the_command_prints_what_it_did_and_ends_with_what_came_of_it(tmp_path: Any, capsys: Any) -> None:
    seller = make_seller()
    actor_for(seller)
    path, report = tmp_path / "mine.csv", tmp_path / "report.csv"
    path.write_bytes(table("A,Bowl,12", "B,Plate,0", header="Code,Words,Money"))
    call = ["import_catalogue", str(path), "--seller", seller.seller_profile.slug, "--map", "Words=title"]
    with pytest.raises(SystemExit) as ended:
        call_command(*call, "--map", "Money=price_1", "--set", "currency=USD", "--dry-run", "--report", str(report))
    assert ended.value.code == 2 and not Listing.objects.exists()
    assert "Enter a price above zero." in report.read_text()
    with pytest.raises(SystemExit):
        call_command(*call, "--map", "Money=price_1", "--set", "currency=USD")
    said = capsys.readouterr().out
    assert "1 new" in said and "row 3 Money" in said and Listing.objects.get().currency == "USD"
    call_command("export_catalogue", str(tmp_path / "out.jsonl"), "--seller", seller.seller_profile.slug)
    assert "Bowl" in (tmp_path / "out.jsonl").read_text()


CATALOGUES = Path(os.environ.get("CATALOGUE_FILES") or "/nowhere")


@pytest.mark.skipif(not CATALOGUES.is_dir(), reason="CATALOGUE_FILES names no folder of catalogues made by others")
@pytest.mark.parametrize(
    ("name", "changes", "rows"),
    [
        ("shopify_csv/apparel.csv", {}, 22),
        ("shopify_csv/home-and-garden.csv", {}, 21),
        ("shopify_csv/jewelery.csv", {}, 41),
        ("icecat/products.jsonl.gz", {"rest": "attributes"}, 19_406),
        ("openfoodfacts/products.jsonl.gz", {}, 22_811),
    ],
)
def test_catalogues_made_by_others_go_in_and_their_bad_rows_are_told(
    name: str, changes: dict[str, Any], rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "fetch_picture", _nothing)
    seller = make_seller()
    job = begin(seller, (CATALOGUES / name).read_bytes(), name)
    job = check(seller, job, **changes)
    assert job.rows_total == rows
    assert job.new_count + job.bad_count == rows and job.new_count > rows * 0.9
    assert job.problems.filter(is_warning=False).values("row").distinct().count() >= (1 if job.bad_count else 0)


def _nothing(address: str, **limits: Any) -> BytesIO:
    raise NotFetched("not in tests")


def test_the_preview_counts_rows_as_the_check_and_the_spreadsheet_do(client: Client) -> None:
    seller = make_seller()
    sign_in(client, make_member(seller), seller)
    job = begin(seller, table("", row(1), "", row(2, price=0)))
    preview = client.get(f"/sell/imports/{job.public_id}/").context["preview"]
    assert [shown["row"] for shown in preview] == [3, 5]
    assert [number for number, _column, _reason in reasons(check(seller, job))] == [5]
