"""The sentences of an explanation, by code; `%(name)s` are filled from the step's facts."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "valuation_cif": _("Customs value in %(country)s: the goods with freight and insurance to the border."),
    "valuation_fob": _("Customs value in %(country)s: the goods without international freight and insurance."),
    "valuation_deemed": _("Freight and insurance not given: %(freight)s %% and %(insurance)s %% of the goods instead."),
    "in_price": _("The price under %(incoterm)s holds freight of %(freight)s and insurance of %(insurance)s already."),
    "duty_base": _("%(measure)s duty of %(rate)s for HS %(prefix)s."),
    "duty_preference": _("Preferential duty of %(rate)s under %(measure)s, with proof of origin, for HS %(prefix)s."),
    "duty_additional": _("Additional duty %(measure)s of %(rate)s for HS %(prefix)s."),
    "duty_top_up": _("Additional duty %(measure)s fills the duty up to %(rate)s for HS %(prefix)s."),
    "preference_unmet": _("No preferential rate under %(agreement)s is known for these goods: normal duty applies."),
    "preference_hint": _(
        "Line %(line)s: with proof of origin under %(agreement)s (%(proof)s) you would save %(amount)s of duty."
    ),
    "duty_quota": _("Rate of %(rate)s inside quota %(measure)s for HS %(prefix)s."),
    "all_in": _("Of the all-in price of %(price)s the goods are %(goods)s; duty, tax and carriage are the rest."),
    "valuation_personal": _("Goods for personal use are valued at %(percent)s %% of their retail price."),
    "tax_number_doubtful": _("The check digits of tax number %(number)s do not fit. Have the buyer confirm it."),
    "counted_registered": _("This estimate counts the buyer as a registered business all the same."),
    "tax_number_elsewhere": _("Tax number %(number)s is not one of %(country)s, so the buyer counts as unregistered."),
    "low_value": _("Low-value rule up to %(threshold)s %(currency)s: duty %(duty)s, tax %(tax)s."),
    "low_value_at_sale": _("Up to %(threshold)s %(currency)s the tax is collected at checkout by: %(collector)s."),
    "fee": _("%(name)s: %(rate)s."),
    "tax_rate": _("%(name)s of %(rate)s."),
    "tax_assumed_standard": _("Without an HS code the standard rate is taken; a reduced rate may apply."),
    "tax_uplift": _("The tax is reckoned on the customs value raised by %(percent)s %%."),
    "tax_not_levied": _("No national import tax in %(country)s; local sales taxes are the importer's own matter."),
    "tax_self_assessed": _("A registered business accounts for the %(name)s in its own tax return: no cash is due."),
    "tax_recoverable": _("A registered business reclaims the %(name)s paid."),
    "tax_waived": _("Charges of up to %(amount)s %(currency)s are not collected."),
    "no_customs": _("No customs border between %(ship_from)s and %(ship_to)s: no duty."),
    "service": _("A service passes no customs: no duty."),
    "service_reverse_charge": _("The business that buys the service accounts for the %(name)s itself: no cash is due."),
    "rounding": _("Duty, tax and fees are rounded half up to the smallest unit of %(currency)s and shared over lines."),
    "rounding_cut": _(
        "Duty is cut down to the smallest unit of %(currency)s, tax and fees are rounded half up; all are shared over "
        "lines."
    ),
    "rounding_steps": _("Taxable values are cut down to %(value_step)s %(currency)s, charges to %(charge_step)s."),
    "fx_of_today": _("We hold no exchange rates for %(on)s; those of %(day)s are taken instead."),
    "fx": _("Customs currency %(local)s at %(rate)s for one %(currency)s."),
    "missing_destination_rules": _("We have no rules for imports into %(country)s, so duty and tax are unknown."),
    "missing_hs_code": _("Line %(line)s has no HS code, so its duty is unknown."),
    "missing_hs_detail": _("Goods under HS %(hs_code)s bear different duties in %(country)s: give all six digits."),
    "missing_duty_rate": _("We know no duty rate of %(country)s for HS %(hs_code)s from %(origin)s."),
    "missing_weight": _("Line %(line)s needs its weight: the duty is charged by weight."),
    "missing_tax_rate": _("We know no tax rate of %(country)s for line %(line)s."),
    "missing_freight": _("Freight is not known yet; it is left out."),
    "missing_service_tax": _("Who must charge tax on this service to a consumer in %(country)s is not known."),
    "missing_fee": _("The fee %(name)s depends on a duty that is unknown."),
}
