"""Take your data with you: what is in the archive, whose it is, who may have it and how long."""

import csv
import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import data_export, operations
from accounts.data_export import BATCH, Table, rows_of, write_archive
from accounts.models import DataExport, Notification, Organisation
from accounts.operations import export_data
from accounts.tasks import tend_exports
from buyers.operations import start_conversation
from marketplace.kernel.private_files import keep_private, open_private, private_storage
from marketplace.kernel.refusals import NotAllowed
from orders.operations import review_order
from sellers.models import Listing
from tests.accounts.factories import actor_for, make_member, make_organisation, platform_actor, sign_in
from tests.orders.factories import make_accepted_order, make_buyer
from tests.sellers.factories import make_evidence, make_listing, make_picture, make_seller

pytestmark = pytest.mark.django_db(transaction=True)


def ready(organisation: Organisation) -> DataExport:
    export = operations.request_export(actor=actor_for(organisation), now=timezone.now())
    assert operations.write_export(export_id=export.pk)
    export.refresh_from_db()
    return export


def opened(export: DataExport) -> zipfile.ZipFile:
    with open_private(export.file) as file:
        return zipfile.ZipFile(BytesIO(file.read()))


def lines(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read(f"{name}.jsonl").splitlines()]


def sheet(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))


def test_the_archive_holds_everything_of_one_organisation_and_nothing_of_another(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    seller, stranger, buyer = make_seller(), make_seller(), make_buyer()
    listing = make_listing(seller, title='=HYPERLINK("x")', stock=500, price="12.50")
    make_listing(stranger, title="Somebody else's bowl")
    picture = make_picture(listing)
    default_storage.save(f"{picture.file}-960.webp", ContentFile(b"RIFFpicture"))
    make_picture(listing)
    scan = keep_private(b"%PDF-scan", folder="evidence", extension="pdf")
    claim = make_evidence(organisation=seller, document="iso_9001", file=scan)
    order = make_accepted_order(buyer=buyer, listing=listing)
    now = timezone.now()
    review_order(
        actor=actor_for(buyer), order=order, listing=listing.public_id, rating=5, text="As promised.", language="en",
        now=now,
    )  # fmt: skip
    start_conversation(actor=actor_for(buyer), listing=listing, body="Do you ship in May?", now=now)
    operations.place_hold(
        actor=platform_actor(), organisation_id=seller.pk, stops="payouts", code="money", reason="A question.",
        ground="Terms", ends_at=now + timedelta(days=3), now=now,
    )  # fmt: skip

    archive = opened(ready(seller))
    assert archive.testzip() is None
    assert lines(archive, "catalogue/listings")[0]["title"] == '=HYPERLINK("x")'
    assert sheet(archive, "catalogue/listings")[0]["title"] == '\'=HYPERLINK("x")'
    assert lines(archive, "catalogue/prices")[0]["unit_price"].startswith("12.5")
    assert archive.read(f"pictures/{listing.public_id}/{picture.public_id}.webp") == b"RIFFpicture"
    assert len([name for name in archive.namelist() if name.startswith("pictures/")]) == 1
    assert archive.read(f"evidence/scans/{claim.public_id}.pdf") == b"%PDF-scan"
    sale = lines(archive, "orders/sales")[0]
    assert sale["number"] == order.number and "." in sale["net"]
    assert sheet(archive, "orders/sales")[0]["number"] == order.number
    assert lines(archive, "orders/reviews")[0]["text"] == "As promised."
    assert lines(archive, "messages/messages")[0]["text"] == "Do you ship in May?"
    assert lines(archive, "money/statement")
    assert lines(archive, "organisation/holds")[0]["reason"] == "A question."
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Somebody else" not in everything and stranger.name.encode() not in everything
    readme = archive.read("README.txt").decode()
    assert all(part.name in readme for part in data_export.parts())

    theirs = opened(ready(buyer))
    assert lines(theirs, "orders/purchases")[0]["number"] == order.number and not lines(theirs, "orders/sales")
    assert b"commission" not in theirs.read("orders/purchases.csv") and not lines(theirs, "catalogue/listings")


def test_asking_twice_is_asking_once_and_only_owners_ask() -> None:
    seller = make_seller()
    owner = actor_for(seller)
    first = operations.request_export(actor=owner, now=timezone.now())
    assert operations.request_export(actor=owner, now=timezone.now()) == first
    for role in ("manager", "finance", "viewer"):
        with pytest.raises(NotAllowed):
            operations.request_export(actor=actor_for(seller, role), now=timezone.now())
    assert DataExport.objects.count() == 1


def test_a_suspended_organisation_takes_its_data(client: Client) -> None:
    seller = make_seller()
    make_member(seller)
    now = timezone.now()
    operations.place_hold(
        actor=platform_actor(), organisation_id=seller.pk, stops="everything", code="other", reason="A question.",
        ground="Terms", ends_at=now + timedelta(days=3), now=now,
    )  # fmt: skip
    sign_in(client, seller.memberships.get().user, seller)
    assert client.post(reverse("accounts:exports")).status_code == 302
    assert "Putting your data together" in client.get(reverse("accounts:exports")).content.decode()
    export = DataExport.objects.get()
    assert client.get(reverse("accounts:export_file", args=[export.public_id])).status_code == 404
    operations.write_export(export_id=export.pk)
    answer = client.get(reverse("accounts:export_file", args=[export.public_id]))
    assert answer["Content-Type"] == "application/zip" and "attachment" in answer["Content-Disposition"]
    assert zipfile.ZipFile(BytesIO(b"".join(answer))).testzip() is None  # type: ignore[call-overload]
    assert client.get(f"/api/v1/data-exports/{export.public_id}").json()["state"] == "ready"
    assert client.get(f"/api/v1/data-exports/{export.public_id}/file").status_code == 200


def test_nobody_else_may_have_it(client: Client) -> None:
    seller, other = make_seller(), make_organisation()
    export = ready(seller)
    for person, firm in ((make_member(other), other), (make_member(seller, "manager"), seller)):
        sign_in(client, person, firm)
        for url in (
            reverse("accounts:export_file", args=[export.public_id]),
            f"/api/v1/data-exports/{export.public_id}/file",
        ):
            assert client.get(url).status_code in (403, 404), url


def test_the_archive_is_told_of_and_deleted_after_its_days() -> None:
    seller = make_seller()
    owner = make_member(seller)
    export = ready(seller)
    assert Notification.objects.get(user=owner).kind == "export_ready"
    assert export.expires_at is not None
    assert not operations.expire_export(export_id=export.pk, now=export.expires_at - timedelta(seconds=1))
    assert not export.may_be_fetched(export.expires_at)
    name = export.file
    assert private_storage().exists(name)
    DataExport.objects.update(expires_at=timezone.now())
    assert tend_exports() == 1
    export.refresh_from_db()
    assert (export.state, export.file) == ("expired", "") and not private_storage().exists(name)


def test_an_archive_whose_worker_is_gone_is_begun_anew_and_the_old_one_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    seller = make_seller()
    make_listing(seller)
    export = operations.request_export(actor=actor_for(seller), now=timezone.now())
    inner: list[bool] = []

    def slow(target: Any, organisation_id: int, *, tick: Any) -> int:
        if not inner:
            # While the first is silent too long, a second takes over and is done.
            inner.append(True)
            DataExport.objects.update(alive_at=timezone.now() - DataExport.SILENCE - timedelta(seconds=1))
            assert operations.write_export(export_id=export.pk)
        return write_archive(target, organisation_id, tick=tick)

    monkeypatch.setattr(export_data, "write_archive", slow)
    assert not operations.write_export(export_id=export.pk)
    export.refresh_from_db()
    assert (export.state, export.tries) == ("ready", 2)
    assert not operations.write_export(export_id=export.pk), "what is ready is not written again"


def test_after_three_failures_it_is_told_and_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    seller = make_seller()
    owner = make_member(seller)
    export = operations.request_export(actor=actor_for(seller), now=timezone.now())

    def broken(*_args: Any, **_kwargs: Any) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(export_data, "write_archive", broken)
    for _try in range(DataExport.MOST_TRIES):
        with pytest.raises(OSError):
            operations.write_export(export_id=export.pk)
    export.refresh_from_db()
    assert (export.state, export.file) == ("failed", "")
    assert Notification.objects.get(user=owner).kind == "export_failed"
    # A new one may be asked for.
    assert operations.request_export(actor=actor_for(seller), now=timezone.now()).pk != export.pk


def test_rows_come_in_batches_by_key(django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seller = make_seller()
    for _number in range(5):
        make_listing(seller)
    monkeypatch.setattr(data_export, "BATCH", 2)
    with django_assert_num_queries(4):
        rows = list(rows_of(Listing.objects.filter(organisation=seller), {"id": "public_id"}))
    assert len({row["id"] for row in rows}) == 5


def test_progress_is_said_along_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    many = Table("many", "Many", ["n"], lambda _pk: ({"n": n} for n in range(BATCH * 2 + 1)))
    monkeypatch.setattr(data_export, "_parts", {"many": many})
    said: list[tuple[int, int]] = []
    assert write_archive(BytesIO(), 1, tick=lambda done, rows: said.append((done, rows))) == BATCH * 2 + 1
    assert said == [(0, BATCH), (0, BATCH * 2), (1, BATCH * 2 + 1)]
