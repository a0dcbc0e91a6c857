"""What the API says about money. Amounts are decimal strings beside an ISO 4217 currency."""

from typing import Any

from rest_framework import serializers

from payments.models import Movement, Payout


class AmountField(serializers.CharField):
    """A Money as its decimal string, with exactly the currency's own decimals."""

    def to_representation(self, value: Any) -> str:
        return f"{value.amount:f}"


class BalanceRowOut(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="available, in_escrow, paying_out, paid, paid_into_escrow or returning")
    amount = AmountField()
    label = serializers.CharField()  # type: ignore[assignment]
    reason = serializers.CharField()


class CurrencyBalanceOut(serializers.Serializer[Any]):
    currency = serializers.CharField()
    rows = BalanceRowOut(many=True)


class BalancesOut(serializers.Serializer[Any]):
    results = CurrencyBalanceOut(many=True)


class MovementOut(serializers.Serializer[Any]):
    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(choices=Movement.Kind.choices)
    reference = serializers.CharField(source="escrow.reference")
    description = serializers.CharField(source="escrow.description")
    escrow = serializers.CharField(source="escrow.public_id")
    currency = serializers.CharField()
    amount = AmountField(help_text="Positive in your favour.")
    occurred_at = serializers.DateTimeField()


class MovementQuery(serializers.Serializer[Any]):
    currency = serializers.CharField(required=False, max_length=3)
    kind = serializers.ChoiceField(required=False, choices=Movement.Kind.choices)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class PayoutOut(serializers.Serializer[Any]):
    id = serializers.CharField(source="public_id")
    reference = serializers.CharField()
    status = serializers.ChoiceField(choices=Payout.Status.choices)
    currency = serializers.CharField()
    amount = AmountField()
    failure = serializers.CharField()
    requested_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    arrives_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)


class OnboardingOut(serializers.Serializer[Any]):
    url = serializers.URLField(help_text="Send a person of the organisation there; it works once, for a few minutes.")
