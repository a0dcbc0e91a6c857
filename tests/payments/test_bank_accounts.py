"""Bank accounts: written as each country writes them, kept sealed, changed only by people who prove who they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Notification, Organisation, Requirement
from accounts.operations import override_requirement
from accounts.requirements import must_meet, standings_of
from marketplace.kernel.models import Event
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound
from payments import queries, tasks
from payments.banks import check_bank_details, same_holder, schemes_of
from payments.models import BankAccount, ConnectedAccount, Payout
from payments.operations import (
    PayoutNotPossible,
    ProofNeeded,
    RequirementsHoldPayout,
    add_bank_account,
    remove_bank_account,
    request_payout,
)
from payments.provider_bank import provider_bank
from payments.sealed import unseal
from tests.accounts.factories import actor_for, make_member, make_organisation, platform_actor, sign_in
from tests.payments.factories import SYSTEM, make_connected_account, make_released_escrow
from tests.payments.test_escrow import at_once

NOW = timezone.now
IBAN = "FR76 3000 6000 0112 3456 7890 189"
GOOD: list[tuple[str, str, dict[str, str], str, bool]] = [
    ("DE", "iban", {"iban": "de89 3704 0044 0532 0130 00"}, "DE89370400440532013000", True),
    ("GB", "gb", {"sort_code": "20-00-00", "account_number": "55779911"}, "55779911", False),
    ("US", "us_ach", {"routing_number": "021000021", "account_number": "000123456789"}, "000123456789", True),
    ("AU", "au", {"bsb": "062-000", "account_number": "12345678"}, "12345678", False),
    ("IN", "in", {"ifsc": "HDFC0000001", "account_number": "50100012345678"}, "50100012345678", False),
    ("MX", "clabe", {"clabe": "032180000118359719"}, "032180000118359719", True),
    ("AR", "cbu", {"cbu": "2850590940090418135201"}, "2850590940090418135201", True),
    ("BR", "br", {"bank_code": "001", "branch": "1234", "account_number": "12345678-9"}, "123456789", False),
    ("BR", "pix", {"pix_key": "ren@sato.example"}, "ren@sato.example", False),
    ("CN", "cn", {"cnaps": "102100099996", "account_number": "6222021234567890123"}, "6222021234567890123", False),
    ("CA", "ca", {"institution": "000", "transit": "11000", "account_number": "000123456789"}, "000123456789", False),
    ("JP", "jp", {"bank_code": "0001", "branch": "001", "account_number": "1234567"}, "1234567", False),
    ("NZ", "nz", {"account_number": "12-3140-0171323-50"}, "123140017132350", True),
    ("KE", "other", {"account_number": "0123456789", "bic": "KCBLKENX"}, "0123456789", False),
]
BAD: list[tuple[str, str, dict[str, str], str]] = [
    ("DE", "iban", {"iban": "DE89370400440532013001"}, "iban"),
    ("FR", "iban", {"iban": "DE89370400440532013000"}, "iban"),
    ("FR", "iban", {"iban": "FR7630006000011234567890188"}, "iban"),
    ("DE", "iban", {"iban": "DE89370400440532013000", "bic": "BNPAFRPP"}, "bic"),
    ("DE", "us_ach", {}, "scheme"),
    ("XX", "iban", {}, "country"),
    ("GB", "gb", {"sort_code": "2000", "account_number": "55779911"}, "sort_code"),
    ("US", "us_ach", {"routing_number": "021000022", "account_number": "123456"}, "routing_number"),
    ("MX", "clabe", {"clabe": "032180000118359718"}, "clabe"),
    ("AR", "cbu", {"cbu": "2850590940090418135202"}, "cbu"),
    ("IN", "in", {"ifsc": "HDFC1000001", "account_number": "50100012345678"}, "ifsc"),
    ("KE", "other", {"account_number": "٠١٢٣٤٥٦٧٨٩", "bic": "KCBLKENX"}, "account_number"),
    ("KE", "other", {"account_number": "0123456789", "bic": "KCBL"}, "bic"),
    ("JP", "jp", {"bank_code": "0001", "branch": "001", "account_number": ""}, "account_number"),
]


@pytest.mark.parametrize(("country", "scheme", "details", "number", "is_checked"), GOOD)
def test_an_account_is_taken_as_its_country_writes_it(
    country: str, scheme: str, details: dict[str, str], number: str, is_checked: bool
) -> None:
    assert scheme in schemes_of(country)
    checked = check_bank_details(country=country, scheme=scheme, values=details)
    assert (checked.number, checked.is_checked, checked.last4) == (number, is_checked, number[-4:])


@pytest.mark.parametrize(("country", "scheme", "details", "field"), BAD)
def test_a_wrong_account_is_refused_at_its_field(
    country: str, scheme: str, details: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_bank_details(country=country, scheme=scheme, values=details)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize(
    ("holder", "names", "is_same"),
    [
        ("ATELIER VAUCLAIR SARL", ["Atelier Vauclair"], True),
        ("Vauclair Atelier", ["Atelier Vauclair"], True),
        ("Ceramica da Ria Lda", ["Cerâmica da Ria"], True),
        ("Max Mustermann", ["Atelier Vauclair"], False),
        ("GmbH", ["Hanse Einkauf GmbH"], False),
        ("", ["Atelier Vauclair", ""], False),
    ],
)
def test_the_holder_is_compared_without_accents_order_and_legal_form(
    holder: str, names: list[str], is_same: bool
) -> None:
    assert same_holder(holder, names) is is_same


def add(firm: Organisation, **over: Any) -> BankAccount:
    given: dict[str, Any] = {
        "actor": actor_for(firm), "country": "FR", "currency": "EUR", "scheme": "iban", "holder_name": firm.name,
        "details": {"iban": IBAN}, "now": NOW(),
    }  # fmt: skip
    return add_bank_account(**(given | over))


@pytest.mark.django_db
def test_the_number_is_sealed_and_a_refusal_leaves_nothing() -> None:
    firm = make_organisation()
    for wrong, refused in (
        ({"holder_name": " "}, InvalidInput),
        ({"currency": "XXX"}, InvalidInput),
        ({"details": {"iban": "FR00"}}, InvalidInput),
        ({"actor": actor_for(firm, "manager")}, NotAllowed),
    ):
        with pytest.raises(refused):
            add(firm, **wrong)
    assert not BankAccount.objects.exists() and not Event.objects.filter(name="payments.bank_account.added").exists()
    account = add(firm)
    row = BankAccount.objects.filter(pk=account.pk).values().get()
    assert "3000600001" not in repr(row) and row["last4"] == "0189"
    assert unseal(account.sealed_number) == IBAN.replace(" ", "")
    assert account.is_usable(NOW()) and account.holder_matches
    assert provider_bank(account)["account_number"] == IBAN.replace(" ", "")


@pytest.mark.django_db
def test_numbers_outlive_the_key_they_were_sealed_with(settings: Any) -> None:
    firm = make_organisation()
    account, old = add(firm), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "quite another key, long enough for anybody", [old]
    call_command("reseal_bank_accounts", verbosity=0)
    settings.SECRET_KEY_FALLBACKS = []
    account.refresh_from_db()
    assert unseal(account.sealed_number) == IBAN.replace(" ", "")
    assert add(firm) == account, "the same account is known again"


@pytest.mark.django_db
def test_a_change_takes_proof_cools_and_tells_everybody_who_looks_after_money() -> None:
    firm = make_organisation()
    finance = make_member(firm, "finance")
    make_member(firm, "viewer")
    first, now = add(firm), NOW()
    other = {"details": {"iban": "FR14 2004 1010 0505 0001 3M02 606"}, "holder_name": "Somebody Else"}
    for proof in (None, now - timedelta(minutes=16)):
        with pytest.raises(ProofNeeded):
            add(firm, **other, proved_at=proof, now=now)
        with pytest.raises(ProofNeeded):
            remove_bank_account(actor=actor_for(firm), public_id=first.public_id, proved_at=proof, now=now)
    assert BankAccount.objects.filter(removed_at=None).count() == 1 and not Notification.objects.exists()

    second = add(firm, **other, proved_at=now, now=now)
    assert not second.holder_matches and {note.user for note in Notification.objects.all()} == {
        actor_for(firm).user, finance,
    }  # fmt: skip
    assert "2606" in Notification.objects.first().body and "2004 1010" not in Notification.objects.first().body
    in_use = queries.bank_account_in_use
    assert in_use(firm.pk, "EUR", now=now + timedelta(hours=71)) == first
    assert in_use(firm.pk, "EUR", now=now + timedelta(hours=73)) == second
    # Taking the old one away does not make the new one quicker.
    remove_bank_account(actor=actor_for(firm), public_id=first.public_id, proved_at=now, now=now)
    assert in_use(firm.pk, "EUR", now=now + timedelta(hours=1)) is None
    third = add(firm, proved_at=now, now=now)
    assert third.usable_from == now + timedelta(hours=72)


@pytest.mark.django_db
def test_another_organisations_account_does_not_exist() -> None:
    firm, other = make_organisation(), make_organisation()
    account = add(firm)
    with pytest.raises(NotFound):
        remove_bank_account(actor=actor_for(other), public_id=account.public_id, proved_at=NOW(), now=NOW())
    with pytest.raises(NotFound):
        queries.bank_account_of(actor_for(other), account.public_id)
    assert BankAccount.objects.get().removed_at is None


@pytest.mark.django_db(transaction=True)
def test_an_account_sent_twice_at_once_is_there_once() -> None:
    firm = make_organisation()
    actor_for(firm)
    assert at_once([lambda: add(firm)] * 6) == ["done"] * 6
    assert BankAccount.objects.count() == 1


def ask_for(name: str) -> Requirement:
    return Requirement.objects.create(
        code=name, kind="computed", gate="be_paid", check_name=name, asked_from=NOW() - timedelta(days=1)
    )


@pytest.mark.django_db
def test_money_waits_while_something_asked_for_is_missing_and_leaves_when_it_is_there() -> None:
    ask_for("bank_account")
    seller, helped = make_organisation(), make_organisation()
    for each in (seller, helped):
        make_connected_account(each)
    share = make_released_escrow(payee=seller).shares.get(purpose="seller")
    with pytest.raises(RequirementsHoldPayout) as refusal:
        request_payout(share=share, actor=SYSTEM, now=NOW())
    assert isinstance(refusal.value, PayoutNotPossible) and set(refusal.value.fields) == {"bank_account"}
    assert not Payout.objects.exists()
    assert list(tasks._unasked(NOW() + timedelta(minutes=2))) == []

    account = add(seller)
    assert list(tasks._unasked(NOW() + timedelta(minutes=2))) == [share]
    payout = request_payout(share=share, actor=SYSTEM, now=NOW())
    assert payout.bank_account == account

    other = make_released_escrow(payee=helped).shares.get(purpose="seller")
    override_requirement(
        actor=platform_actor(), organisation_id=helped.pk, code="bank_account", reason="Paid by hand", now=NOW()
    )
    assert request_payout(share=other, actor=SYSTEM, now=NOW()).bank_account is None


@pytest.mark.django_db
def test_an_account_the_partner_does_not_have_holds_the_money() -> None:
    ask_for("bank_account")
    firm = make_organisation()
    make_connected_account(firm, bank_hint="STRIPE TEST BANK •••• 3000")
    must_meet(organisation=firm, gate="be_paid", now=NOW())
    add(firm)
    [standing] = standings_of(firm, now=NOW())
    assert standing.state == "open" and "0189" in str(standing.detail)
    ConnectedAccount.objects.update(bank_hint="Crédit •••• 0189")
    must_meet(organisation=firm, gate="be_paid", now=NOW())


@pytest.mark.django_db
def test_the_page_and_the_api_show_last_digits_and_ask_for_the_password_first(client: Any) -> None:
    firm = make_organisation(name="Atelier Vauclair")
    sign_in(client, actor_for(firm).user, firm)
    url = "/sell/onboarding/bank/"
    form = {"country": "FR", "scheme": "iban", "currency": "EUR", "holder_name": "Max M", "iban": IBAN}
    assert client.post(url, form | {"iban": "FR00"}).status_code == 422
    fragment = client.post(url, {"change_country": "1", "country": "MX"}, headers={"HX-Request": "true"})
    assert b'name="clabe"' in fragment.content and not BankAccount.objects.exists()
    assert client.post(url, form).status_code == 302
    page = client.get(url).content.decode()
    assert "•••• 0189" in page and "3000 6000" not in page and "another name" in page
    answer = client.post(url, form | {"iban": "FR14 2004 1010 0505 0001 3M02 606"})
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    api = "/api/v1/onboarding/bank-accounts"
    body = {
        "country": "FR",
        "currency": "EUR",
        "scheme": "iban",
        "holder_name": "Max M",
        "details": {"iban": "FR1420041010050500013M02606"},
    }
    refused = client.post(api, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")
    assert BankAccount.objects.count() == 1
    [row] = client.get(api).json()["results"]
    assert row["last4"] == "0189" and "iban" not in row and not row["holder_matches"]

    answer = client.post("/account/reauthenticate/", {"password": "correct horse battery"})
    assert answer.status_code == 302
    assert client.post(api, body, content_type="application/json").status_code == 201
