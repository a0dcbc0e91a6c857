"""What sellers are asked for, set up by operators; terms; and what was sent and decided, to look at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.models import CompanyDocument, Organisation, Requirement, RequirementRecord, TermsSignature, TermsVersion
from accounts.places import COUNTRIES
from accounts.requirements import CHECKS
from marketplace.kernel.admin import ReadOnlyAdmin
from marketplace.kernel.private_files import open_private
from marketplace.kernel.refusals import NotFound
from marketplace.kernel.scans import media_type


class RequirementForm(forms.ModelForm):
    """A requirement: the check must exist, countries and kinds must be known."""

    class Meta:
        model = Requirement
        fields = (
            "code", "kind", "gate", "check_name", "title", "help_text", "countries", "legal_forms", "is_active",
            "asked_from", "asked_of_others_from", "position",
        )  # fmt: skip

    def clean_check_name(self) -> str:
        name = str(self.cleaned_data["check_name"])
        if name and name not in CHECKS:
            raise forms.ValidationError(
                _("There is no such check. There are: %(names)s.") % {"names": ", ".join(CHECKS)}
            )
        return name

    def clean_countries(self) -> str:
        codes = str(self.cleaned_data["countries"]).upper().split()
        if unknown := sorted(set(codes) - COUNTRIES):
            raise forms.ValidationError(_("These are no country codes: %(codes)s.") % {"codes": " ".join(unknown)})
        return " ".join(codes)

    def clean_legal_forms(self) -> str:
        kinds = str(self.cleaned_data["legal_forms"]).split()
        if unknown := sorted(set(kinds) - set(Organisation.LegalForm.values)):
            raise forms.ValidationError(_("These are no kinds: %(kinds)s.") % {"kinds": " ".join(unknown)})
        return " ".join(kinds)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if (found.get("kind") == Requirement.Kind.COMPUTED) != bool(found.get("check_name")):
            self.add_error("check_name", _("A computed requirement names its check; the others have none."))
        return found


@admin.register(Requirement)
class RequirementAdmin(ModelAdmin):
    """Changing a row changes what is asked from then on; a row that was used is switched off, not deleted."""

    form = RequirementForm
    list_display = ("code", "kind", "gate", "check_name", "countries", "legal_forms", "is_active", "asked_from")
    list_filter = ("gate", "kind", "is_active")
    search_fields = ("code", "title")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and not obj.records.exists()


@admin.register(TermsVersion)
class TermsVersionAdmin(ModelAdmin):
    """New words are a new version; one that was signed stays as it was."""

    list_display = ("version", "in_force_from")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.signatures.exists())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not obj.signatures.exists())


@admin.register(TermsSignature)
class TermsSignatureAdmin(ReadOnlyAdmin):
    list_display = ("organisation", "terms", "signed_name", "signed_by", "signed_at", "address")
    list_select_related = ("organisation", "terms", "signed_by")
    search_fields = ("organisation__name", "signed_name")
    show_full_result_count = False


@admin.register(RequirementRecord)
class RequirementRecordAdmin(ReadOnlyAdmin):
    """The audit trail."""

    list_display = ("organisation", "requirement", "what", "reason", "until", "by", "at")
    list_filter = ("what", "requirement")
    list_select_related = ("organisation", "requirement", "by")
    search_fields = ("organisation__name", "reason")
    show_full_result_count = False


@admin.register(CompanyDocument)
class CompanyDocumentAdmin(ReadOnlyAdmin):
    """Papers; decided on the page of their seller."""

    list_display = ("organisation", "kind", "title", "state", "expires_on", "sent_at")
    list_filter = ("state", "kind")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "title")
    exclude = ("file", "fingerprint")
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(self.look)
        return [path("<int:pk>/file/", look, name="accounts_companydocument_file"), *super().get_urls()]

    def look(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The paper itself."""
        document = get_object_or_404(CompanyDocument, pk=pk)
        if not self.has_view_permission(request, document):
            raise NotFound
        try:
            with open_private(document.file) as file:
                content = file.read()
        except OSError:
            raise NotFound from None
        response = HttpResponse(content, content_type=media_type(document.file))
        response["Cache-Control"] = "private, no-store"
        return response
