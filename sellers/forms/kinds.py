"""How something is made to order, and how a service is delivered, as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import time_zone_choices
from sellers.forms.plain import WHOLE, PlainForm
from sellers.kinds import DAYS, MEASURES, PRICINGS, SPOKEN, WHERE, spoken_label
from sellers.kinds.service import MINUTES

# So many empty rows stand below those that are filled.
SPARE_ROWS = 2


class Rows:
    """Rows of plain fields, numbered: `option_label_0`, `option_choices_0`, ... Written and read without scripts."""

    def __init__(self, name: str, fields: tuple[str, ...]) -> None:
        self.name, self.fields = name, fields

    def typed(self, data: Any) -> list[dict[str, str]]:
        """Return the rows that were sent."""
        count = min(int(given) if (given := str(data.get(f"{self.name}_count", "0"))).isdigit() else 0, 60)
        return [
            {field: str(data.get(f"{self.name}_{field}_{number}", "")) for field in self.fields}
            for number in range(count)
        ]

    def shown(self, rows: list[dict[str, Any]], errors: dict[str, list[str]], prefix: str) -> list[dict[str, Any]]:
        """Return `rows` and some empty ones for the template, each with its number and what is wrong by field."""
        spare: list[dict[str, Any]] = [{} for _number in range(SPARE_ROWS)]
        return [
            {
                **row,
                "number": number,
                "errors": {
                    field: [*map(str, reasons)]
                    for field in self.fields
                    if (reasons := errors.get(f"{prefix}.{number}.{field}"))
                },
            }
            for number, row in enumerate([*rows, *spare])
        ]


OPTIONS = Rows("option", ("label", "choices", "required"))
MEASUREMENTS = Rows("measure", ("label", "unit", "minimum", "maximum", "tolerance", "required"))
MILESTONES = Rows("milestone", ("label", "percent", "days"))
SLOTS = Rows("slot", ("day", "from", "until"))


class MakingForm(PlainForm):
    """Options, measurements and deposit of something made to order."""

    deposit_percent = forms.CharField(
        label=_("Deposit"),
        required=False,
        help_text=_("Stated to the buyer and kept with the order. The whole price is held in escrow."),
        widget=forms.TextInput(attrs=WHOLE),
    )
    measures = MEASURES

    def content(self) -> dict[str, Any]:
        """Return what was sent as `sellers.kinds.read_making` reads it."""
        options: list[dict[str, Any]] = [
            {**row, "choices": choice_lines(row["choices"])} for row in OPTIONS.typed(self.data)
        ]
        return {
            "options": options,
            "measurements": MEASUREMENTS.typed(self.data),
            "deposit_percent": self.data.get("deposit_percent", ""),
        }


def choice_lines(typed: str) -> list[dict[str, str]]:
    """Return the lines “Silk lining + 120” as choices with what they add."""
    found = []
    for line in typed.splitlines()[:60]:
        label, plus, adder = line.rpartition("+")
        found.append({"label": label.strip(), "adder": adder.strip()} if plus else {"label": line.strip()})
    return [each for each in found if each["label"]]


def choices_text(choices: list[dict[str, str]]) -> str:
    """The other way round, for the field."""
    return "\n".join(
        f"{each['label']} + {each['adder']}" if each["adder"] != "0" else each["label"] for each in choices
    )


def making_rows(making: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the kept options and measurements as rows of the form."""
    options = [{**option, "choices": choices_text(option["choices"])} for option in making.get("options", [])]
    return options, making.get("measurements", [])


class ServiceForm(PlainForm):
    """How a service is delivered."""

    pricing = forms.ChoiceField(
        label=_("What is the price for?"), choices=list(PRICINGS.items()), widget=forms.RadioSelect
    )
    where = forms.ChoiceField(label=_("Where is it delivered?"), choices=list(WHERE.items()), widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Town or region"),
        required=False,
        help_text=_("For what is done on site."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    minutes = forms.ChoiceField(
        label=_("One lesson or block takes"),
        required=False,
        help_text=_("Short blocks let people work part-time: a buyer books one or several."),
        choices=[("", "–"), *((str(each), _("%(n)s minutes") % {"n": each}) for each in MINUTES)],
    )
    time_zone = forms.ChoiceField(label=_("Your time zone"), required=False)
    days = [(str(number), day) for number, day in enumerate(DAYS)]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = sorted(  # type: ignore[attr-defined]
            ((code, spoken_label(code)) for code in SPOKEN), key=lambda choice: choice[1]
        )
        self.fields["time_zone"].choices = [("", "–"), *time_zone_choices()]  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        """Return what was sent as `sellers.kinds.read_service` reads it."""
        sent: Any = self.data
        content: dict[str, Any] = {name: sent.get(name, "") for name in ("pricing", "where", "place", "minutes")}
        return content | {
            "languages": sent.getlist("languages"),
            "time_zone": sent.get("time_zone", ""),
            "milestones": MILESTONES.typed(sent),
            "slots": SLOTS.typed(sent),
        }


__all__ = [
    "MEASUREMENTS",
    "MILESTONES",
    "OPTIONS",
    "SLOTS",
    "MakingForm",
    "ServiceForm",
    "making_rows",
]
