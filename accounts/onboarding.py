"""What every page on the way to selling shows: the steps with their states, and where to go on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from .actor import Actor
from .models import OnboardingDraft, Organisation, Requirement
from .requirements import Standing, StepStanding, standings_of, step_standings

GATE = Requirement.Gate


@dataclass(frozen=True)
class Onboarding:
    """How far an organisation is on the way to selling and to being paid."""

    standings: tuple[Standing, ...]
    steps: tuple[StepStanding, ...]

    def of_gate(self, gate: str) -> list[Standing]:
        return [standing for standing in self.standings if standing.requirement.gate == gate]

    def is_open(self, gate: str) -> bool:
        """Whether everything asked for at `gate` is met or waived."""
        return all(standing.is_satisfied for standing in self.of_gate(gate))

    @property
    def may_sell(self) -> bool:
        return self.is_open(GATE.SELL)

    @property
    def may_be_paid(self) -> bool:
        return self.is_open(GATE.BE_PAID)

    @property
    def returned(self) -> list[Standing]:
        """What staff asked more about."""
        return [standing for standing in self.standings if standing.state == "returned"]

    @property
    def to_send(self) -> list[Standing]:
        """What a press of "send for review" would send."""
        verified = Requirement.Kind.VERIFIED
        return [
            each
            for each in self.standings
            if each.state == "returned" or (each.state == "open" and each.requirement.kind == verified)
        ]

    @property
    def first_to_do(self) -> StepStanding | None:
        """The first step that needs the seller; selling goes before being paid, by the order of the steps."""
        waiting = [step for step in self.steps if any(each.needs_the_seller for each in step.standings)]
        selling = [
            step
            for step in waiting
            if any(each.needs_the_seller and each.requirement.gate == GATE.SELL for each in step.standings)
        ]
        return next(iter(selling or waiting), None)

    @property
    def asked_count(self) -> int:
        return len(self.standings)

    @property
    def done_count(self) -> int:
        return sum(1 for standing in self.standings if standing.is_satisfied)


def onboarding_of(organisation: Organisation, *, now: datetime) -> Onboarding:
    """Return how far the organisation is."""
    standings = tuple(standings_of(organisation, now=now))
    return Onboarding(standings, tuple(step_standings(organisation, standings)))


def onboarding_page(actor: Actor, here: str, *, now: datetime) -> dict[str, Any]:
    """
    Return the context of a page on the way to selling; `here` is its step, empty on the overview.

    :raises SignInNeeded: if nobody is signed in.
    :raises NotAllowed: if the person belongs to no organisation, or may not look at it.
    """
    organisation = actor.must_act_for_an_organisation()
    actor.must("organisation.view")
    found = onboarding_of(organisation, now=now)
    codes = [step.code for step in found.steps]
    at = codes.index(here) if here in codes else -1
    return {
        "onboarding": found,
        "organisation": organisation,
        "here": here,
        "step": found.steps[at] if at >= 0 else None,
        "step_number": at + 1,
        "next_url": found.steps[at + 1].url if at + 1 < len(codes) else reverse("accounts:onboarding"),
        "previous_url": found.steps[at - 1].url if at > 0 else reverse("accounts:onboarding"),
        "draft": draft_of(organisation, here),
    }


def draft_of(organisation: Organisation, step: str) -> OnboardingDraft | None:
    """What was typed on a step and not saved yet."""
    return OnboardingDraft.objects.filter(organisation=organisation, step=step).first() if step else None


def typed_over(initial: dict[str, Any], draft: OnboardingDraft | None) -> dict[str, Any]:
    """Return `initial` with what was typed since in its place, value for value."""
    if draft is None:
        return initial
    lists = {name for name, value in initial.items() if isinstance(value, list)}
    typed = {name: values if name in lists else (values or [""])[-1] for name, values in draft.typed.items()}
    return initial | typed


def typed_in(sent: QueryDict, *, but: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return what a form holds, without its tokens and without what must not be kept half-typed."""
    hidden = {"csrfmiddlewaretoken", "idempotency_token"} | but
    return {name: [str(value) for value in sent.getlist(name)] for name in sent if name not in hidden}
