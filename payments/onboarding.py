"""What payments puts on the way to selling: the step about the bank, and what it can look at."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.requirements import Answer, Check, Step, register_check, register_step
from payments.models import BankAccount, ConnectedAccount
from payments.queries import bank_account_in_use
from payments.requirements import asked_in_words


def connect_account(organisation: Organisation, now: datetime) -> Answer:
    """The account at the payment provider can be paid into."""
    account = ConnectedAccount.objects.filter(organisation=organisation).first()
    if account is None:
        return Answer(is_met=False)
    evidence = ((_("Payment partner"), f"{account.get_status_display()} · {account.bank_hint or '–'}"),)
    asked = " · ".join(asked_in_words(account.requirements))
    waits = account.status == ConnectedAccount.Status.REVIEW
    return Answer(is_met=account.can_be_paid, waits=waits, detail=asked, evidence=evidence)


def bank_account(organisation: Organisation, now: datetime) -> Answer:
    """
    There is a bank account to pay into, and the payment partner pays into that one.

    A seller who gave the account to the partner alone has one too. Two that differ are neither: somebody may have
    changed one of them.
    """
    hint = ConnectedAccount.objects.filter(organisation=organisation).values_list("bank_hint", flat=True).first() or ""
    ours = list(BankAccount.objects.filter(organisation=organisation, removed_at=None))
    if not ours:
        return Answer(is_met=bool(hint), evidence=((_("At the payment partner"), hint),) if hint else ())
    evidence = tuple((_("Bank account"), _in_words(account, now)) for account in ours)
    used = bank_account_in_use(organisation.pk, organisation.currency, now=now)
    if used is None:
        first = min(account.usable_from for account in ours)
        detail = _("It was changed lately and is used from %(day)s.") % {"day": f"{first:%Y-%m-%d %H:%M} UTC"}
        return Answer(is_met=False, waits=True, detail=detail, evidence=evidence)
    if hint and not hint.endswith(used.last4):
        differ = _("Our payment partner has another account (%(theirs)s) than the one in use here (%(ours)s).")
        return Answer(is_met=False, detail=differ % {"theirs": hint, "ours": used.masked}, evidence=evidence)
    return Answer(is_met=True, evidence=evidence)


def _in_words(account: BankAccount, now: datetime) -> str:
    words = [account.masked, account.country, account.currency, account.holder_name]
    if not account.holder_matches:
        words.append(str(_("the holder has another name")))
    if not account.is_usable(now):
        words.append(str(_("not used yet")))
    return " · ".join(words)


def register() -> None:
    """Put the step and the checks of payments in place; called when the system starts."""
    register_step(Step("bank", _("Bank"), "landmark", "payments:onboarding_bank", 50))
    register_check(Check("bank_account", _("There is a bank account"), "bank", bank_account))
    register_check(Check("connect_account", _("The payment partner pays out"), "bank", connect_account))
