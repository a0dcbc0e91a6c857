"""What can be done in this room."""

from trade.operations.add_dated_rule import add_dated_rule
from trade.operations.add_restriction import add_restriction
from trade.operations.answer_shipping_quote import answer_shipping_quote
from trade.operations.classify_goods import confirm_hs_code, queue_classification, suggest_hs_code
from trade.operations.close_late_quotes import close_late_quotes
from trade.operations.decide_classification import decide_classification, tell_seller_of_classification
from trade.operations.decide_hit import appeal_hit, clear_hit, confirm_hit
from trade.operations.load_denied_parties import load_denied_parties
from trade.operations.load_guarantee_policies import load_guarantee_policies
from trade.operations.load_hs_codes import load_hs_codes
from trade.operations.load_reference_carriers import load_reference_carriers
from trade.operations.load_reference_denied import load_reference_denied
from trade.operations.load_reference_rates import load_reference_rates
from trade.operations.load_reference_rules import load_reference_rules
from trade.operations.load_restrictions import load_restrictions
from trade.operations.load_rule_file import load_rule_file, load_rule_folder
from trade.operations.lock_fx_quote import lock_fx_quote, promise_rate, use_fx_quotes
from trade.operations.record_exchange_rates import record_exchange_rates
from trade.operations.record_manual_rate import record_manual_rate
from trade.operations.request_shipping_quotes import request_shipping_quotes

__all__ = [
    "add_dated_rule",
    "add_restriction",
    "answer_shipping_quote",
    "appeal_hit",
    "clear_hit",
    "close_late_quotes",
    "confirm_hit",
    "confirm_hs_code",
    "decide_classification",
    "load_denied_parties",
    "load_guarantee_policies",
    "load_hs_codes",
    "load_reference_carriers",
    "load_reference_denied",
    "load_reference_rates",
    "load_reference_rules",
    "load_restrictions",
    "load_rule_file",
    "load_rule_folder",
    "lock_fx_quote",
    "promise_rate",
    "queue_classification",
    "record_exchange_rates",
    "record_manual_rate",
    "request_shipping_quotes",
    "suggest_hs_code",
    "tell_seller_of_classification",
    "use_fx_quotes",
]
