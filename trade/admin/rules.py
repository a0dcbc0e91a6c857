"""The rulebook in admin: rules change by new dated rows; what has been in force is never rewritten."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.actor import Actor
from accounts.models import User
from trade.models import DatedRule, DestinationRule, DutyRate, FeeRule, LowValueRule, TaxRate
from trade.operations.add_dated_rule import put_in_force
from trade.queries import effects_of_rule

SHOWN_EFFECTS = 50


class DatedRuleForm(forms.ModelForm):
    """A new row must begin after every row of the same rule."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        model: Any = self._meta.model
        if not given.get("valid_from") or any(name not in given for name in model.KEY):
            return given
        if given.get("valid_to") and given["valid_to"] < given["valid_from"]:
            raise ValidationError({"valid_to": _("The rule ends before it begins.")})
        same = model._default_manager.filter(**{name: given[name] for name in model.KEY})
        if same.filter(valid_from__gte=given["valid_from"]).exists():
            raise ValidationError({"valid_from": _("A row of this rule begins on that day or later.")})
        return given


class DatedRuleAdmin(ModelAdmin):
    """Rows are added, never rewritten: a new row of a rule ends the row before it on the day before."""

    form = DatedRuleForm
    list_filter: ClassVar = ["destination", "is_shaky"]
    search_fields: ClassVar = ["destination", "source", "note"]
    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), "new_row_from_this"]

    @admin.display(description=_("Change"))
    def new_row_from_this(self, row: DatedRule) -> str:
        """A link to the form for the next row, filled with this one's values."""
        kept = {
            column.name: getattr(row, column.name)
            for column in row._meta.concrete_fields
            if column.editable and column.name not in ("id", "valid_from", "valid_to", "source", "source_date")
        }
        values = {name: value for name, value in kept.items() if value not in (None, "", False)}
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_add")
        return format_html('<a href="{}?{}">{}</a>', address, urlencode(values), _("New row from this"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        """Show what the new row does to what is on sale; the second sending, with that seen, saves it."""
        if request.method == "POST" and "_seen" not in request.POST and self.has_add_permission(request):
            form = self.get_form(request)(request.POST)
            if form.is_valid():
                return self._effects_page(request, form.save(commit=False))
        return super().add_view(request, form_url, extra_context)

    def _effects_page(self, request: HttpRequest, rule: DatedRule) -> HttpResponse:
        effects = effects_of_rule(rule)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What this change does"),
            "opts": self.model._meta,
            "rule": rule,
            "effects": effects,
            "shown": effects.changed[:SHOWN_EFFECTS],
            "totals": effects.totals,
            "given": [
                (name, value)
                for name in request.POST
                if name != "csrfmiddlewaretoken"
                for value in request.POST.getlist(name)
            ],
        }
        return TemplateResponse(request, "trade/admin/rule_effect.html", context)

    def save_model(self, request: HttpRequest, obj: DatedRule, form: Any, change: bool) -> None:
        put_in_force(actor=Actor.for_staff(cast(User, request.user)), rule=obj, now=timezone.now())


@admin.register(DestinationRule)
class DestinationRuleAdmin(DatedRuleAdmin):
    list_display: ClassVar = [
        "destination", "valuation", "tax_name", "business_tax", "valid_from", "valid_to", "is_shaky",
    ]  # fmt: skip


@admin.register(DutyRate)
class DutyRateAdmin(DatedRuleAdmin):
    list_display: ClassVar = [
        "destination", "measure", "hs_prefix", "origin", "agreement", "percent", "specific_amount", "valid_from",
        "valid_to", "is_shaky",
    ]  # fmt: skip
    list_filter: ClassVar = ["destination", "kind", "measure", "is_shaky"]
    search_fields: ClassVar = ["hs_prefix", "origin", "agreement", "source", "note"]


@admin.register(TaxRate)
class TaxRateAdmin(DatedRuleAdmin):
    list_display: ClassVar = ["destination", "hs_prefix", "name", "percent", "valid_from", "valid_to", "is_shaky"]


@admin.register(LowValueRule)
class LowValueRuleAdmin(DatedRuleAdmin):
    list_display: ClassVar = [
        "destination", "importer", "ship_from", "threshold", "threshold_currency", "duty", "tax", "valid_from",
        "valid_to", "is_shaky",
    ]  # fmt: skip


@admin.register(FeeRule)
class FeeRuleAdmin(DatedRuleAdmin):
    list_display: ClassVar = [
        "destination", "code", "name", "base", "percent", "amount", "valid_from", "valid_to", "is_shaky",
    ]  # fmt: skip
