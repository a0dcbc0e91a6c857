"""Everything that is read from this room."""

from trade.fx import current_rates
from trade.queries.classification import (
    Suggestion,
    classification_for,
    classification_of,
    doubt_about,
    hs_suggestions,
    waiting_classifications,
)
from trade.queries.closed_trade import closed_trade
from trade.queries.freight import (
    cheapest_freight,
    estimate_many,
    in_currency,
    reachable_destinations,
    service_card,
    service_cards,
    services_on,
    services_to_ask,
)
from trade.queries.fx_quotes import fx_quote_for
from trade.queries.guarantees import guarantee_policy, promise_for
from trade.queries.landed_cost import effects_of_rule, landed_cost_for, landed_cost_many, ruled_destinations, rules_for
from trade.queries.nomenclature import (
    find_hs_codes,
    hs_chapters,
    hs_code_page,
    hs_title,
    hs_titles,
    nomenclature,
    problem_with_hs_code,
)
from trade.queries.restrictions import (
    PaperNeeded,
    may_it_go,
    papers_needed,
    reach_of,
    rule_book,
    shown_destinations,
    stopped_in,
)
from trade.queries.shipping_quotes import shipping_request_for

__all__ = [
    "PaperNeeded",
    "Suggestion",
    "cheapest_freight",
    "classification_for",
    "classification_of",
    "closed_trade",
    "current_rates",
    "doubt_about",
    "effects_of_rule",
    "estimate_many",
    "find_hs_codes",
    "fx_quote_for",
    "guarantee_policy",
    "hs_chapters",
    "hs_code_page",
    "hs_suggestions",
    "hs_title",
    "hs_titles",
    "in_currency",
    "landed_cost_for",
    "landed_cost_many",
    "may_it_go",
    "nomenclature",
    "papers_needed",
    "problem_with_hs_code",
    "promise_for",
    "reach_of",
    "reachable_destinations",
    "rule_book",
    "ruled_destinations",
    "rules_for",
    "service_card",
    "service_cards",
    "services_on",
    "services_to_ask",
    "shipping_request_for",
    "shown_destinations",
    "stopped_in",
    "waiting_classifications",
]
