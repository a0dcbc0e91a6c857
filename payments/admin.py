"""Money in admin: to look at, and a few actions that call operations. Nothing is edited by hand."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from accounts.actor import Actor
from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.money import Money, from_minor
from marketplace.kernel.refusals import Refusal
from marketplace.kernel.templatetags.bridgeway import money as in_words

from . import queries
from .ledger import balances_of
from .models import (
    BankAccount,
    CommissionRule,
    ConnectedAccount,
    Escrow,
    EscrowShare,
    LedgerAccount,
    LedgerEntry,
    Payment,
    Payout,
    Posting,
    Refund,
    WebhookEvent,
)
from .operations import check_payment, check_payout, refresh_account, retry_payout, retry_refund, send_payout
from .operations.handle_webhook import handle_again


class MoneyAdmin(ReadOnlyAdmin):
    """A read-only table of money."""

    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=_("amount"), ordering="amount_minor")
    def amount(self, row: Any) -> str:
        return in_words(row.amount)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Every field, the bare minor units written as money."""
        names = [str(name) for name in super().get_fields(request, obj)]
        return ["amount" if name == "amount_minor" else name for name in names]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("amount",)

    def _each(self, request: HttpRequest, rows: QuerySet[Any], run: Callable[[Any, Actor], object]) -> None:
        """Run one operation per row and say how it went; a refusal of one does not stop the others."""
        actor = Actor.for_staff(request.user)  # type: ignore[arg-type]
        actor.must("payments.operate")
        done = 0
        for row in rows.order_by("pk"):
            try:
                run(row, actor)
                done += 1
            except Refusal as refusal:
                self.message_user(request, f"{row}: {refusal.detail}", messages.ERROR)
        if done:
            self.message_user(request, _("%(n)s done.") % {"n": done}, messages.SUCCESS)


class ReadOnlyInline(TabularInline):
    """Rows beside their parent, to look at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("amount"))
    def amount(self, row: Any) -> str:
        return in_words(row.amount)


class EscrowShareInline(ReadOnlyInline):
    model = EscrowShare
    fields = readonly_fields = (
        "purpose",
        "beneficiary",
        "amount",
        "payout",
        "fx_rate",
        "fx_source",
        "fx_as_of",
        "explanation",
    )

    @admin.display(description=_("payout"))
    def payout(self, share: EscrowShare) -> str:
        return in_words(share.payout_amount)


class RefundInline(ReadOnlyInline):
    model = Refund
    fields = readonly_fields = ("public_id", "amount", "status", "reason", "failure", "requested_at", "succeeded_at")


class PostingInline(ReadOnlyInline):
    model = Posting
    fields = readonly_fields = ("account", "debit", "credit")

    @admin.display(description=_("debit"))
    def debit(self, posting: Posting) -> str:
        return _spelt(posting.amount_minor, posting.currency) if posting.amount_minor > 0 else ""

    @admin.display(description=_("credit"))
    def credit(self, posting: Posting) -> str:
        return _spelt(-posting.amount_minor, posting.currency) if posting.amount_minor < 0 else ""


def _spelt(minor: int, currency: str) -> str:
    amount: Money = from_minor(minor, currency)
    return in_words(amount)


@admin.register(Payment)
class PaymentAdmin(MoneyAdmin):
    list_display = (
        "public_id",
        "organisation",
        "amount",
        "status",
        "reference",
        "created_at",
        "succeeded_at",
        "last_decline",
    )
    list_filter = ("status", "currency")
    list_select_related = ("organisation",)
    search_fields = ("public_id", "reference", "provider_session_id", "provider_intent_id")
    ordering = ("-id",)
    inlines = (RefundInline,)
    actions = ("ask_provider",)

    @admin.action(description=_("Ask the provider how it stands"))
    def ask_provider(self, request: HttpRequest, queryset: QuerySet[Payment]) -> None:
        self._each(request, queryset, lambda payment, actor: check_payment(payment=payment, now=timezone.now()))


@admin.register(Escrow)
class EscrowAdmin(MoneyAdmin):
    list_display = (
        "public_id",
        "payer",
        "payee",
        "amount",
        "status",
        "reference",
        "opened_at",
        "funded_at",
        "released_at",
    )
    list_filter = ("status", "currency")
    list_select_related = ("payer", "payee")
    search_fields = ("public_id", "reference", "payment__public_id")
    ordering = ("-id",)
    inlines = (EscrowShareInline, RefundInline)


@admin.register(LedgerAccount)
class LedgerAccountAdmin(MoneyAdmin):
    list_display = ("purpose", "currency", "organisation", "balance")
    list_filter = ("purpose", "currency")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    ordering = ("purpose", "currency", "id")

    @admin.display(description=_("balance (debit +)"))
    def balance(self, account: LedgerAccount) -> str:
        return _spelt(balances_of([account])[account.pk], account.currency)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(MoneyAdmin):
    list_display = ("id", "kind", "reference", "occurred_at", "recorded_at")
    list_filter = ("kind",)
    search_fields = ("reference",)
    ordering = ("-id",)
    inlines = (PostingInline,)

    def get_urls(self) -> list[Any]:
        check = self.admin_site.admin_view(self.reconciliation)
        return [path("reconciliation/", check, name="payments_reconciliation"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        self.message_user(
            request,
            format_html('<a href="{}">{}</a>', reverse("admin:payments_reconciliation"), _("Reconcile the ledger now")),
        )
        return super().changelist_view(request, extra_context)

    def reconciliation(self, request: HttpRequest) -> HttpResponse:
        """What must hold, currency by currency, and whether it does."""
        actor = Actor.for_staff(request.user)  # type: ignore[arg-type]
        checks = [
            {
                "name": check.name,
                "currency": check.currency,
                "ours": _spelt(check.ours, check.currency),
                "expected": _spelt(check.expected, check.currency),
                "holds": check.holds,
            }
            for check in queries.reconciliation(actor)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reconciliation"),
            "checks": checks,
            "broken": sum(not check["holds"] for check in checks),
            "held": queries.held_webhooks().count(),
        }
        return render(request, "payments/admin/reconciliation.html", context)


@admin.register(Payout)
class PayoutAdmin(MoneyAdmin):
    list_display = (
        "public_id",
        "organisation",
        "amount",
        "status",
        "reference",
        "requested_at",
        "sent_at",
        "paid_at",
        "failure",
    )
    list_filter = ("status", "currency")
    list_select_related = ("organisation",)
    search_fields = ("public_id", "reference", "provider_transfer_id", "provider_payout_id")
    ordering = ("-id",)
    actions = ("send_now", "ask_provider", "retry")

    @admin.action(description=_("Send now"))
    def send_now(self, request: HttpRequest, queryset: QuerySet[Payout]) -> None:
        self._each(request, queryset, lambda payout, actor: send_payout(payout=payout, now=timezone.now()))

    @admin.action(description=_("Ask the provider how it stands"))
    def ask_provider(self, request: HttpRequest, queryset: QuerySet[Payout]) -> None:
        self._each(request, queryset, lambda payout, actor: check_payout(payout=payout, now=timezone.now()))

    @admin.action(description=_("Pay out again what came back"))
    def retry(self, request: HttpRequest, queryset: QuerySet[Payout]) -> None:
        self._each(request, queryset, lambda row, actor: retry_payout(actor=actor, payout=row, now=timezone.now()))


@admin.register(Refund)
class RefundAdmin(MoneyAdmin):
    list_display = (
        "public_id",
        "organisation",
        "amount",
        "status",
        "reason",
        "requested_at",
        "succeeded_at",
        "failure",
    )
    list_filter = ("status", "currency")
    list_select_related = ("organisation",)
    search_fields = ("public_id", "payment__public_id", "provider_refund_id")
    ordering = ("-id",)
    actions = ("retry",)

    @admin.action(description=_("Refund again what failed"))
    def retry(self, request: HttpRequest, queryset: QuerySet[Refund]) -> None:
        self._each(request, queryset, lambda row, actor: retry_refund(actor=actor, refund=row, now=timezone.now()))


@admin.register(ConnectedAccount)
class ConnectedAccountAdmin(MoneyAdmin):
    list_display = ("organisation", "status", "payouts_enabled", "default_currency", "bank_hint", "refreshed_at")
    list_filter = ("status",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "provider_account_id")
    actions = ("refresh",)

    @admin.action(description=_("Fetch from the provider"))
    def refresh(self, request: HttpRequest, queryset: QuerySet[ConnectedAccount]) -> None:
        self._each(request, queryset, lambda account, actor: refresh_account(account=account, now=timezone.now()))


@admin.register(WebhookEvent)
class WebhookEventAdmin(MoneyAdmin):
    """The provider's messages; those held for a person come first."""

    list_display = (
        "provider_event_id",
        "type",
        "object_id",
        "outcome",
        "problem",
        "received_at",
        "handled_at",
        "attempts",
    )
    list_filter = ("outcome", "type")
    search_fields = ("provider_event_id", "object_id")
    actions = ("handle_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookEvent]:
        first = Case(
            When(outcome=WebhookEvent.Outcome.HELD, then=Value(0)),
            When(handled_at=None, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return super().get_queryset(request).annotate(urgency=first).order_by("urgency", "-id")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ()

    @admin.action(description=_("Handle again"))
    def handle_again(self, request: HttpRequest, queryset: QuerySet[WebhookEvent]) -> None:
        self._each(request, queryset, lambda webhook, actor: handle_again(webhook=webhook, now=timezone.now()))


@admin.register(CommissionRule)
class CommissionRuleAdmin(ModelAdmin):
    """What future sales cost a seller; sales already placed keep the rule they were placed under."""

    list_display = ("position", "name", "seller", "seller_country", "currency", "percent", "is_active")
    list_display_links = ("name",)
    list_filter = ("is_active",)
    ordering = ("position",)
    autocomplete_fields = ("seller",)


@admin.register(BankAccount)
class BankAccountAdmin(ReadOnlyAdmin):
    """Where organisations want their money: last digits only, for staff too."""

    list_display = ("organisation", "masked", "holder_name", "holder_matches", "currency", "usable_from", "removed_at")
    list_filter = ("holder_matches", "scheme")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "holder_name", "last4")
    exclude = ("sealed_number", "fingerprint")
    show_full_result_count = False
