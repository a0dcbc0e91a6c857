"""What each category asks of its listings."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from sellers import operations
from sellers.admin.reasons import staff
from sellers.models import CategoryAttribute
from sellers.operations.define_attribute import problems_of


class AttributeForm(ModelForm):  # type: ignore[type-arg]
    """Refuses at the field what the operation would refuse."""

    class Meta:
        model = CategoryAttribute
        fields = "__all__"  # noqa: DJ007

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        for name, reasons in problems_of(self.instance).items():
            self.add_error(name, ValidationError([str(reason) for reason in reasons]))


@admin.register(CategoryAttribute)
class CategoryAttributeAdmin(ModelAdmin):
    """What a category asks; categories below it ask it too."""

    form = AttributeForm
    list_display = ("label", "code", "category", "type", "is_required", "is_faceted", "is_open")
    list_filter = ("type", "is_required", "is_faceted", "is_open")
    list_select_related = ("category",)
    search_fields = ("label", "code", "category__name", "category__slug")
    autocomplete_fields = ("category",)
    ordering = ("category__path", "position")
    list_per_page = 100
    fieldsets = (
        (None, {"fields": ("category", "code", "label", "label_translations", "type", "position")}),
        (_("Answers"), {"fields": ("unit_family", "minimum", "maximum", "choices")}),
        (_("Use"), {"fields": ("is_required", "is_faceted", "steps", "is_open")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # Listings keep their answers under the code, in the shape of the type.
        return ("category", "code", "type") if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Closed instead: what listings say under it stays readable.
        return False

    def save_model(self, request: HttpRequest, obj: CategoryAttribute, form: Any, change: bool) -> None:
        operations.define_attribute(actor=staff(request), attribute=obj)
