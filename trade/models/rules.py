"""
Duty, tax and fee rules, as dated rows with their source.

A row is in force from `valid_from` to `valid_to` (both days included; empty means until further notice). Rows in
force are never edited: a change is a new row from its own day on.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def period_constraint(name: str) -> models.CheckConstraint:
    """A period that ends before it starts would silently never apply."""
    return models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name)


class Importer(models.TextChoices):
    ALL = "all", _("Everybody")
    CONSUMER = "consumer", _("Consumers")
    BUSINESS = "business", _("Businesses")


class DatedRule(models.Model):
    """What every rule row carries: where it applies, when, and where it comes from."""

    destination = models.CharField(max_length=2, help_text=_("ISO country code, or EU for all member states."))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    source_date = models.DateField()
    is_shaky = models.BooleanField(
        _("unconfirmed"), default=False, help_text=_("Sources disagree or the official text was not seen.")
    )
    note = models.CharField(max_length=300, blank=True)
    entered_in_admin = models.BooleanField(default=False, editable=False)

    #: Columns that say which rule a row is a period of; set by each subclass.
    KEY: tuple[str, ...] = ("destination",)

    class Meta:
        abstract = True

    def key(self) -> tuple[str, ...]:
        """Return what identifies the rule, apart from its period."""
        # A threshold reads 150 in a file and 150.000 in the database.
        values = (getattr(self, name) for name in self.KEY)
        return tuple(f"{value.normalize():f}" if isinstance(value, Decimal) else str(value) for value in values)


class DestinationRule(DatedRule):
    """How a destination values goods, what its tax is called, and how it treats an importing business."""

    class Valuation(models.TextChoices):
        FOB = "fob", _("FOB: without international freight and insurance")
        CIF = "cif", _("CIF: with freight and insurance to the border")

    class BusinessTax(models.TextChoices):
        PAID = "paid", _("Paid at import, reclaimed in the tax return")
        SELF_ASSESSED = "self_assessed", _("Accounted for in the tax return, no cash at import")
        NOT_LEVIED = "not_levied", _("No import tax")

    KEY = ("destination",)

    currency = models.CharField(max_length=3)
    valuation = models.CharField(max_length=3, choices=Valuation.choices)
    tax_name = models.CharField(max_length=30, help_text=_("What the tax is called there, such as VAT or GST."))
    tax_base_has_freight = models.BooleanField(default=True)
    tax_base_uplift_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(0))
    uplift_exempt_origins = models.CharField(max_length=60, blank=True)
    business_tax = models.CharField(max_length=16, choices=BusinessTax.choices, default=BusinessTax.PAID)
    deemed_freight_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(0))
    deemed_insurance_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(0))
    value_step = models.PositiveIntegerField(default=0, help_text=_("Taxable values are cut down to this step."))
    charge_step = models.PositiveIntegerField(default=0, help_text=_("Duty and tax are cut down to this step."))
    waive_charge_up_to = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(0))
    no_mfn_origins = models.CharField(max_length=60, blank=True, help_text=_("Origins without normal duty rates."))
    duty_is_cut = models.BooleanField(
        default=False, help_text=_("The duty is cut down to the smallest unit of money instead of rounded half up.")
    )
    consumer_value_percent = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        default=Decimal(100),
        help_text=_("What part of its retail price goods for personal use are valued at."),
    )

    class Meta:
        verbose_name = _("destination rule")
        verbose_name_plural = _("destination rules")
        ordering = ["destination", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["destination", "valid_from"], name="trade_destination_rule_starts_once"),
            period_constraint("trade_destination_rule_period"),
        ]

    def __str__(self) -> str:
        return f"{self.destination} {self.valuation} {self.valid_from}"


class DutyRate(DatedRule):
    """A customs duty for goods under an HS prefix: ad valorem, specific, or both."""

    class Kind(models.TextChoices):
        BASE = "base", _("Normal duty (MFN)")
        ADDITIONAL = "additional", _("Additional duty")
        PREFERENCE = "preference", _("Preference under an agreement")
        QUOTA = "quota", _("Rate inside a quota")

    class Combine(models.TextChoices):
        SUM = "sum", _("Percentage plus specific amount")
        GREATER = "greater", _("The greater of both")
        LESSER = "lesser", _("The lesser of both")

    class Unit(models.TextChoices):
        KG = "kg", _("kilogram")
        HUNDRED_KG = "100kg", _("100 kilograms")
        TONNE = "tonne", _("tonne")
        PIECE = "piece", _("piece")
        PAIR = "pair", _("pair")
        HUNDRED_PIECES = "100pcs", _("100 pieces")

    KEY = ("destination", "measure", "hs_prefix", "origin", "agreement")

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.BASE)
    measure = models.CharField(max_length=20, default="MFN", help_text=_("Short name of the measure."))
    hs_prefix = models.CharField(max_length=10, blank=True, help_text=_("Empty: all goods."))
    origin = models.CharField(max_length=2, blank=True, help_text=_("Empty: any origin."))
    agreement = models.CharField(
        max_length=20, blank=True, help_text=_("Trade agreement, or quota order number, that the importer claims.")
    )
    proof = models.CharField(max_length=120, blank=True, help_text=_("What must be on file for the claim."))
    percent = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    specific_amount = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    specific_currency = models.CharField(max_length=3, blank=True)
    specific_unit = models.CharField(max_length=6, choices=Unit.choices, blank=True)
    combine = models.CharField(max_length=8, choices=Combine.choices, default=Combine.SUM)
    specific_minimum = models.DecimalField(
        max_digits=14, decimal_places=4, null=True, blank=True, help_text=_("At least this, for each unit.")
    )
    specific_maximum = models.DecimalField(
        max_digits=14, decimal_places=4, null=True, blank=True, help_text=_("At most this, for each unit.")
    )
    top_up_to_percent = models.DecimalField(
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Fills the normal duty up to this percentage instead of adding to it."),
    )
    displaces = models.CharField(max_length=80, blank=True, help_text=_("Measures that do not apply beside this."))
    waived_by = models.CharField(max_length=80, blank=True, help_text=_("Agreements whose claim removes this."))

    class Meta:
        verbose_name = _("duty rate")
        verbose_name_plural = _("duty rates")
        ordering = ["destination", "hs_prefix", "measure", "origin", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "measure", "hs_prefix", "origin", "agreement", "valid_from"],
                name="trade_duty_rate_starts_once",
            ),
            period_constraint("trade_duty_rate_period"),
            # A row that says no amount would read as free of duty.
            models.CheckConstraint(
                condition=Q(percent__isnull=False)
                | Q(specific_amount__isnull=False)
                | Q(top_up_to_percent__isnull=False),
                name="trade_duty_rate_says_an_amount",
            ),
            models.CheckConstraint(
                condition=(Q(percent__isnull=True) | Q(percent__gte=0))
                & (Q(specific_amount__isnull=True) | Q(specific_amount__gte=0)),
                name="trade_duty_rate_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.destination} {self.hs_prefix or '*'} {self.measure} {self.origin or '*'} {self.valid_from}"


class TaxRate(DatedRule):
    """
    VAT, GST or sales tax on goods under an HS prefix; the longest prefix wins.

    A row with a class is only taken when it is asked for; a row of a region before one of the whole country.
    """

    KEY = ("destination", "region", "hs_prefix", "vat_class", "importer")

    importer = models.CharField(max_length=8, choices=Importer.choices, default=Importer.ALL)
    region = models.CharField(max_length=3, blank=True, help_text=_("State or province; empty: the whole country."))
    hs_prefix = models.CharField(max_length=10, blank=True, help_text=_("Empty: the standard rate."))
    vat_class = models.CharField(max_length=16, blank=True, help_text=_("Such as reduced or zero; empty: by HS code."))
    name = models.CharField(max_length=40)
    percent = models.DecimalField(max_digits=9, decimal_places=4)
    second_percent = models.DecimalField(
        max_digits=9,
        decimal_places=4,
        default=Decimal(0),
        help_text=_("The part of the rate that is reckoned on the rounded first part (Japan's local tax)."),
    )
    is_inside = models.BooleanField(default=False, help_text=_("The tax is part of its own base (Brazil's ICMS)."))

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering = ["destination", "hs_prefix", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "region", "hs_prefix", "vat_class", "importer", "valid_from"],
                name="trade_tax_rate_starts_once",
            ),
            period_constraint("trade_tax_rate_period"),
            # An inside rate of 100 or more has no finite tax.
            models.CheckConstraint(
                condition=Q(percent__gte=0) & Q(percent__lt=100), name="trade_tax_rate_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        place = "-".join(part for part in (self.destination, self.region) if part)
        return f"{place} {self.hs_prefix or self.vat_class or '*'} {self.percent.normalize():f} % {self.valid_from}"


class LowValueRule(DatedRule):
    """What a destination does instead of its normal rules below a value threshold."""

    class Basis(models.TextChoices):
        GOODS = "goods", _("Value of the goods in the consignment")
        CUSTOMS = "customs", _("Customs value of the consignment")
        UNIT = "unit", _("Value of one piece")

    class Duty(models.TextChoices):
        NORMAL = "normal", _("Normal duty")
        NONE = "none", _("No duty")
        PER_LINE = "per_line", _("A fixed amount for each tariff line")
        PERCENT = "percent", _("A flat percentage")

    class Tax(models.TextChoices):
        NORMAL = "normal", _("Normal import tax")
        NONE = "none", _("No tax")
        AT_SALE = "at_sale", _("Collected at checkout by seller or marketplace")

    KEY = ("destination", "importer", "ship_from", "threshold", "threshold_currency")

    importer = models.CharField(max_length=8, choices=Importer.choices, default=Importer.ALL)
    ship_from = models.CharField(max_length=2, blank=True, help_text=_("Empty: from anywhere."))
    threshold = models.DecimalField(max_digits=14, decimal_places=3)
    threshold_currency = models.CharField(max_length=3)
    basis = models.CharField(max_length=8, choices=Basis.choices, default=Basis.GOODS)
    duty = models.CharField(max_length=8, choices=Duty.choices)
    duty_percent = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(0))
    duty_amount = models.DecimalField(
        max_digits=14,
        decimal_places=3,
        default=Decimal(0),
        help_text=_("For each tariff line; with a flat percentage: what is taken off the duty."),
    )
    amount_currency = models.CharField(max_length=3, blank=True)
    tax = models.CharField(max_length=8, choices=Tax.choices)
    tax_factor = models.DecimalField(max_digits=6, decimal_places=4, default=Decimal(1))
    tax_class = models.CharField(max_length=16, blank=True, help_text=_("Class of the tax rate below the threshold."))
    collected_by = models.CharField(max_length=60, blank=True)
    excluded_prefixes = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("low-value rule")
        verbose_name_plural = _("low-value rules")
        ordering = ["destination", "threshold", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "importer", "ship_from", "threshold", "threshold_currency", "valid_from"],
                name="trade_low_value_rule_starts_once",
            ),
            period_constraint("trade_low_value_rule_period"),
            models.CheckConstraint(condition=Q(threshold__gt=0), name="trade_low_value_threshold_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.destination} {self.importer} {self.threshold.normalize():f} {self.threshold_currency}"


class FeeRule(DatedRule):
    """A levy beside duty and tax: a percentage of a base, a fixed amount, or a percentage within limits."""

    class Base(models.TextChoices):
        GOODS = "goods", _("Value of the goods")
        CUSTOMS = "customs", _("Customs value")
        DUTY = "duty", _("Duty")
        FLAT = "flat", _("Fixed amount for the consignment")
        PER_LINE = "per_line", _("Fixed amount for each tariff line")

    class CountsAs(models.TextChoices):
        DUTY = "duty", _("Duty")
        TAX = "tax", _("Tax")
        FEE = "fee", _("Fee")

    class Regime(models.TextChoices):
        NORMAL = "normal", _("Normal imports")
        LOW_VALUE = "low_value", _("Low-value consignments")
        ALL = "all", _("All imports")

    KEY = ("destination", "code", "importer", "value_above")

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    importer = models.CharField(max_length=8, choices=Importer.choices, default=Importer.ALL)
    regime = models.CharField(max_length=10, choices=Regime.choices, default=Regime.NORMAL)
    base = models.CharField(max_length=8, choices=Base.choices)
    percent = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(0))
    amount = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    minimum = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    currency = models.CharField(max_length=3)
    value_above = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(0))
    value_up_to = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    transport = models.CharField(max_length=8, blank=True, help_text=_("Only for this transport; empty: any."))
    counts_as = models.CharField(max_length=4, choices=CountsAs.choices, default=CountsAs.FEE)
    is_in_tax_base = models.BooleanField(default=True)
    waived_by = models.CharField(max_length=80, blank=True, help_text=_("Agreements whose claim removes this."))

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["destination", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "code", "importer", "value_above", "valid_from"],
                name="trade_fee_rule_starts_once",
            ),
            period_constraint("trade_fee_rule_period"),
            models.CheckConstraint(condition=Q(percent__gte=0) & Q(amount__gte=0), name="trade_fee_rule_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.destination} {self.code} {self.valid_from}"
