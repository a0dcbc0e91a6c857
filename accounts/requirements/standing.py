"""How an organisation stands: per requirement met, open, waiting or waived, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import OnboardingDraft, Organisation, Requirement, RequirementRecord
from marketplace.kernel.refusals import Refusal, Text

from .registry import CHECKS, Answer, Step, steps
from .words import help_of, title_of

What = RequirementRecord.What
ATTESTED_STEP, VERIFIED_STEP = "terms", "documents"


class State(TextChoices):
    """`returned` is open because staff asked for more."""

    MET = "met", _("Done")
    OPEN = "open", _("To do")
    RETURNED = "returned", _("Action needed")
    WAITING = "waiting", _("Under review")
    WAIVED = "waived", _("Waived")


@dataclass(frozen=True)
class Standing:
    """One requirement at one organisation. `message` is what staff said last, `until` when a waiver ends."""

    requirement: Requirement
    state: State
    step: str
    url: str
    detail: Text = ""
    message: str = ""
    until: datetime | None = None
    since: datetime | None = None
    evidence: tuple[tuple[Text, str], ...] = ()

    @property
    def code(self) -> str:
        return self.requirement.code

    @property
    def title(self) -> Text:
        return title_of(self.requirement.code, self.requirement.title)

    @property
    def help(self) -> Text:
        return help_of(self.requirement.code, self.requirement.help_text)

    @property
    def is_satisfied(self) -> bool:
        return self.state in (State.MET, State.WAIVED)

    @property
    def needs_the_seller(self) -> bool:
        return self.state in (State.OPEN, State.RETURNED)


class RequirementsOpen(Refusal):
    """Something is missing before this may be done. Facts: `missing`, the titles; `codes`, for programs."""

    code = "requirements_open"
    title = _("Something is still missing")
    message = _("Before this can go on we need: %(missing)s. The page “Start selling” takes you there step by step.")

    def __init__(self, standings: Iterable[Standing]) -> None:
        self.standings = list(standings)
        self.codes = [standing.code for standing in self.standings]
        super().__init__(
            fields={standing.code: [standing.message or standing.help] for standing in self.standings},
            missing=" · ".join(str(standing.title) for standing in self.standings),
        )


def standings_of(organisation: Organisation, *, now: datetime, gate: str | None = None) -> list[Standing]:
    """Return how `organisation` stands on each requirement asked of it, in their order."""
    rows = Requirement.objects.filter(is_active=True)
    if gate is not None:
        rows = rows.filter(gate=gate)
    asked = [row for row in rows if row.is_asked_of(organisation, now=now)]
    if not asked:
        return []
    histories: dict[int, list[RequirementRecord]] = {}
    for record in RequirementRecord.objects.filter(organisation=organisation, requirement__in=asked).order_by("-pk"):
        histories.setdefault(record.requirement_id, []).append(record)
    urls = {step.code: reverse(step.url_name) for step in steps()}
    return [_stand(row, organisation, histories.get(row.pk, []), urls, now) for row in asked]


def must_meet(*, organisation: Organisation, gate: str, now: datetime) -> None:
    """
    Refuse unless everything asked for at `gate` is met or waived.

    :raises RequirementsOpen: naming what is missing.
    """
    missing = [each for each in standings_of(organisation, now=now, gate=gate) if not each.is_satisfied]
    if missing:
        raise RequirementsOpen(missing)


def closed_to_payouts(organisation_ids: Iterable[int], *, now: datetime) -> set[int]:
    """Return which of the organisations may not be paid yet."""
    found = Organisation.objects.filter(pk__in=list(organisation_ids))
    gate = Requirement.Gate.BE_PAID
    return {
        organisation.pk
        for organisation in found
        if any(not each.is_satisfied for each in standings_of(organisation, now=now, gate=gate))
    }


def _stand(
    row: Requirement, organisation: Organisation, history: list[RequirementRecord], urls: dict[str, str], now: datetime
) -> Standing:
    check = CHECKS.get(row.check_name)
    step = check.step if check else ATTESTED_STEP if row.kind == Requirement.Kind.ATTESTED else VERIFIED_STEP
    answer = check.look(organisation, now) if check else Answer(is_met=False)
    state, record = _state(row, answer, history, now)
    return Standing(
        requirement=row,
        state=state,
        step=step,
        url=reverse(check.url_name) if check and check.url_name else urls.get(step, ""),
        detail=answer.detail,
        message=record.reason if record is not None and state in (State.RETURNED, State.WAIVED) else "",
        until=record.until if record is not None and state == State.WAIVED else None,
        since=record.at if record is not None else None,
        evidence=answer.evidence,
    )


def _state(
    row: Requirement, answer: Answer, history: list[RequirementRecord], now: datetime
) -> tuple[State, RequirementRecord | None]:
    """What the records, newest first, and the check say together. A waiver goes before everything, a question of staff
    before what the check finds."""
    waiver = next((each for each in history if each.what in (What.OVERRIDDEN, What.OVERRIDE_ENDED)), None)
    if waiver and waiver.what == What.OVERRIDDEN and (waiver.until is None or waiver.until > now):
        return State.WAIVED, waiver
    last = next((each for each in history if each.what not in (What.OVERRIDDEN, What.OVERRIDE_ENDED)), None)
    if last is not None and last.what == What.RETURNED:
        return State.RETURNED, last
    if last is not None and last.what == What.SENT:
        return State.WAITING, last
    if row.kind == Requirement.Kind.COMPUTED:
        return (State.MET if answer.is_met else State.WAITING if answer.waits else State.OPEN), last
    good = What.ATTESTED if row.kind == Requirement.Kind.ATTESTED else What.ACCEPTED
    stands = last is not None and (last.what in (good, What.ACCEPTED)) and (last.until is None or last.until > now)
    return (State.MET if stands else State.OPEN), last


class StepState(TextChoices):
    TODO = "todo", _("Not started")
    PROGRESS = "progress", _("In progress")
    REVIEW = "review", _("Under review")
    ACTION = "action", _("Action needed")
    DONE = "done", _("Done")
    OPTIONAL = "optional", _("If you like")


@dataclass(frozen=True)
class StepStanding:
    """A step of the wizard, how far it is, and what is asked on it."""

    step: Step
    state: StepState
    url: str
    standings: tuple[Standing, ...]

    @property
    def code(self) -> str:
        return self.step.code

    @property
    def kind(self) -> str:
        """The kind of its mark (`c-status`)."""
        return {"review": "info", "action": "danger", "done": "success", "progress": "warning"}.get(
            self.state, "neutral"
        )


def step_standings(organisation: Organisation, standings: Iterable[Standing]) -> list[StepStanding]:
    """Return the steps in order with the state that their requirements give them; typing counts as progress."""
    drafts = set(OnboardingDraft.objects.filter(organisation=organisation).values_list("step", flat=True))
    standings = list(standings)
    found = []
    for step in steps():
        here = tuple(standing for standing in standings if standing.step == step.code)
        state = _step_state(
            here, url=reverse(step.url_name), typed=step.code in drafts, is_filled=step.is_filled(organisation)
        )
        found.append(StepStanding(step, state, reverse(step.url_name), here))
    return found


def _step_state(here: tuple[Standing, ...], *, url: str, typed: bool, is_filled: bool) -> StepState:
    if any(standing.state == State.RETURNED for standing in here):
        return StepState.ACTION
    if any(standing.state == State.OPEN for standing in here):
        begun = typed or is_filled or any(each.is_satisfied and each.url == url for each in here)
        return StepState.PROGRESS if begun else StepState.TODO
    if any(standing.state == State.WAITING for standing in here):
        return StepState.REVIEW
    if here or is_filled:
        return StepState.DONE
    return StepState.PROGRESS if typed else StepState.OPTIONAL
