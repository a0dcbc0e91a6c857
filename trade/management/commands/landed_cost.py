"""Reckon the landed cost of a consignment read as JSON, in the shape of POST /api/v1/landed-cost."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from marketplace.kernel.refusals import Refusal
from trade.api.landed_cost import basket_from
from trade.api.serializers import LandedCostIn
from trade.queries import landed_cost_for


class Command(BaseCommand):
    help = "Read a consignment as JSON from standard input, write its landed cost as JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            given = json.load(sys.stdin)
        except ValueError as failure:
            raise CommandError(f"Standard input is not JSON: {failure}") from failure
        serializer = LandedCostIn(data=given)
        if not serializer.is_valid():
            raise CommandError(json.dumps(serializer.errors, default=str))
        try:
            cost = landed_cost_for(basket_from(dict(serializer.validated_data), today=timezone.now().date()))
        except Refusal as refusal:
            raise CommandError(json.dumps({"code": refusal.code, "errors": refusal.fields}, default=str)) from refusal
        self.stdout.write(json.dumps(cost.as_json(), indent=2, ensure_ascii=False))
