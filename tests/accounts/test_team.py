"""Membership: invited, joined, changed, left; and never across the wall to another organisation."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import operations
from accounts.actor import Actor
from accounts.invitations import token_of
from accounts.models import Invitation, Membership
from accounts.operations.accept_invitation import InvitationClosed, InvitationForAnother
from accounts.operations.change_role import LastOwner
from marketplace.kernel.refusals import InvalidInput, NotAllowed, NotFound, SignInNeeded
from tests.accounts.factories import actor_for, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


def invite(email: str = "new@example.org", role: str = "buyer") -> tuple[Actor, Invitation]:
    owner = actor_for(make_organisation())
    return owner, operations.invite_member(actor=owner, email=email, role=role, now=timezone.now())


def test_an_invited_person_joins_with_the_role_offered() -> None:
    owner, invitation = invite()
    guest = Actor(user=make_user(email="new@example.org"))
    membership = operations.accept_invitation(actor=guest, token=token_of(invitation.public_id), now=timezone.now())
    assert membership.organisation == owner.organisation
    assert membership.role == "buyer"
    again = operations.accept_invitation(actor=guest, token=token_of(invitation.public_id), now=timezone.now())
    assert again == membership


def test_the_invitation_mail_carries_the_link_that_opens_it() -> None:
    _owner, invitation = invite()
    operations.mail_invitation(invitation_id=invitation.pk)
    assert token_of(invitation.public_id) in mail.outbox[0].body
    assert token_of(invitation.public_id) not in invitation.token_hash


def test_an_invitation_is_bound_to_its_address() -> None:
    _owner, invitation = invite()
    stranger = Actor(user=make_user(email="other@example.org"))
    with pytest.raises(InvitationForAnother):
        operations.accept_invitation(actor=stranger, token=token_of(invitation.public_id), now=timezone.now())
    assert not Membership.objects.filter(user=stranger.user).exists()


@pytest.mark.parametrize("token", ["", " ", "inv_0000", "inv_0000:forged"])
def test_a_token_that_is_none_opens_nothing(token: str) -> None:
    with pytest.raises(NotFound):
        operations.accept_invitation(actor=Actor(user=make_user()), token=token, now=timezone.now())


def test_an_invitation_expires_and_can_be_withdrawn() -> None:
    owner, invitation = invite()
    guest = Actor(user=make_user(email="new@example.org"))
    with pytest.raises(InvitationClosed):
        operations.accept_invitation(
            actor=guest, token=token_of(invitation.public_id), now=invitation.expires_at + timedelta(seconds=1)
        )
    operations.withdraw_invitation(actor=owner, public_id=invitation.public_id, now=timezone.now())
    with pytest.raises(InvitationClosed):
        operations.accept_invitation(actor=guest, token=token_of(invitation.public_id), now=timezone.now())
    assert not Membership.objects.filter(user=guest.user).exists()


def test_inviting_again_replaces_the_first_invitation() -> None:
    owner, first = invite()
    operations.invite_member(actor=owner, email="NEW@example.org", role="viewer", now=timezone.now())
    first.refresh_from_db()
    assert first.withdrawn_at is not None


@pytest.mark.parametrize(("email", "role", "field"), [("nonsense", "buyer", "email"), ("a@b.org", "king", "role")])
def test_invite_member_refuses_bad_input_and_leaves_nothing(email: str, role: str, field: str) -> None:
    owner = actor_for(make_organisation())
    with pytest.raises(InvalidInput) as refusal:
        operations.invite_member(actor=owner, email=email, role=role, now=timezone.now())
    assert field in refusal.value.fields
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["manager", "buyer", "finance", "viewer"])
def test_only_owners_manage_members(role: str) -> None:
    organisation = make_organisation()
    with pytest.raises(NotAllowed):
        operations.invite_member(actor=actor_for(organisation, role), email="a@b.org", role="buyer", now=timezone.now())
    assert not Invitation.objects.exists()


def test_nobody_manages_another_organisations_members() -> None:
    theirs = make_member(make_organisation(), "buyer")
    owner = actor_for(make_organisation())
    with pytest.raises(NotFound):
        operations.change_role(actor=owner, user_id=theirs.pk, role="owner", now=timezone.now())
    with pytest.raises(NotFound):
        operations.remove_member(actor=owner, user_id=theirs.pk, now=timezone.now())
    assert Membership.objects.get(user=theirs).role == "buyer"


def test_the_last_owner_stays() -> None:
    owner = actor_for(make_organisation())
    assert owner.user_id is not None
    with pytest.raises(LastOwner):
        operations.change_role(actor=owner, user_id=owner.user_id, role="viewer", now=timezone.now())
    with pytest.raises(LastOwner):
        operations.remove_member(actor=owner, user_id=owner.user_id, now=timezone.now())
    assert Membership.objects.get(user=owner.user_id).role == "owner"


def test_a_suspended_organisation_starts_nothing() -> None:
    organisation = make_organisation(status="suspended")
    actor = actor_for(organisation)
    assert actor.may("orders.view")
    assert actor.may("orders.ship")
    assert not actor.may("orders.place")
    assert not actor.may("listings.edit")


def test_a_token_narrows_and_never_widens() -> None:
    organisation = make_organisation()
    viewer = actor_for(organisation, "viewer")
    token = Actor(user=viewer.user, organisation=organisation, role="viewer", scopes=frozenset({"orders:write"}))
    assert token.may("orders.view")
    assert not token.may("orders.place"), "the member may not, so the token may not"
    owner_token = Actor(organisation=organisation, role="owner", scopes=frozenset({"orders:read"}), user=viewer.user)
    assert owner_token.may("orders.view")
    assert not owner_token.may("orders.place")
    assert not Actor(organisation=organisation, role="owner", scopes=frozenset(), user=viewer.user).may("orders.view")


def test_nobody_may_do_anything() -> None:
    with pytest.raises(SignInNeeded):
        Actor.anonymous().must("orders.view")
    assert not Actor.anonymous().may("orders.view")
