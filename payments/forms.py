"""Forms about money: they check shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Movement
from .queries import MovementFilter


class MovementFilterForm(forms.Form):
    """What a statement is narrowed to."""

    currency = forms.ChoiceField(label=_("Currency"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Movement.Kind.choices])
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(
        label=_("Order or description"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: object, currencies: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["currency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All currencies")), *((code, code) for code in currencies)]

    def narrowed(self) -> MovementFilter:
        """Return what the valid fields ask for; a field that is wrong narrows nothing."""
        self.is_valid()
        values = getattr(self, "cleaned_data", {})
        return MovementFilter(**{name: values[name] for name in self.fields if values.get(name)})
