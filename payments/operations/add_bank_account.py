"""Say where an organisation wants its money; take an account away."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from accounts.models import BeneficialOwner, Organisation
from accounts.operations import notify_organisation
from marketplace.kernel import events
from marketplace.kernel.operations import entry
from marketplace.kernel.refusals import InvalidInput, NotFound, Refusal, Text
from payments.banks import check_bank_details, same_holder
from payments.models import BankAccount
from payments.sealed import fingerprint, seal

from .reseal_bank_accounts import mark_of

# A stolen session is of no use by the time the money would go elsewhere; owners were told meanwhile.
COOLING = timedelta(hours=72)
PROOF_HOLDS = timedelta(minutes=15)
MOST_ACCOUNTS = 20


class ProofNeeded(Refusal):
    """Changing where money goes takes a person who has just proved who they are."""

    code = "proof_needed"
    status = 403
    title = _("Please confirm who you are")
    message = _("To change where your money goes, enter your password again on the page “Bank”. Programs cannot do it.")


@entry
def add_bank_account(
    *,
    actor: Actor,
    country: str,
    currency: str,
    scheme: str,
    holder_name: str,
    details: Mapping[str, str],
    proved_at: datetime | None = None,
    now: datetime,
) -> BankAccount:
    """
    Keep an account to be paid into in `currency`; its number is sealed. The same one sent again is there once.

    The first account of a currency may be used at once. Another one is a change: it takes a person who has just
    proved who they are, is used from three days on, the one before it until then, and everybody who looks after money
    is told. A holder that is not like the organisation's names is kept and marked, for people to look at.

    :param details: the fields of the scheme (`payments.banks.SCHEMES`).
    :param proved_at: when the person last proved who they are.
    :raises NotAllowed: if the actor may not manage the organisation's money.
    :raises InvalidInput: with each field that does not hold.
    :raises ProofNeeded: if it is a change, and the proof is missing or too old.
    """
    actor.must("payments.manage")
    # The organisation's row lock makes a double click wait here, then find the account below.
    organisation = Organisation.objects.select_for_update().get(pk=actor.must_act_for_an_organisation().pk)
    holder_name = " ".join(holder_name.split())
    problems: dict[str, list[Text]] = {}
    if not 2 <= len(holder_name) <= 200:
        problems["holder_name"] = [_("Write the holder’s name as it stands on the account.")]
    if currency not in settings.CURRENCIES_OFFERED:
        problems["currency"] = [_("Choose a currency from the list.")]
    try:
        checked = check_bank_details(country=country, scheme=scheme, values=details)
    except InvalidInput as refusal:
        raise InvalidInput(fields={**refusal.fields, **problems}) from None
    if problems:
        raise InvalidInput(fields=problems)
    mark = fingerprint(mark_of(country, scheme, checked.routing, checked.number))
    ours = BankAccount.objects.filter(organisation=organisation, removed_at=None)
    if (same := ours.filter(currency=currency, fingerprint=mark).first()) is not None:
        return same
    if ours.count() >= MOST_ACCOUNTS:
        raise InvalidInput(fields={"currency": [_("There are 20 accounts already. Remove one first.")]})
    # Whoever has been paid somewhere before changes it, also after taking the old account away.
    is_change = BankAccount.objects.filter(organisation=organisation, currency=currency).exists()
    if is_change:
        must_have_proved(proved_at=proved_at, now=now)
    account = BankAccount.objects.create(
        organisation=organisation,
        country=country,
        currency=currency,
        scheme=scheme,
        holder_name=holder_name,
        holder_matches=same_holder(holder_name, _names_of(organisation)),
        routing=checked.routing,
        bic=checked.bic,
        bank_name=checked.bank_name,
        last4=checked.last4,
        sealed_number=seal(checked.number),
        fingerprint=mark,
        is_checked=checked.is_checked,
        usable_from=now + COOLING if is_change else now,
        created_by_id=actor.user_id,
        created_at=now,
    )
    if is_change:
        _tell(account=account, title=_("Your bank account was changed"), now=now)
    events.record(
        "payments.bank_account.added",
        subject=account,
        actor=actor,
        at=now,
        payload={"currency": currency, "is_change": is_change},
    )
    return account


@entry
def remove_bank_account(
    *, actor: Actor, public_id: str, proved_at: datetime | None = None, now: datetime
) -> BankAccount:
    """
    Take an account away: nothing is paid into it from now on. Removing twice removes once.

    :raises NotAllowed: if the actor may not manage the organisation's money.
    :raises NotFound: if it is not one of the organisation's.
    :raises ProofNeeded: if the person has not just proved who they are.
    """
    actor.must("payments.manage")
    account = (
        BankAccount.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(organisation_id=actor.must_act_for_an_organisation().pk, public_id=public_id)
        .first()
    )
    if account is None:
        raise NotFound
    if account.removed_at is not None:
        return account
    must_have_proved(proved_at=proved_at, now=now)
    account.removed_at = now
    account.save(update_fields=["removed_at"])
    _tell(account=account, title=_("A bank account was taken away"), now=now)
    events.record("payments.bank_account.removed", subject=account, actor=actor, at=now)
    return account


def must_have_proved(*, proved_at: datetime | None, now: datetime) -> None:
    """
    Refuse unless the person proved who they are within a quarter of an hour.

    :raises ProofNeeded: otherwise.
    """
    if proved_at is None or now - proved_at > PROOF_HOLDS:
        raise ProofNeeded


def _names_of(organisation: Organisation) -> list[str]:
    owners = BeneficialOwner.objects.filter(organisation=organisation).values_list("full_name", flat=True)
    alone = list(owners) if organisation.legal_form == Organisation.LegalForm.SOLE_TRADER else []
    return [organisation.name, *organisation.trading_names.split(";"), *alone]


def _tell(*, account: BankAccount, title: Text, now: datetime) -> None:
    notify_organisation(
        organisation=account.organisation,
        kind="bank_account_changed",
        title=title,
        body=_(
            "%(account)s, %(currency)s, used from %(day)s. If this was not you or your colleagues, take it away on the "
            "page “Bank” and write to us at once."
        ),
        facts={
            "account": account.masked,
            "currency": account.currency,
            "day": f"{account.usable_from:%Y-%m-%d %H:%M} UTC",
        },
        url=reverse("payments:onboarding_bank"),
        permission="payments.manage",
        now=now,
    )
