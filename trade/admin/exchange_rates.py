"""Exchange rates in admin, and setting one by hand."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.actor import Actor
from accounts.models import User
from marketplace.kernel.refusals import Refusal
from trade.admin._base import ReadOnlyAdmin
from trade.models import ExchangeRate, FxQuote
from trade.operations.record_manual_rate import check_manual_rate, set_rate


class ManualRateForm(forms.ModelForm):
    """What the operation needs; it is asked while the form is checked, so that a refusal stands at its field."""

    is_confirmed = forms.BooleanField(
        label=_("I have checked it"), required=False,
        help_text=_("Needed when the rate is more than 20 % from the last one."),
    )  # fmt: skip

    class Meta:
        model = ExchangeRate
        fields: ClassVar = ["date", "currency", "per_eur", "reason"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        given["currency"] = given["currency"].strip().upper()
        try:
            check_manual_rate(
                currency=given["currency"],
                per_eur=given["per_eur"],
                day=given["date"],
                reason=given["reason"].strip(),
                today=timezone.now().date(),
                is_confirmed=given["is_confirmed"],
            )
        except Refusal as refusal:
            raise ValidationError(cast(Any, refusal.fields) or refusal.detail) from refusal
        return given

    def _post_clean(self) -> None:
        """The checks above are the operation's own; the row's constraints are met by the operation."""
        self.instance.currency = self.cleaned_data.get("currency", "")


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ModelAdmin):
    """Rates by day; a rate set by hand is a row of its own day, and a stored rate is not rewritten."""

    form = ManualRateForm
    list_display: ClassVar = ["date", "currency", "per_eur", "kind", "source", "set_by"]
    list_filter: ClassVar = ["kind", "currency"]
    date_hierarchy = "date"
    fields: ClassVar = ["date", "currency", "per_eur", "reason", "is_confirmed"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ExchangeRate, form: Any, change: bool) -> None:
        given = form.cleaned_data
        stored = set_rate(
            actor=Actor.for_staff(cast(User, request.user)),
            currency=given["currency"],
            per_eur=given["per_eur"],
            day=given["date"],
            reason=given["reason"],
            is_confirmed=given["is_confirmed"],
            now=timezone.now(),
        )
        obj.pk = stored.pk


@admin.register(FxQuote)
class FxQuoteAdmin(ReadOnlyAdmin):
    list_display: ClassVar = ["public_id", "organisation", "source", "target", "rate", "as_of", "expires_at", "used_at"]
    list_filter: ClassVar = ["source", "target"]
    list_select_related: ClassVar = ["organisation"]
    show_full_result_count = False
