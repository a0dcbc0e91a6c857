"""Accounts over HTTP: signing up, preferences, the organisation's pages, the API."""

import base64
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import operations
from accounts.models import ApiClient, Organisation, User
from accounts.preferences import COOKIE
from tests.accounts.factories import actor_for, make_member, make_organisation, make_user, platform_actor, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "harbour-market-2026"


def test_signing_up_leads_to_an_open_organisation(client: Client) -> None:
    answer = client.post(
        reverse("account_signup"),
        {"email": "rosa@example.cl", "password1": PASSWORD, "full_name": "Rosa Fuentes", "country": "CL"},
    )
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    code = re.search(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", mail.outbox[-1].body, re.M)
    assert code, mail.outbox[-1].body
    assert "Hello from Bridgeway!" in mail.outbox[-1].body
    answer = client.post(reverse("account_email_verification_sent"), {"code": code[1]})
    assert answer.status_code == 302
    user = User.objects.get(email="rosa@example.cl")
    assert (user.full_name, user.country, user.currency) == ("Rosa Fuentes", "CL", "CLP")
    assert client.get(reverse("accounts:landing")).url == reverse("accounts:start")
    answer = client.post(
        reverse("accounts:start"),
        {"name": "Huerta del Sur", "country": "CL", "currency": "CLP", "sells": "on", "buys": "on"},
    )
    assert answer.status_code == 302
    organisation = Organisation.objects.get(name="Huerta del Sur")
    assert organisation.memberships.get().role == "owner"


def test_signing_up_with_a_known_address_tells_nothing(client: Client) -> None:
    make_user(email="known@example.org")
    known, fresh = (
        client.post(
            reverse("account_signup"),
            {"email": email, "password1": PASSWORD, "full_name": "X", "country": "DE"},
        )
        for email in ("known@example.org", "fresh@example.org")
    )
    assert known.status_code == fresh.status_code == 302
    assert known.url == fresh.url


def test_a_bad_form_keeps_what_was_typed_and_says_what_is_wrong(client: Client) -> None:
    sign_in(client, make_user())
    answer = client.post(reverse("accounts:start"), {"name": "Kept", "country": "DE", "currency": "EUR"})
    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()
    assert "Choose selling, buying, or both." in answer.content.decode()
    assert not Organisation.objects.exists()


def test_a_double_click_opens_one_organisation(client: Client) -> None:
    sign_in(client, make_user())
    form = {"name": "Once", "country": "DE", "currency": "EUR", "buys": "on", "idempotency_token": "t1"}
    first = client.post(reverse("accounts:start"), form)
    second = client.post(reverse("accounts:start"), form)
    assert first.url == second.url
    assert Organisation.objects.filter(name="Once").count() == 1


@pytest.mark.parametrize("language", ["en", "zh-hans", "es", "fr", "pt", "ar"])
def test_each_page_renders_in_each_language(client: Client, language: str) -> None:
    organisation = make_organisation()
    user = make_member(organisation, language=language)
    make_member(organisation, "viewer")
    sign_in(client, user, organisation)
    for name in (
        "organisation",
        "team",
        "profile",
        "notifications",
        "addresses",
        "new_address",
        "api_clients",
        "start",
    ):
        answer = client.get(reverse(f"accounts:{name}"))
        assert answer.status_code == 200, name
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert f'lang="{language}"' in answer.content.decode()
        assert ('dir="rtl"' in answer.content.decode()[:400]) == (language == "ar")
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list", "account_logout"):
        assert client.get(reverse(name), follow=True).status_code == 200, name


def test_preferences_are_kept_for_visitors_and_for_accounts(client: Client) -> None:
    client.post(reverse("accounts:preferences"), {"currency": "JPY", "ship_to": "JP", "language": "fr"})
    assert COOKIE in client.cookies
    page = client.get(reverse("account_login"))
    assert page.context["preferences"].currency == "JPY"
    assert page.context["preferences"].language == "fr"
    user = make_user()
    sign_in(client, user)
    client.post(reverse("accounts:preferences"), {"currency": "KWD", "language": "xx"})
    user.refresh_from_db()
    assert user.currency == "KWD"
    assert user.language == "en"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_preferences_never_send_people_elsewhere(client: Client, target: str) -> None:
    assert client.post(reverse("accounts:preferences"), {"next": target}).url == "/"


def test_switching_to_a_strangers_organisation_is_not_found(client: Client) -> None:
    user = make_member(make_organisation())
    theirs = make_organisation()
    sign_in(client, user)
    answer = client.post(reverse("accounts:switch_organisation"), {"organisation": theirs.public_id})
    assert answer.status_code == 404
    session = client.session
    session["organisation"] = theirs.public_id
    session.save()
    page = client.get(reverse("accounts:organisation"))
    assert page.context["organisation"] != theirs


def test_another_country_gives_another_address_form(client: Client) -> None:
    organisation = make_organisation()
    sign_in(client, make_member(organisation), organisation)
    page = client.get(
        reverse("accounts:new_address"), {"country": "US", "recipient": "Kept Name"}, HTTP_HX_REQUEST="true"
    )
    assert "ZIP code" in page.content.decode()
    assert "Kept Name" in page.content.decode()


def token_for(organisation: Organisation, scopes: list[str], client: Client) -> str:
    from django.utils import timezone

    made = operations.create_api_client(actor=actor_for(organisation), name="ERP", scopes=scopes, now=timezone.now())
    basic = base64.b64encode(f"{made.client.client_id}:{made.secret}".encode()).decode()
    answer = client.post("/api/token/", {"grant_type": "client_credentials"}, HTTP_AUTHORIZATION=f"Basic {basic}")
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


def call(client: Client, method: str, path: str, token: str = "", **kwargs: Any) -> Any:
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    return client.generic(method, path, content_type="application/json", **headers, **kwargs)


def test_a_token_acts_for_its_organisation_within_its_scopes(client: Client) -> None:
    organisation = make_organisation()
    token = token_for(organisation, ["organisation:read"], client)
    answer = call(client, "GET", "/api/v1/me", token)
    assert answer.json()["organisation"]["id"] == organisation.public_id
    denied = call(client, "POST", "/api/v1/addresses", token, data="{}")
    assert denied.status_code == 403
    assert denied.headers["Content-Type"] == "application/problem+json"
    assert denied.json()["code"] == "not_allowed"


def test_a_token_dies_with_its_client_and_its_makers_membership(client: Client) -> None:
    organisation = make_organisation()
    token = token_for(organisation, ["organisation:read"], client)
    ApiClient.objects.get().user.memberships.all().delete()
    assert call(client, "GET", "/api/v1/me", token).status_code == 401


@pytest.mark.parametrize("token", ["", "nonsense", " "])
def test_without_a_token_the_api_says_who_are_you(client: Client, token: str) -> None:
    answer = call(client, "GET", "/api/v1/me", token)
    assert answer.status_code == 401
    assert answer.json()["code"] == "sign_in_needed"


def test_an_api_write_with_a_key_happens_once(client: Client) -> None:
    organisation = make_organisation()
    token = token_for(organisation, ["organisation:read", "organisation:write"], client)
    body = '{"country":"DE","recipient":"L V","street_address":"Weg 1","postal_code":"20457","city":"Hamburg"}'
    first = call(client, "POST", "/api/v1/addresses", token, data=body, HTTP_IDEMPOTENCY_KEY="k1")
    second = call(client, "POST", "/api/v1/addresses", token, data=body, HTTP_IDEMPOTENCY_KEY="k1")
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert organisation.addresses.count() == 1
    other = call(
        client, "POST", "/api/v1/addresses", token, data=body.replace("Weg 1", "Weg 2"), HTTP_IDEMPOTENCY_KEY="k1"
    )
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"
    assert organisation.addresses.count() == 1


def test_the_api_names_each_wrong_field(client: Client) -> None:
    organisation = make_organisation()
    token = token_for(organisation, ["organisation:write"], client)
    answer = call(
        client, "POST", "/api/v1/addresses", token, data='{"country":"DE","recipient":"L","street_address":"x"}'
    )
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"postal_code", "city"}


def test_staff_land_in_the_admin(client: Client) -> None:
    client.force_login(platform_actor().user)
    assert client.get(reverse("accounts:landing")).url == reverse("admin:index")


def test_the_schema_is_served(client: Client) -> None:
    assert client.get("/api/schema/").status_code == 200
    assert client.get("/api/docs/").status_code == 200


@pytest.mark.parametrize(
    ("header", "language", "ship_to", "currency"),
    [
        ("es-CL,es;q=0.9", "es", "CL", "CLP"),
        ("zh-CN", "zh-hans", "CN", "CNY"),
        ("fr", "fr", "DE", "EUR"),
        ("xx-ZZ,;q=nonsense", "en", "DE", "EUR"),
    ],
)
def test_a_new_visitor_reads_what_their_browser_says(
    client: Client, header: str, language: str, ship_to: str, currency: str
) -> None:
    preferences = client.get(reverse("account_login"), HTTP_ACCEPT_LANGUAGE=header).context["preferences"]
    assert (preferences.language, preferences.ship_to, preferences.currency) == (language, ship_to, currency)
