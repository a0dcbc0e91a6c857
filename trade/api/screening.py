"""Denied-party screening."""

from typing import ClassVar

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from marketplace.kernel.api import ActorAPIView
from marketplace.kernel.refusals import NotAllowed
from trade.queries.screening import (
    ScreenedName,
    current_edition,
    find_denied,
    hits_of,
    last_screening_of,
    loaded_lists,
)
from trade.screening.factors import Facts
from trade.screening.lists.values import identifier
from trade.screening.match import THRESHOLD


class ScreeningIn(serializers.Serializer):
    name = serializers.CharField(max_length=400)
    kind = serializers.ChoiceField(["person", "entity"], required=False, allow_blank=True, default="")
    country = serializers.CharField(max_length=2, required=False, allow_blank=True, default="")
    born_on = serializers.RegexField(r"^\d{4}(-\d\d(-\d\d)?)?$", required=False, allow_blank=True, default="")
    identifiers = serializers.ListField(child=serializers.CharField(max_length=60), required=False, default=list)
    least = serializers.FloatField(min_value=0.5, max_value=1, default=THRESHOLD)


class PairOut(serializers.Serializer):
    query = serializers.CharField()
    listed = serializers.CharField()
    likeness = serializers.FloatField()


class FactorOut(serializers.Serializer):
    code = serializers.CharField()
    effect = serializers.FloatField()


class ExplanationOut(serializers.Serializer):
    name_score = serializers.FloatField()
    pairs = PairOut(many=True)
    query_left = serializers.ListField(child=serializers.CharField())
    listed_left = serializers.ListField(child=serializers.CharField())
    factors = FactorOut(many=True)


class CandidateOut(serializers.Serializer):
    list = serializers.CharField()
    reference = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField(help_text="The listed name that matched best.")
    programme = serializers.CharField()
    countries = serializers.ListField(child=serializers.CharField())
    dates_of_birth = serializers.ListField(child=serializers.CharField())
    source = serializers.CharField()  # type: ignore[assignment]
    score = serializers.FloatField()
    explanation = ExplanationOut()


class ScreeningOut(serializers.Serializer):
    lists = serializers.DictField(child=serializers.IntegerField(), help_text="Version in force of each list.")
    threshold = serializers.FloatField()
    candidates = CandidateOut(many=True)


class CheckOut(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    role = serializers.CharField()
    state = serializers.CharField()
    found_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class StandingOut(serializers.Serializer):
    state = serializers.ChoiceField(["unscreened", "clear", "held"])
    screened_at = serializers.DateTimeField(allow_null=True)
    checks = CheckOut(many=True)


class ScreenName(ActorAPIView):
    """Hold any name against the lists: for the platform's staff. GET tells an organisation how it stands itself."""

    required_scopes: ClassVar = {"GET": "organisation:read", "POST": "organisation:read"}

    @extend_schema(operation_id="screen_name", request=ScreeningIn, responses=ScreeningOut, tags=["screening"])
    def post(self, request: Request) -> Response:
        # A program acts for an organisation, never for the platform.
        if self.actor.scopes is not None or self.actor.user is None:
            raise NotAllowed
        Actor.for_staff(self.actor.user).must("screening.operate")
        given = self.valid(ScreeningIn)
        name = ScreenedName("asked", given["name"], given["kind"], given["country"].upper(), given["born_on"])
        facts = Facts(
            frozenset({name.country} - {""}),
            (name.born,) if name.born else (),
            frozenset(identifier(number) for number in given["identifiers"]),
        )
        with transaction.atomic():
            lists = loaded_lists(current_edition(lock=True))
            found = find_denied(lists, name, facts=facts, least=given["least"])
        candidates = [
            {
                "list": each.party.list.code,
                "reference": each.party.reference,
                "kind": each.party.kind,
                "name": each.listed_name,
                "programme": each.party.programme,
                "countries": each.party.countries,
                "dates_of_birth": each.party.births,
                "source": each.party.link,
                "score": each.score,
                "explanation": each.explanation(),
            }
            for each in found
        ]
        answer = {"lists": lists.versions, "threshold": THRESHOLD, "candidates": candidates}
        return Response(ScreeningOut(answer).data)

    @extend_schema(operation_id="screening_standing", responses=StandingOut, tags=["screening"])
    def get(self, request: Request) -> Response:
        organisation = self.actor.must_act_for_an_organisation()
        self.actor.must("organisation.view")
        last = last_screening_of(organisation.pk)
        checks = list(hits_of(organisation.pk)[:50])
        state = "held" if any(check.blocks for check in checks) else "clear" if last else "unscreened"
        standing = {"state": state, "screened_at": last.at if last else None, "checks": checks}
        return Response(StandingOut(standing).data)
