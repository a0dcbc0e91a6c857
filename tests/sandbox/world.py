"""Short ways to the things most tests begin with."""

from dataclasses import dataclass
from typing import Any

import stripe

from payments.sandbox.client import SandboxControl

SUCCESS = "http://shop.test/thanks?session={CHECKOUT_SESSION_ID}"
CANCEL = "http://shop.test/cart"


@dataclass
class World:
    api: stripe.StripeClient
    control: SandboxControl

    def session(self, unit: int = 1250, quantity: int = 2, currency: str = "eur", **over: Any) -> Any:
        price = {"currency": currency, "unit_amount": unit, "product_data": {"name": "Blueberries <fresh>"}}
        return self.api.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "line_items": [{"quantity": quantity, "price_data": price}],
                "success_url": SUCCESS,
                "cancel_url": CANCEL,
                "customer_email": "buyer@example.com",
                **over,
            }
        )

    def paid(self, amount: int = 10_000, currency: str = "eur", token: str = "pm_card_visa", **over: Any) -> Any:
        return self.api.v1.payment_intents.create(
            {"amount": amount, "currency": currency, "payment_method": token, "confirm": True, **over}
        )

    def account(self, country: str = "DE", *, complete: bool = True, **over: Any) -> Any:
        wanted = {"transfers": {"requested": True}, "card_payments": {"requested": True}}
        manual = {"payouts": {"schedule": {"interval": "manual"}}}
        account = self.api.v1.accounts.create(
            {"type": "express", "country": country, "capabilities": wanted, "settings": manual, **over}
        )
        if complete:
            self.control.complete_onboarding(account.id)
        return account

    def available(self, currency: str, account: str | None = None) -> int:
        balance = self.api.v1.balance.retrieve(options={"stripe_account": account} if account else {})
        return sum(line.amount for line in balance.available if line.currency == currency)

    def total(self, currency: str, account: str | None = None) -> int:
        balance = self.api.v1.balance.retrieve(options={"stripe_account": account} if account else {})
        lines = [*balance.available, *balance.pending]
        return sum(line.amount for line in lines if line.currency == currency)

    def now(self) -> int:
        return int(self.control.state()["now"])
