"""Money for tests: escrows in each state, made by the operations themselves."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation
from payments.models import ConnectedAccount, Escrow, Payment
from payments.operations import fund_escrow, open_escrow, release_escrow
from payments.shares import Exchange, split_sale
from tests.accounts.factories import make_organisation
from trade.operations.check_names import screen_all, subjects_of

_numbers = count(1)
SYSTEM = Actor.system("tests")
NOW = timezone.now


def make_escrow(
    payer: Organisation | None = None,
    payee: Organisation | None = None,
    *,
    currency: str = "EUR",
    goods: int = 100_00,
    freight: int = 20_00,
    customs: int = 5_00,
    exchange: Exchange | None = None,
    reference: str = "",
    expires_at: datetime | None = None,
) -> Escrow:
    """An open escrow: waiting for its payment."""
    payee = payee or make_organisation(sells=True)
    now = timezone.now()
    shares = split_sale(
        seller=payee,
        currency=currency,
        goods_minor=goods,
        freight_minor=freight,
        customs_minor=customs,
        commission_percent=Decimal(5),
        exchange=exchange,
    )
    with transaction.atomic():
        return open_escrow(
            payer=payer or make_organisation(buys=True),
            payee=payee,
            currency=currency,
            amount_minor=goods + freight + customs,
            shares=shares,
            reference=reference or f"sale-{next(_numbers)}-{now:%H%M%S%f}",
            description="Twelve crates of blueberries",
            expires_at=expires_at or now + timedelta(minutes=30),
            now=now,
        )


def fund(escrow: Escrow) -> Escrow:
    """The escrow with its money in it, as after the provider reported the payment."""
    now = timezone.now()
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=escrow.payment_id)
        payment.status, payment.succeeded_at = Payment.Status.SUCCEEDED, now
        # A card payment always goes through the provider's page before it succeeds.
        Payment.objects.filter(pk=payment.pk, status=Payment.Status.CREATED).update(status=Payment.Status.AWAITING)
        payment.save(update_fields=["status", "succeeded_at"])
        return fund_escrow(escrow=escrow, now=now)


def make_funded_escrow(*args: Any, **kwargs: Any) -> Escrow:
    return fund(make_escrow(*args, **kwargs))


def make_released_escrow(*args: Any, **kwargs: Any) -> Escrow:
    escrow = make_funded_escrow(*args, **kwargs)
    screen_all(subjects=subjects_of(escrow.payee_id), now=timezone.now())
    with transaction.atomic():
        return release_escrow(escrow=escrow, actor=SYSTEM, now=timezone.now())


def make_connected_account(organisation: Organisation, **over: Any) -> ConnectedAccount:
    """A seller's account that is ready for payouts, as far as our own rows say."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "provider_account_id": f"acct_test{number}",
        "status": ConnectedAccount.Status.ENABLED,
        "charges_enabled": True,
        "payouts_enabled": True,
        "created_at": timezone.now(),
    }
    return ConnectedAccount.objects.create(organisation=organisation, **(fields | over))
