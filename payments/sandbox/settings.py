"""What can be set when the sandbox starts or, for most values, on its control page."""

from dataclasses import asdict, dataclass
from typing import Any

API_VERSION = "2026-10-28.endive"


@dataclass
class Settings:
    """Times are seconds of the sandbox's clock; money is minor units, times ten where a currency has three decimals."""

    api_key: str = "sk_test_sandbox"
    public_url: str = ""
    webhook_url: str = ""
    webhook_secret: str = ""
    country: str = "FR"
    default_currency: str = "eur"
    # The platform's opening balance in every currency, a treasury top-up: EUR 1,000,000.00, JPY 100,000,000,
    # and a thousand times as much where a unit is worth next to nothing (IDR, VND, CLP).
    opening_balance: int = 100_000_000
    fee_basis_points: int = 290
    fee_fixed: int = 30
    dispute_fee: int = 1500
    settle_after: float = 60.0
    payout_after: float = 2.0
    refund_after: float = 2.0
    automatic_payout_after: float = 60.0
    account_link_lifetime: float = 300.0

    CHANGEABLE = (
        "fee_basis_points", "fee_fixed", "dispute_fee", "settle_after", "payout_after", "refund_after",
        "automatic_payout_after", "account_link_lifetime", "webhook_url", "webhook_secret",
    )  # fmt: skip

    def change(self, values: dict[str, Any]) -> None:
        """:raises ValueError: for an unknown name, a value of the wrong kind, or less than nothing."""
        kinds: dict[str, type[Any]] = {name: type(getattr(self, name)) for name in self.CHANGEABLE}
        cleaned: dict[str, Any] = {}
        for name, value in values.items():
            if name not in self.CHANGEABLE:
                raise ValueError(f"{name} cannot be changed.")
            try:
                cleaned[name] = kinds[name](value)
            except (TypeError, ValueError) as error:
                raise ValueError(f"{name} must be a {kinds[name].__name__}.") from error
            if kinds[name] in (int, float) and cleaned[name] < 0:
                raise ValueError(f"{name} must not be negative.")
        for name, value in cleaned.items():
            setattr(self, name, value)

    def as_json(self) -> dict[str, Any]:
        """Every setting except the two secrets."""
        return {key: value for key, value in asdict(self).items() if key not in ("api_key", "webhook_secret")}
