"""Which HS code goods have: ask, confirm, look up what a person decided."""

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.gate import CalculationRateThrottle
from trade import operations
from trade.api.serializers import HsConfirmIn, HsSuggestionIn, HsSuggestionOut
from trade.models import ClassificationRequest
from trade.operations.classify_goods import Goods
from trade.queries import classification_for, hs_suggestions


class HsSuggestions(ActorAPIView):
    """Ranked HS codes for a title. With a token the question is kept, and a person is asked when we are not sure."""

    public_methods = frozenset({"POST"})
    required_scopes: ClassVar = {}
    throttle_classes: ClassVar = [CalculationRateThrottle]

    @extend_schema(operation_id="hs_suggestions", request=HsSuggestionIn, responses=HsSuggestionOut, tags=["trade"])
    def post(self, request: Request) -> Response:
        given = self.valid(HsSuggestionIn)
        asks_person = given["ask_a_person"]
        if not asks_person and not self.actor.may("listings.edit"):
            found = hs_suggestions(given["title"], text=given["description"], material=given["material"])
            answer = {"id": None, "state": "suggested", "queued": False, "hs_code": "", "reason": ""}
            return Response(answer | {"candidates": [each.as_json() for each in found]})
        goods = Goods(
            title=given["title"],
            text=given["description"],
            material=given["material"],
            origin=given["origin"].upper(),
            subject=given["reference"],
        )
        run = operations.queue_classification if asks_person else operations.suggest_hs_code
        return Response(shown(run(actor=self.actor, goods=goods, now=timezone.now())))


class HsSuggestion(ActorAPIView):
    """One question: its candidates and, once there is one, its answer."""

    required_scopes: ClassVar = {"GET": "listings:read", "POST": "listings:write"}

    @extend_schema(operation_id="hs_suggestion", responses=HsSuggestionOut, tags=["trade"])
    def get(self, request: Request, public_id: str) -> Response:
        self.actor.must("listings.view_own")
        return Response(shown(classification_for(self.actor, public_id)))

    @extend_schema(operation_id="confirm_hs_suggestion", request=HsConfirmIn, responses=HsSuggestionOut, tags=["trade"])
    def post(self, request: Request, public_id: str) -> Response:
        self.actor.must("listings.edit")
        asked = classification_for(self.actor, public_id)
        code = self.valid(HsConfirmIn)["hs_code"]
        goods = Goods(asked.title, asked.text, asked.material, asked.origin, asked.subject, asked.picture_url)
        confirmed = operations.confirm_hs_code(
            actor=self.actor, goods=goods, hs_code=code, now=timezone.now(), asked_before=asked
        )
        return Response(shown(confirmed))


def shown(asked: ClassificationRequest) -> dict[str, object]:
    """Return a question as the API shows it."""
    return {
        "id": asked.public_id,
        "state": asked.state,
        "queued": asked.waits,
        "hs_code": asked.hs_code,
        "reason": asked.reason,
        "candidates": asked.candidates,
    }
