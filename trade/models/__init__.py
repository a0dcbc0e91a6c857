"""The nouns of cross-border trade."""

from trade.models.carriers import Carrier, CarrierService, RateCard, RateZone, Surcharge
from trade.models.classification import ClassificationRequest
from trade.models.editions import Edition
from trade.models.guarantees import GuaranteePolicy
from trade.models.nomenclature import EndedHsCode, HsCode
from trade.models.quotes import ShippingQuote, ShippingQuoteRequest
from trade.models.rates import ExchangeRate, FxQuote
from trade.models.restrictions import Restriction
from trade.models.rules import DatedRule, DestinationRule, DutyRate, FeeRule, LowValueRule, TaxRate
from trade.models.screening import DeniedParty, DeniedPartyList, DeniedPartyName, Screening, ScreeningHit

__all__ = [
    "Carrier",
    "CarrierService",
    "ClassificationRequest",
    "DatedRule",
    "DeniedParty",
    "DeniedPartyList",
    "DeniedPartyName",
    "DestinationRule",
    "DutyRate",
    "Edition",
    "EndedHsCode",
    "ExchangeRate",
    "FeeRule",
    "FxQuote",
    "GuaranteePolicy",
    "HsCode",
    "LowValueRule",
    "RateCard",
    "RateZone",
    "Restriction",
    "Screening",
    "ScreeningHit",
    "ShippingQuote",
    "ShippingQuoteRequest",
    "Surcharge",
    "TaxRate",
]
