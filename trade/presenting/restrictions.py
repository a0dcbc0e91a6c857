"""What pages and the API show of a verdict."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.templatetags.bridgeway import country_name
from trade.countries import region_of
from trade.restrictions import DOCUMENTS, Finding, Goods, Reach, Task, Verdict
from trade.restrictions.rules import ALLOWED, BLOCKED, NEEDS_DOCUMENT, NEEDS_LICENCE, UNKNOWN
from trade.restrictions.wording import reason_text

WHO = {"seller": _("Seller"), "buyer": _("Buyer"), "carrier": _("Carrier"), "platform": _("Bridgeway")}
OUTCOMES = {
    ALLOWED: _("May go"),
    NEEDS_DOCUMENT: _("May go with a document"),
    NEEDS_LICENCE: _("May go with a licence"),
    UNKNOWN: _("Not known"),
    BLOCKED: _("May not go"),
}
#: Kind of status, and icon, for each outcome; never colour alone.
MARKS = {
    ALLOWED: ("success", "check"),
    NEEDS_DOCUMENT: ("info", "file-text"),
    NEEDS_LICENCE: ("warning", "file-badge"),
    UNKNOWN: ("neutral", "circle-help"),
    BLOCKED: ("danger", "ban"),
}
ACTIONS = {
    "classify": _("Choose the HS code"),
    "add_document": _("Put this document on file"),
    "with_consignment": _("Send this with each consignment"),
    "confirm": _("The buyer confirms this before paying"),
    "drop": _("Not possible with these goods"),
}
REGIONS = {
    "EUR": _("Europe"),
    "NAM": _("North America"),
    "LAM": _("Latin America"),
    "EAS": _("East Asia"),
    "SEA": _("South-East Asia"),
    "SAS": _("South Asia"),
    "CAS": _("Central Asia"),
    "MEA": _("Middle East"),
    "AFR": _("Africa"),
    "OCE": _("Oceania"),
}


def present_verdict(verdict: Verdict, goods: Goods) -> dict[str, Any]:
    """Return a verdict for pages: outcome in words, and its findings, open ones first."""
    kind, icon = MARKS[verdict.outcome]
    return {
        "country": verdict.destination,
        "outcome": verdict.outcome,
        "label": OUTCOMES[verdict.outcome],
        "kind": kind,
        "icon": icon,
        "may_be_sold": verdict.may_be_sold,
        "findings": [present_finding(finding, verdict.destination, goods) for finding in verdict.findings],
        "stopping": [present_finding(finding, verdict.destination, goods) for finding in verdict.stopping],
    }


def present_finding(finding: Finding, destination: str, goods: Goods) -> dict[str, Any]:
    """Return one reason with who acts, the papers and the source."""
    rule = finding.rule
    return {
        "key": finding.key,
        "outcome": finding.outcome,
        "reason": reason_of(finding, destination, goods),
        "note": rule.note if rule else "",
        "who": WHO[finding.who],
        "is_open": finding.is_open,
        "stops_sale": finding.stops_sale,
        "documents": [
            {
                "code": code,
                "label": DOCUMENTS[code].label,
                "how": DOCUMENTS[code].how,
                "stage": DOCUMENTS[code].stage,
                "is_on_file": paper is not None,
                "number": paper.number if paper else "",
            }
            for code, paper in finding.met_by
        ],
        "matched": [what for _kind, what in finding.matched],
        "source": rule.source if rule else "",
        "source_date": rule.source_date if rule else None,
        "is_shaky": rule.is_shaky if rule else False,
    }


def reason_of(finding: Finding, destination: str, goods: Goods) -> str:
    """Return the reason as a sentence in the language in force."""
    facts = {
        "destination": country_name(destination),
        "origin": country_name(goods.origin) if goods.origin else "–",
        "ship_from": country_name(goods.ship_from) if goods.ship_from else "–",
    }
    return reason_text(finding.reason, facts)


def stopping_reason(verdict: Verdict, goods: Goods) -> str:
    """Return why goods may not be sold to a destination today, in one or two sentences; '' if they may."""
    if not verdict.stopping:
        return ""
    finding = verdict.stopping[0]
    reason = reason_of(finding, verdict.destination, goods)
    missing = [str(DOCUMENTS[code].label) for code in finding.missing]
    if finding.outcome == BLOCKED or not missing:
        return reason
    return str(_("%(reason)s Missing: %(documents)s.")) % {"reason": reason, "documents": ", ".join(missing)}


def present_reach(reach: Reach, goods: Goods) -> dict[str, Any]:
    """Return where goods may go, for pages: counts, country chips by region, and the task list."""
    verdicts = [present_verdict(verdict, goods) for verdict in reach.verdicts.values()]
    return {
        "open_count": len(reach.open_to),
        "count": len(reach.verdicts),
        "closed": sorted((country_name(country), country) for country in reach.closed_to),
        "regions": by_region(verdicts),
        "tasks": [present_task(task, goods) for task in reach.tasks],
        "legend": [(MARKS[outcome][1], OUTCOMES[outcome], outcome) for outcome in OUTCOMES],
    }


def by_region(verdicts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return verdicts as chips, grouped by region and sorted by the countries' names."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for verdict in verdicts:
        chip = {**verdict, "name": country_name(verdict["country"])}
        grouped.setdefault(region_of(verdict["country"]) or "", []).append(chip)
    return [
        {"label": label, "chips": sorted(grouped[region], key=lambda chip: chip["name"])}
        for region, label in REGIONS.items()
        if region in grouped
    ]


def present_task(task: Task, goods: Goods) -> dict[str, Any]:
    """Return one thing to do: what, who, where, how, and whether a sale waits for it."""
    document = DOCUMENTS.get(task.document)
    first = task.destinations[0]
    return {
        "action": task.action,
        "title": document.label if document else ACTIONS[task.action],
        "action_label": ACTIONS[task.action],
        "document": task.document,
        "who": WHO[task.who],
        "why": reason_of(task.finding, first, goods),
        "note": task.finding.rule.note if task.finding.rule else "",
        "how": document.how if document else "",
        "countries": sorted((country_name(code), code) for code in task.destinations),
        "stops_sale": task.action in ("classify", "add_document", "drop"),
        "source": task.finding.rule.source if task.finding.rule else "",
        "is_shaky": task.finding.rule.is_shaky if task.finding.rule else False,
    }


def verdict_json(verdict: Verdict, goods: Goods) -> dict[str, Any]:
    """Return a verdict for the API."""
    return {
        "destination": verdict.destination,
        "outcome": verdict.outcome,
        "may_be_sold": verdict.may_be_sold,
        "reasons": [
            {
                "rule": finding.key,
                "outcome": finding.outcome,
                "kind": finding.rule.kind if finding.rule else "",
                "reason": reason_of(finding, verdict.destination, goods),
                "note": finding.rule.note if finding.rule else "",
                "who": finding.who,
                "is_open": finding.is_open,
                "documents": [
                    {
                        "code": code,
                        "name": str(DOCUMENTS[code].label),
                        "stage": DOCUMENTS[code].stage,
                        "on_file": paper is not None,
                    }
                    for code, paper in finding.met_by
                ],
                "matched": [{"by": kind, "what": what} for kind, what in finding.matched],
                "source": finding.rule.source if finding.rule else "",
                "source_date": finding.rule.source_date.isoformat()
                if finding.rule and finding.rule.source_date
                else None,
                "is_unconfirmed": finding.rule.is_shaky if finding.rule else False,
            }
            for finding in verdict.findings
        ],
        "tasks": [task_json(task) for task in verdict.tasks],
    }


def task_json(task: Task) -> dict[str, Any]:
    """Return a task for the API."""
    document = DOCUMENTS.get(task.document)
    return {
        "action": task.action,
        "who": task.who,
        "document": task.document or None,
        "name": str(document.label) if document else str(ACTIONS[task.action]),
        "how": str(document.how) if document else "",
        "destinations": list(task.destinations),
    }


def reach_json(reach: Reach, goods: Goods, *, version: str, on: Any) -> dict[str, Any]:
    """Return verdicts for several destinations for the API."""
    return {
        "date": on.isoformat(),
        "rule_version": version,
        "open_to": reach.open_to,
        "closed_to": reach.closed_to,
        "destinations": [verdict_json(verdict, goods) for verdict in reach.verdicts.values()],
        "tasks": [task_json(task) for task in reach.tasks],
    }
