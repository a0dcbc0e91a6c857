"""May it go? For goods described in the request."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.refusals import InvalidInput
from trade.countries import is_country
from trade.presenting.restrictions import reach_json
from trade.queries import reach_of, rule_book, shown_destinations
from trade.restrictions import Goods
from trade.restrictions.rules import OUTCOMES

MOST_DESTINATIONS = 250


class MayItGoIn(serializers.Serializer):
    hs_code = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, max_length=16, default="",
        help_text="6 to 10 digits. Without it the answer is that the goods need classification.",
    )  # fmt: skip
    origin = serializers.CharField(max_length=2, help_text="Where made or grown, ISO 3166-1.")
    ship_from = serializers.CharField(max_length=2, required=False, allow_blank=True, default="")
    title = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    description = serializers.CharField(max_length=8000, required=False, allow_blank=True, default="")
    attributes = serializers.DictField(
        child=serializers.CharField(max_length=300, allow_blank=True), required=False, default=dict,
        help_text="Such as material, species, contains_battery, alcohol_percent, condition, eccn.",
    )  # fmt: skip
    kind = serializers.ChoiceField(["goods", "service"], default="goods")
    importer = serializers.ChoiceField(["business", "consumer"], default="business")
    destinations = serializers.ListField(
        child=serializers.CharField(max_length=2), required=False, max_length=MOST_DESTINATIONS,
        help_text="ISO 3166-1; by default every country whose rules are kept.",
    )  # fmt: skip
    date = serializers.DateField(required=False, allow_null=True, default=None)


class DocumentOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    stage = serializers.ChoiceField(["on_file", "consignment", "importer"])
    on_file = serializers.BooleanField()


class MetOut(serializers.Serializer):
    by = serializers.ChoiceField(["hs", "word", "attribute"])
    what = serializers.CharField()


class ReasonOut(serializers.Serializer):
    rule = serializers.CharField()
    outcome = serializers.ChoiceField(OUTCOMES)
    kind = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    who = serializers.CharField()
    is_open = serializers.BooleanField(help_text="False once what it asks for is on file, and for mere advice.")
    documents = DocumentOut(many=True)
    matched = MetOut(many=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    source_date = serializers.DateField(allow_null=True)
    is_unconfirmed = serializers.BooleanField(help_text="The official text was not seen, or sources disagree.")


class TaskOut(serializers.Serializer):
    action = serializers.CharField()
    who = serializers.CharField()
    document = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    how = serializers.CharField(allow_blank=True)
    destinations = serializers.ListField(child=serializers.CharField())


class DestinationOut(serializers.Serializer):
    destination = serializers.CharField()
    outcome = serializers.ChoiceField(OUTCOMES)
    may_be_sold = serializers.BooleanField(
        help_text="Whether a sale may be made today; papers that travel with the goods do not stand in its way."
    )
    reasons = ReasonOut(many=True)
    tasks = TaskOut(many=True)


class MayItGoOut(serializers.Serializer):
    date = serializers.DateField()
    rule_version = serializers.CharField()
    open_to = serializers.ListField(child=serializers.CharField())
    closed_to = serializers.ListField(child=serializers.CharField())
    destinations = DestinationOut(many=True)
    tasks = TaskOut(many=True)


class MayItGo(ActorAPIView):
    """Whether goods may go to each destination, why not, and what is to be done."""

    public_methods = frozenset({"POST"})
    required_scopes: ClassVar = {}

    @extend_schema(operation_id="may_it_go", request=MayItGoIn, responses=MayItGoOut, tags=["trade"])
    def post(self, request: Request) -> Response:
        given = self.valid(MayItGoIn)
        on = given["date"] or timezone.now().date()
        goods = goods_from(given)
        reach = reach_of(goods, on, destinations_from(given))
        return Response(reach_json(reach, goods, version=rule_book(on).version, on=on))


def goods_from(given: dict[str, Any]) -> Goods:
    """
    Return the goods a request describes.

    :raises InvalidInput: naming each field that makes no sense.
    """
    problems: dict[str, list[Any]] = {}
    code = (given["hs_code"] or "").replace(".", "").replace(" ", "")
    if code and not (code.isascii() and code.isdigit() and 6 <= len(code) <= 10):
        problems["hs_code"] = ["An HS code has 6 to 10 digits."]
    origin = given["origin"].upper()
    ship_from = (given["ship_from"] or given["origin"]).upper()
    for field, country in (("origin", origin), ("ship_from", ship_from)):
        if not is_country(country):
            problems[field] = ["This is not a country code we know."]
    if problems:
        raise InvalidInput(fields=problems)
    return Goods(
        hs_code=code,
        origin=origin,
        ship_from=ship_from,
        title=given["title"],
        text=given["description"],
        kind=given["kind"],
        importer=given["importer"],
        attributes=given["attributes"],
    )


def destinations_from(given: dict[str, Any]) -> list[str]:
    """
    Return the destinations a request asks about, each once.

    :raises InvalidInput: naming those that are no countries.
    """
    if "destinations" not in given:
        return shown_destinations()
    wanted = list(dict.fromkeys(code.upper() for code in given["destinations"]))
    problems = {
        f"destinations.{place}": ["This is not a country code we know."]
        for place, code in enumerate(wanted)
        if not is_country(code)
    }
    if problems:
        raise InvalidInput(fields=problems)
    if not wanted:
        raise InvalidInput(fields={"destinations": ["Name at least one destination, or leave the field out."]})
    return wanted
