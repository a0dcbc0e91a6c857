"""May it go? Restrictions as data: what they answer, how they are read, and that nothing is let through by silence."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.actor import Actor
from marketplace.kernel.refusals import InvalidInput
from tests.trade.factories import NOW, ON
from trade.countries import DATA_DIR
from trade.models import Edition, Restriction
from trade.operations import add_restriction, load_restrictions
from trade.queries import papers_needed, reach_of, rule_book
from trade.reference import RuleFileRefused
from trade.reference.restriction_rows import FILE, as_rule, read_restrictions
from trade.restrictions import DOCUMENTS, Evidence, Goods, Rule, RuleBook, compile_rules, may_go, may_go_everywhere
from trade.restrictions.places import Places
from trade.restrictions.rules import OUTCOMES
from trade.restrictions.wording import REASONS

SYSTEM = Actor.system("tests")
GOLDEN = Path(__file__).parent / "golden" / "may_it_go.csv"
with (DATA_DIR / "destination_rules.csv").open(encoding="utf-8") as _rules:
    SHOWN = frozenset(row["destination"] for row in csv.DictReader(_rules))
RULED = SHOWN | {"SE", "AT"}
ROWS = read_restrictions(DATA_DIR / FILE)
RULES = [as_rule(row) for row in ROWS]
with (DATA_DIR / "hs_codes.csv").open(encoding="utf-8") as _file:
    HEADINGS = frozenset(row["code"] for row in csv.DictReader(_file) if row["level"] == "4")
_books: dict[date, RuleBook] = {}


def book(on: date = ON) -> RuleBook:
    if on not in _books:
        _books[on] = compile_rules(RULES, on, destinations=RULED, known_headings=HEADINGS, version="own")
    return _books[on]


def goods(title: str = "", hs_code: str = "610910", origin: str = "CN", **over: Any) -> Goods:
    return Goods(
        **{"title": title, "hs_code": hs_code, "origin": origin, "ship_from": origin, "importer": "business"} | over
    )


def golden() -> list[Any]:
    with GOLDEN.open(encoding="utf-8") as file:
        return [pytest.param(row, id=f"{n}-{row['destination']}") for n, row in enumerate(csv.DictReader(file), 2)]


@pytest.mark.parametrize("row", golden())
def test_golden(row: dict[str, str]) -> None:
    attributes = dict([row["attributes"].split("=")]) if row["attributes"] else {}
    asked = goods(row["title"], row["hs_code"], row["origin"], importer=row["importer"], attributes=attributes)
    on = date.fromisoformat(row["date"]) if row["date"] else ON
    verdict = may_go(asked, row["destination"], book(on))
    keys = [finding.key for finding in verdict.open]
    assert (verdict.outcome, row["rule"] in keys or not row["rule"]) == (row["outcome"], True), (row["why"], keys)


def test_the_table_is_whole() -> None:
    """Every row names a reason and papers that exist, and says where it comes from."""
    assert len(ROWS) >= 250
    assert {row.reason for row in ROWS} <= set(REASONS)
    assert {document for row in ROWS for document in row.documents.split()} <= set(DOCUMENTS)
    assert all(row.source and row.source_date for row in ROWS)
    named = {country for rule in RULES for country in rule.destinations.inside or ()}
    assert named >= SHOWN


def test_one_asking_for_all_is_the_same_as_asking_one_by_one() -> None:
    asked = goods("Eau de parfum", "330300", "FR")
    everywhere = may_go_everywhere(asked, book())
    assert everywhere == {country: may_go(asked, country, book()) for country in everywhere}


def test_a_paper_opens_a_country_until_its_last_day() -> None:
    paper = Evidence("un38_3", issued_on=ON - timedelta(10), expires_on=ON, destinations=frozenset({"CL"}))
    asked = goods("Power tool with lithium battery", "820559", "DE", evidence=(paper,))
    assert not may_go(goods("Power tool with lithium battery", "820559", "DE"), "CL", book()).may_be_sold
    assert may_go(asked, "CL", book()).outcome == "allowed"
    assert not may_go(asked, "CL", book(ON + timedelta(1))).may_be_sold
    assert not may_go(asked, "CL", book(ON - timedelta(11))).may_be_sold
    assert not may_go(asked, "SG", book()).may_be_sold


def test_no_paper_opens_a_ban() -> None:
    papers = tuple(Evidence(code) for code in DOCUMENTS)
    verdict = may_go(goods("Carved ivory figurine", "960110", "KE", evidence=papers), "DE", book())
    assert (verdict.outcome, verdict.may_be_sold) == ("blocked", False)


def test_papers_that_travel_with_the_goods_do_not_stop_the_sale() -> None:
    verdict = may_go(goods("Fresh blueberries", "081040", "CL"), "DE", book())
    assert (verdict.outcome, verdict.may_be_sold) == ("needs_document", True)
    assert [(task.action, task.document, task.who) for task in verdict.tasks] == [
        ("with_consignment", "phytosanitary", "seller")
    ]


def test_services_meet_sanctions_and_no_customs_rules() -> None:
    service = goods("Repair of hand tools", "", "IN", kind="service")
    assert may_go(service, "DE", book()).outcome == "allowed"
    assert may_go(service, "KP", book()).outcome == "blocked"


def test_the_same_task_for_several_countries_stands_once() -> None:
    from trade.restrictions import Reach

    reach = Reach(may_go_everywhere(goods("Wireless headphones", "851830"), book()))
    tasks = [task for task in reach.tasks if task.document == "ce_declaration"]
    assert len(tasks) == 1
    assert {"DE", "FR", "PL"} <= set(tasks[0].destinations)


RULE = st.builds(
    Rule,
    code=st.sampled_from(["new-a", "new-b"]),
    kind=st.sampled_from(["import", "market", "export", "embargo", "carriage"]),
    outcome=st.sampled_from(["needs_document", "needs_licence", "blocked"]),
    reason=st.just("weapons"),
    who=st.sampled_from(["seller", "buyer"]),
    valid_from=st.just(date(2020, 1, 1)),
    destinations=st.sampled_from([Places.read("*"), Places.read("DE JP"), Places.read("EU !DE")]),
    hs_prefixes=st.sampled_from([(), ("61",), ("08",), ("851830",)]),
    keywords=st.sampled_from([(), ("cotton",), ("ivory",)]),
    documents=st.just(("import_licence",)),
)
GOODS = st.builds(
    goods,
    st.sampled_from(["Cotton shirt ivory", "Headphones", "Blueberries", "Chess set"]),
    st.sampled_from(["610910", "851830", "081040", "", "950490"]),
    st.sampled_from(["CN", "IT", "CL", "IR"]),
)


@given(RULE, GOODS, st.sampled_from([*sorted(RULED), "KP", "PE"]))
def test_another_rule_never_makes_anything_more_allowed(rule: Rule, asked: Goods, destination: str) -> None:
    more = compile_rules([*RULES[:120], rule], ON, destinations=RULED, known_headings=HEADINGS)
    less = compile_rules(RULES[:120], ON, destinations=RULED, known_headings=HEADINGS)
    was, now = may_go(asked, destination, less), may_go(asked, destination, more)
    assert OUTCOMES.index(now.outcome) >= OUTCOMES.index(was.outcome)
    assert was.may_be_sold or not now.may_be_sold


@given(st.text(max_size=80), st.text(alphabet="0123456789", max_size=10))
def test_no_text_breaks_it(title: str, code: str) -> None:
    assert set(may_go_everywhere(goods(title, code), book(), ["DE", "KP"])) == {"DE", "KP"}


# The file and the database


def write(path: Path, change: Callable[[list[dict[str, str]]], None]) -> Path:
    with (DATA_DIR / FILE).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:20]
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def again(**over: str) -> Callable[[list[dict[str, str]]], None]:
    return lambda rows: rows.append(rows[0] | over)


def put(**over: str) -> Callable[[list[dict[str, str]]], None]:
    return lambda rows: rows[2].update(over)


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (put(outcome="perhaps"), "bad.csv:4", "outcome"),
        (put(destinations="XX"), "bad.csv:4", "destinations"),
        (put(destinations=""), "bad.csv:4", "destinations"),
        (put(hs_prefixes="08x"), "bad.csv:4", "hs_prefixes"),
        (put(attributes="alcohol"), "bad.csv:4", "attributes"),
        (put(outcome="needs_document", documents=""), "bad.csv:4", "documents"),
        (put(outcome="needs_document", documents="a_letter"), "bad.csv:4", "documents"),
        (put(reason="because"), "bad.csv:4", "reason"),
        (put(source=""), "bad.csv:4", "source"),
        (put(valid_from="2026-13-01"), "bad.csv:4", "valid_from"),
        (put(valid_to="2001-01-01"), "bad.csv:4", "valid_to"),
        (put(lifts="no-such-rule", outcome="allowed"), "bad.csv:4", "lifts"),
        (again(valid_from="2022-01-01"), "bad.csv:22", "overlaps"),
        (lambda rows: (rows[0].update(valid_to="2021-12-31"), rows.append(rows[0] | {"valid_from": "2022-02-01", "valid_to": ""})), "bad.csv:22", "hole"),  # noqa: E501
        (lambda rows: [row.pop("who") for row in rows], "bad.csv", "who"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_bad_file_is_refused_whole(tmp_path: Path, change: Any, place: str, words: str) -> None:
    before = list(Restriction.objects.order_by("pk").values_list())
    with pytest.raises(RuleFileRefused) as refused:
        load_restrictions(now=NOW, path=write(tmp_path / "bad.csv", change))
    assert place in refused.value.fields
    assert words in " ".join(map(str, refused.value.fields[place]))
    assert list(Restriction.objects.order_by("pk").values_list()) == before


@pytest.mark.django_db
def test_the_command_names_each_mistake(tmp_path: Path, capsys: Any) -> None:
    bad = write(tmp_path / "bad.csv", put(outcome="perhaps"))
    with pytest.raises(CommandError):
        call_command("load_restrictions", str(bad))
    assert "bad.csv:4: outcome cannot be “perhaps”." in capsys.readouterr().err


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_keeps_what_staff_entered() -> None:
    load_restrictions(now=NOW)
    edition = Edition.objects.get(kind="restrictions").number
    assert load_restrictions(now=NOW).changed == 0
    assert Edition.objects.get(kind="restrictions").number == edition
    old = Restriction.objects.get(code="sg-chewing-gum")
    row = Restriction.objects.get(code="sg-chewing-gum")
    row.outcome, row.documents, row.valid_from = "needs_licence", "import_licence", date(2026, 12, 1)
    add_restriction(actor=SYSTEM, row=row, now=NOW)
    loaded = load_restrictions(now=NOW)
    assert (loaded.added, loaded.changed) == (0, 0)
    old.refresh_from_db()
    assert old.valid_to == date(2026, 11, 30)
    gum = goods("Chewing gum", "170410", "TR")
    assert reach_of(gum, date(2026, 11, 30), ["SG"]).verdicts["SG"].outcome == "blocked"
    assert reach_of(gum, date(2026, 12, 1), ["SG"]).verdicts["SG"].outcome == "needs_licence"
    assert rule_book(date(2026, 11, 30)).version != rule_book(date(2026, 12, 1)).version


@pytest.mark.django_db
def test_a_row_that_begins_before_another_is_refused() -> None:
    row = Restriction.objects.get(code="sg-chewing-gum")
    with pytest.raises(InvalidInput) as refused:
        add_restriction(actor=SYSTEM, row=row, now=NOW)
    assert "valid_from" in refused.value.fields
    assert Restriction.objects.filter(code="sg-chewing-gum").count() == 1


@pytest.mark.django_db
def test_papers_needed_for_the_checklist() -> None:
    papers = papers_needed(goods("Fresh blueberries", "081040", "CL"), "DE", ON)
    assert [(paper.document.code, paper.who, paper.is_on_file) for paper in papers] == [
        ("phytosanitary", "seller", False)
    ]
    assert papers_needed(goods("Cotton T-shirt", "610910", "IN"), "DE", ON) == []


def told() -> list[list[str]]:
    text = (Path(__file__).parents[2] / "docs" / "algorithms" / "restrictions.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    return [row for row in rows if row[0] not in ("title", "---")]


@pytest.mark.parametrize("row", told(), ids=lambda row: row[0])
def test_the_told_answers(row: list[str]) -> None:
    title, code, origin, destination, answer = row
    assert may_go(goods(title, code, origin), destination, book()).outcome == answer
