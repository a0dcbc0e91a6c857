"""People and organisations for tests."""

from itertools import count
from typing import Any

from accounts.actor import Actor
from accounts.models import Membership, Organisation, User

_numbers = count(1)


def make_user(**over: Any) -> User:
    number = next(_numbers)
    password = over.pop("password", "correct horse battery")
    fields: dict[str, Any] = {"email": f"person{number}@example.org", "full_name": f"Person {number}", "country": "DE"}
    return User.objects.create_user(password=password, **(fields | over))


def make_organisation(**over: Any) -> Organisation:
    number = next(_numbers)
    fields: dict[str, Any] = {
        "name": f"Firm {number}",
        "slug": f"firm-{number}",
        "country": "FR",
        "currency": "EUR",
        "sells": True,
        "buys": True,
    }
    return Organisation.objects.create(**(fields | over))


def make_member(organisation: Organisation, role: str = "owner", **over: Any) -> User:
    user = make_user(**over)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def actor_for(organisation: Organisation, role: str = "owner") -> Actor:
    """An actor for `organisation`: its first member in that role, made if there is none."""
    membership = (
        Membership.objects.select_related("user", "organisation").filter(organisation=organisation, role=role).first()
    )
    if membership is None:
        user = make_member(organisation, role)
        membership = Membership.objects.select_related("user", "organisation").get(user=user, organisation=organisation)
    return Actor.for_member(membership)


def platform_actor() -> Actor:
    """A member of the platform's staff."""
    return Actor.for_staff(make_user(is_staff=True))


def sign_in(client: Any, user: User, organisation: Organisation | None = None) -> None:
    """Sign `user` in on Django's test client, acting for `organisation`."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if organisation is not None:
        session = client.session
        session["organisation"] = organisation.public_id
        session.save()
