"""Restrictions in admin: rows are added, never rewritten; what a row would do to live listings is shown first."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.actor import Actor
from accounts.models import User
from trade.effects import openness_effects
from trade.models import Restriction
from trade.operations.add_restriction import put_restriction_in_force
from trade.reference.restriction_rows import check_restriction
from trade.restrictions import DOCUMENTS
from trade.restrictions.wording import REASONS


class RestrictionForm(forms.ModelForm):
    """A new row must begin after every row of the same code; it is saved once its effect has been looked at."""

    effect_seen = forms.BooleanField(
        label=_("I have seen what it does to live listings"), required=False,
        help_text=_("Save once without it: nothing is kept, and the effect is shown above."),
    )  # fmt: skip

    class Meta:
        model = Restriction
        fields = "__all__"  # noqa: DJ007
        widgets: ClassVar = {name: forms.Textarea(attrs={"rows": 3}) for name in ("keywords", "not_keywords")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            texts = [(code, f"{code}: {text}") for code, text in sorted(REASONS.items())]
            self.fields["reason"] = forms.ChoiceField(label=_("reason"), choices=texts)
            self.fields["documents"].help_text = ", ".join(sorted(DOCUMENTS))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        row = Restriction(**{name: value for name, value in given.items() if name != "effect_seen"})
        if self.errors:
            return given
        wrong = check_restriction(row)
        later = Restriction.objects.filter(code=row.code, valid_from__gte=row.valid_from)
        if later.exists():
            wrong.setdefault("valid_from", []).append(_("A row of this rule begins on that day or later."))
        if wrong:
            raise ValidationError({name: [str(text) for text in texts] for name, texts in wrong.items()})
        if not given.get("effect_seen"):
            raise ValidationError({"effect_seen": self._effect(row)})
        return given

    def _effect(self, row: Restriction) -> list[str]:
        effect = openness_effects(row)
        lines = [
            str(_("%(changed)s of %(listings)s live listings would change, in %(pairs)s listing–country pairs."))
            % {"changed": effect.listings_changed, "listings": effect.listings, "pairs": effect.pairs_changed}
        ]
        lines += [
            str(_("“%(title)s”: closed to %(closed)s; opened to %(opened)s."))
            % {"title": each.title, "closed": ", ".join(each.closed) or "–", "opened": ", ".join(each.opened) or "–"}
            for each in effect.sample
        ]
        return lines


@admin.register(Restriction)
class RestrictionAdmin(ModelAdmin):
    """Rows are added, never rewritten: a new row of a code ends the row before it on the day before."""

    form = RestrictionForm
    list_display: ClassVar = [
        "code", "kind", "outcome", "destinations", "who", "valid_from", "valid_to", "is_shaky", "new_row_from_this",
    ]  # fmt: skip
    list_filter: ClassVar = ["kind", "outcome", "who", "is_shaky"]
    search_fields: ClassVar = ["code", "destinations", "hs_prefixes", "keywords", "source", "note"]
    list_per_page = 50

    @admin.display(description=_("Change"))
    def new_row_from_this(self, row: Restriction) -> SafeString:
        """A link to the form for the next row, filled with this one's values."""
        kept = {
            column.name: getattr(row, column.name)
            for column in row._meta.concrete_fields
            if column.editable and column.name not in ("id", "valid_from", "valid_to", "source", "source_date")
        }
        values = {name: value for name, value in kept.items() if value not in (None, "", False)}
        return format_html(
            '<a href="{}?{}">{}</a>', reverse("admin:trade_restriction_add"), urlencode(values), _("New row from this")
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Restriction, form: Any, change: bool) -> None:
        put_restriction_in_force(actor=Actor.for_staff(cast(User, request.user)), row=obj, now=timezone.now())
