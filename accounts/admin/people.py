"""People and organisations for the platform's staff."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts import operations
from accounts.actor import Actor
from accounts.models import DataExport, Invitation, Membership, Notification, Organisation, TaxId, User
from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.refusals import InvalidInput


@admin.register(User)
class PersonAdmin(UserAdmin, ModelAdmin):  # type: ignore[misc]
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    ordering = ("-id",)
    list_display = ("email", "full_name", "country", "language", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active", "language")
    search_fields = ("email", "full_name")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": ("full_name", "language", "currency", "country", "time_zone")}),
        (_("Staff"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "password1", "password2")}),)


class MembershipInline(TabularInline):
    model = Membership
    fields = readonly_fields = ("user", "role", "created_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TaxIdInline(TabularInline):
    model = TaxId
    fields = readonly_fields = ("kind", "country", "value", "is_checked", "verified_at", "reference", "created_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = (
        "name", "country", "currency", "sells", "buys", "status", "all_stopped", "selling_stopped", "payouts_stopped",
        "created_at", "hold",
    )  # fmt: skip
    list_filter = ("status", "all_stopped", "selling_stopped", "payouts_stopped", "sells", "buys", "country")
    search_fields = ("name", "slug", "public_id")
    ordering = ("-id",)
    inlines = (MembershipInline, TaxIdInline)
    actions = ("reinstate",)

    @admin.action(description=_("Reinstate after a name was cleared, with a reason"))
    def reinstate(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask for the reason first; then do it to each organisation chosen."""
        error = ""
        if "reason" in request.POST:
            try:
                for organisation in queryset:
                    operations.reinstate_organisation(
                        actor=Actor.for_staff(request.user),  # type: ignore[arg-type]
                        organisation_id=organisation.pk,
                        reason=request.POST["reason"],
                        now=timezone.now(),
                    )
            except InvalidInput as refusal:
                error = " ".join(str(message) for message in refusal.fields["reason"])
            else:
                messages.success(request, _("Done. The organisations were told."))
                return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Give the reason"),
            "objects": queryset,
            "action": "reinstate",
            "error": error,
            "opts": self.model._meta,
        }
        return render(request, "accounts/admin/reason.html", context)

    @admin.display(description=_("hold"))
    def hold(self, organisation: Organisation) -> SafeString:
        address = f"{reverse('admin:accounts_hold_add')}?organisation={organisation.public_id}"
        return format_html('<a href="{}">{}</a>', address, _("Place a hold"))


@admin.register(TaxId)
class TaxIdAdmin(ReadOnlyAdmin):
    """Numbers that a person looked up in the register that gave them; VIES is asked by itself."""

    list_display = ("value", "kind", "country", "organisation", "is_checked", "verified_at", "verified_by", "reference")
    list_filter = (("verified_at", admin.EmptyFieldListFilter), "kind", "country")
    search_fields = ("value", "organisation__name")
    list_select_related = ("organisation", "verified_by")
    ordering = ("-id",)
    actions = ("confirm", "refute")

    @admin.action(description=_("The register confirms it"))
    def confirm(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._with_reference(request, queryset, "confirm", is_valid=True)

    @admin.action(description=_("The register does not know it"))
    def refute(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._with_reference(request, queryset, "refute", is_valid=False)

    def _with_reference(
        self, request: HttpRequest, queryset: Any, action: str, *, is_valid: bool
    ) -> HttpResponse | None:
        """Ask for the reference of the register's answer; then keep it with each number chosen."""
        error = ""
        if "reason" in request.POST:
            try:
                for tax_id in queryset:
                    operations.verify_tax_id(
                        actor=Actor.for_staff(request.user),  # type: ignore[arg-type]
                        tax_id=tax_id,
                        is_valid=is_valid,
                        reference=request.POST["reason"],
                        now=timezone.now(),
                    )
            except InvalidInput as refusal:
                error = " ".join(str(message) for message in refusal.fields["reference"])
            else:
                messages.success(request, _("Done. The organisations were told."))
                return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("What the register said"),
            "label": _("Reference of the register's answer: its number, or where and when you looked"),
            "objects": queryset,
            "action": action,
            "error": error,
            "opts": self.model._meta,
        }
        return render(request, "accounts/admin/reason.html", context)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("email", "organisation", "role", "created_at", "expires_at", "accepted_at", "withdrawn_at")
    exclude = ("token_hash",)
    search_fields = ("email", "organisation__name")
    list_select_related = ("organisation",)


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ("title", "user", "organisation", "kind", "created_at", "read_at", "mailed_at")
    list_filter = ("kind",)
    list_select_related = ("user", "organisation")
    ordering = ("-id",)
    show_full_result_count = False


class ApiClientAdmin(ReadOnlyAdmin):
    """Registered by the OAuth library (settings/auth.py names it)."""

    list_display = ("name", "organisation", "user", "scopes", "last_used_at", "created")
    exclude = ("client_secret",)
    list_select_related = ("organisation", "user")


@admin.register(DataExport)
class DataExportAdmin(ReadOnlyAdmin):
    """Archives that organisations asked for; what is in them is theirs, not ours to open."""

    list_display = (
        "public_id", "organisation", "state", "parts_done", "parts_total", "rows_written", "size_bytes", "tries",
        "requested_at", "expires_at",
    )  # fmt: skip
    list_filter = ("state",)
    exclude = ("file",)
    search_fields = ("public_id", "organisation__name")
    list_select_related = ("organisation",)
