"""What the platform guarantees, as dated decisions."""

from typing import ClassVar

from django.contrib import admin

from trade.admin.rules import DatedRuleAdmin
from trade.models import GuaranteePolicy


@admin.register(GuaranteePolicy)
class GuaranteePolicyAdmin(DatedRuleAdmin):
    list_display: ClassVar = [
        "destination", "hs_prefix", "is_guaranteed", "maximum_eur", "only_confirmed", "margin_percent", "valid_from",
        "valid_to", "source",
    ]  # fmt: skip
    list_display_links: ClassVar = ["destination", "hs_prefix", "valid_from"]
    list_filter: ClassVar = ["destination", "is_guaranteed"]
    search_fields: ClassVar = ["hs_prefix", "source", "note"]
