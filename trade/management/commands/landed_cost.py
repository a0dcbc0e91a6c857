"""Reckon the landed cost of a consignment: from JSON in the shape of POST /api/v1/landed-cost, or from options."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from marketplace.kernel.refusals import Refusal
from trade.api.basket import answer_json, basket_from, flat
from trade.api.serializers import LandedCostIn
from trade.queries import landed_cost_for

HELP = """Write the landed cost of a consignment as JSON.
Without options it is read as JSON from standard input, or from --file, in the shape of POST /api/v1/landed-cost."""


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="JSON file instead of standard input.")
        parser.add_argument("--from", dest="ship_from", help="Country the goods are sent from.")
        parser.add_argument("--to", dest="ship_to", help="Country they are delivered to.")
        parser.add_argument("--hs", dest="hs_code", help="HS code of one line.")
        parser.add_argument("--value", help="Price of the line with its currency, such as 1000.00EUR.")
        parser.add_argument("--weight", help="Weight with its unit, such as 20kg.")
        parser.add_argument("--quantity", default="1")
        parser.add_argument("--origin", default="")
        parser.add_argument("--preference", default="", help="Trade agreement whose proof of origin is on file.")
        parser.add_argument("--freight", help="In the currency of the value.")
        parser.add_argument("--insurance", help="In the currency of the value.")
        parser.add_argument("--incoterm", default="DAP")
        parser.add_argument("--importer", default="business", choices=["business", "consumer"])
        parser.add_argument("--vat-id", dest="vat_id", default="")
        parser.add_argument("--date", help="Day of import, such as 2026-11-22.")

    def handle(self, *args: Any, **options: Any) -> None:
        given = _from_options(options) if options["ship_to"] else _from_json(options["file"])
        asked = LandedCostIn(data=given)
        if not asked.is_valid():
            raise CommandError(json.dumps({"errors": flat(asked.errors)}, default=str, ensure_ascii=False))
        try:
            cost = landed_cost_for(basket_from(dict(asked.validated_data), today=timezone.now().date()))
        except Refusal as refusal:
            told = {"code": refusal.code, "detail": refusal.detail, "errors": refusal.fields}
            raise CommandError(json.dumps(told, default=str, ensure_ascii=False)) from refusal
        self.stdout.write(json.dumps(answer_json(cost), indent=2, ensure_ascii=False))


def _from_json(file: Path | None) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8") if file else sys.stdin.read())
    except (OSError, ValueError) as failure:
        raise CommandError(f"This is not JSON: {failure}") from failure


def _from_options(options: dict[str, Any]) -> dict[str, Any]:
    value = (options["value"] or "").replace(" ", "")
    amount, currency = value[:-3], value[-3:]
    if not (amount and currency.isalpha()):
        raise CommandError("--value needs its currency, such as 1000.00EUR.")
    line = {
        "hs_code": options["hs_code"], "origin": options["origin"], "value": amount, "quantity": options["quantity"],
        "weight": options["weight"], "preference": options["preference"],
    }  # fmt: skip
    return {
        "date": options["date"], "ship_from": options["ship_from"] or "", "ship_to": options["ship_to"],
        "incoterm": options["incoterm"], "currency": currency, "freight": options["freight"],
        "insurance": options["insurance"], "importer": {"kind": options["importer"], "vat_id": options["vat_id"]},
        "lines": [line],
    }  # fmt: skip
