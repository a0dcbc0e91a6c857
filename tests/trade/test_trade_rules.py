"""Rules as stored: loading, refusing a wrong file, changing by dated rows, and what processes hold of them."""

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actor import Actor
from marketplace.kernel.refusals import InvalidInput, NotAllowed
from tests.trade.factories import NOW, ON, load_world, make_basket
from trade.countries import DATA_DIR
from trade.editions import forget_all
from trade.fx import RateUnknown, current_rates
from trade.models import DutyRate, Edition, ExchangeRate, HsCode, TaxRate
from trade.operations import add_dated_rule, load_reference_rules
from trade.queries import find_hs_codes, hs_title, landed_cost_for, landed_cost_many, ruled_destinations, rules_for
from trade.reference import RULE_FILES, RuleFileRefused, destination_rules, read_rules, read_table

PLATFORM = Actor.system("tests")


def copy_of_tables(folder: Path) -> Path:
    for name in RULE_FILES:
        shutil.copy(DATA_DIR / name, folder / name)
    return folder


def append(path: Path, **cells: str) -> int:
    """Add a row to a table and return its number in the file."""
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([cells.get(name, "") for name in rows[0]])
    return len(rows) + 1


def test_every_row_names_its_source_and_day() -> None:
    for name in RULE_FILES:
        assert all(row["source"] and row["source_date"] for row in read_table(name)), name


def test_at_least_26_destinations_have_rules_a_tax_and_duties() -> None:
    rules = read_rules()
    ruled = {row["destination"] for row in read_table("destination_rules.csv")}
    assert len(ruled) >= 26
    for destination in ruled:
        values = destination_rules(destination, ON, rules)
        assert values is not None
        assert values.facts.business_tax == "not_levied" or values.tax_for(None) is not None
        assert values.duty_for("610910", "VN", "").base is not None


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"valid_from": "2026-01-01"}, "overlaps"),
        ({"valid_from": "2026-01-01", "destination": "XX"}, "destination"),
        ({"hs_prefix": "61x"}, "hs_prefix"),
        ({"hs_prefix": "999999", "percent": "-5"}, "percent"),
        ({"hs_prefix": "999999", "percent": ""}, "percentage"),
        ({"hs_prefix": "999999", "source": ""}, "source"),
        ({"hs_prefix": "999999", "valid_to": "2020-01-01"}, "before it begins"),
        ({"hs_prefix": "999999", "specific_amount": "5"}, "currency"),
        ({"hs_prefix": "999999", "valid_from": "soon"}, "valid_from"),
    ],
)
def test_a_wrong_row_refuses_the_file_and_is_named(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    row = {
        "destination": "DE", "kind": "base", "measure": "MFN", "hs_prefix": "610910", "percent": "10",
        "valid_from": "2025-01-01", "source": "x", "source_date": "2026-11-22", "combine": "sum",
    } | cells  # fmt: skip
    path = copy_of_tables(tmp_path) / "duty_rates.csv"
    append(path, **{**row, "valid_from": "2025-01-01", "hs_prefix": "610910", "percent": "10", "destination": "DE",
                    "source": "x", "valid_to": "", "specific_amount": ""})  # fmt: skip
    number = append(path, **row)
    with pytest.raises(RuleFileRefused) as refused:
        read_rules(tmp_path)
    assert words in " ".join(refused.value.fields[f"duty_rates.csv:{number}"])


def test_a_hole_between_two_periods_is_refused(tmp_path: Path) -> None:
    path = copy_of_tables(tmp_path) / "tax_rates.csv"
    row = {"destination": "SE", "name": "VAT", "percent": "25", "source": "x", "source_date": "2026-11-22"}
    append(path, **row, valid_from="2025-01-01", valid_to="2025-06-30")
    number = append(path, **row, valid_from="2025-07-02")
    with pytest.raises(RuleFileRefused) as refused:
        read_rules(tmp_path)
    assert "hole" in refused.value.fields[f"tax_rates.csv:{number}"][0]


@pytest.mark.django_db
class TestStored:
    @pytest.fixture(autouse=True)
    def world(self) -> None:
        load_world()

    def test_loading_again_changes_nothing(self) -> None:
        before = Edition.objects.get(kind="rules").number
        loaded = load_reference_rules(now=NOW)
        assert (loaded.added, loaded.changed) == (0, 0)
        assert Edition.objects.get(kind="rules").number == before

    def test_stored_rules_answer_as_the_files_do(self) -> None:
        rules = read_rules()
        for destination in ("DE", "US", "JP"):
            stored, read = rules_for(destination, ON), destination_rules(destination, ON, rules)
            assert stored and read and stored.version == read.version

    def test_a_refused_file_leaves_the_old_rules_in_force(self, tmp_path: Path) -> None:
        before = landed_cost_for(make_basket())
        path = copy_of_tables(tmp_path) / "duty_rates.csv"
        append(path, destination="DE", measure="MFN", percent="1", valid_from="2026-01-01", source="x", hs_prefix="1")
        with pytest.raises(CommandError):
            call_command("load_trade_rules", tmp_path)
        assert landed_cost_for(make_basket()) == before

    def test_a_changed_row_of_the_file_is_taken_over(self, tmp_path: Path) -> None:
        path = copy_of_tables(tmp_path) / "tax_rates.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("DE,,,,all,VAT,19,", "DE,,,,all,VAT,20,"), encoding="utf-8")
        assert load_reference_rules(now=NOW, directory=tmp_path).changed == 1
        assert landed_cost_for(make_basket()).lines[0].tax_rate == 20

    def test_a_new_dated_row_ends_the_one_before_and_is_kept_by_a_reload(self) -> None:
        tomorrow = ON + timedelta(days=1)
        old = DutyRate.objects.get(destination="EU", hs_prefix="610910", measure="MFN")
        rule = DutyRate(
            destination="EU", hs_prefix="610910", percent=15, valid_from=tomorrow, source="Test", source_date=ON
        )
        version = landed_cost_for(make_basket()).rule_version
        add_dated_rule(actor=PLATFORM, rule=rule, now=NOW)
        old.refresh_from_db()
        assert old.valid_to == ON
        assert landed_cost_for(make_basket()).lines[0].duty_rate == 12
        later = landed_cost_for(make_basket(on=tomorrow))
        assert later.lines[0].duty_rate == 15
        assert later.rule_version != version
        load_reference_rules(now=NOW)
        old.refresh_from_db()
        assert old.valid_to == ON
        assert DutyRate.objects.filter(destination="EU", hs_prefix="610910", measure="MFN").count() == 2

    def test_a_row_that_would_overlap_is_refused(self) -> None:
        rule = TaxRate(
            destination="DE", name="VAT", percent=18, valid_from=date(2024, 1, 1), source="x", source_date=ON
        )
        with pytest.raises(InvalidInput):
            add_dated_rule(actor=PLATFORM, rule=rule, now=NOW)
        assert TaxRate.objects.filter(destination="DE", hs_prefix="", vat_class="").count() == 1

    def test_only_the_platform_changes_rules(self) -> None:
        rule = TaxRate(
            destination="DE", name="VAT", percent=18, valid_from=date(2027, 1, 1), source="x", source_date=ON
        )
        with pytest.raises(NotAllowed):
            add_dated_rule(actor=Actor.anonymous(), rule=rule, now=NOW)

    def test_many_baskets_cost_what_each_costs_alone(self) -> None:
        baskets = [make_basket(ship_to=destination) for destination in ("DE", "US", "GB", "SE")]
        assert landed_cost_many(baskets) == [landed_cost_for(basket) for basket in baskets]
        assert len(ruled_destinations(ON)) >= 26

    def test_a_past_day_without_rates_says_which_days_rates_it_takes_unless_none_is_needed(self) -> None:
        past = ON - timedelta(days=200)
        ExchangeRate.objects.filter(currency="GBP", date__lte=past).delete()
        forget_all()
        cost = landed_cost_for(make_basket(ship_to="GB", on=past))
        note = next(step for step in cost.explanation if step.code == "fx_of_today")
        assert note.as_of is not None and note.as_of > past and note.as_of.isoformat() in note.text
        assert cost.guaranteed().status == "estimate"
        own = landed_cost_for(make_basket(ship_to="GB", currency="GBP", on=past))
        assert own.status == "estimate" and all(step.code != "fx_of_today" for step in own.explanation)
        with pytest.raises(RateUnknown):
            landed_cost_for(make_basket(ship_to="GB", currency="XAU", on=past))

    def test_a_day_to_come_says_which_days_rates_it_takes_and_is_never_guaranteed(self) -> None:
        today = timezone.now().date()
        held = current_rates(today).rate_of("GBP")
        ahead = held.as_of + timedelta(days=held.max_age_days + 1)
        cost = landed_cost_for(make_basket(ship_to="GB", on=ahead))
        note = next(step for step in cost.explanation if step.code == "fx_of_today")
        assert note.as_of == held.as_of and held.as_of.isoformat() in note.text and note.is_shaky
        assert cost.guaranteed().status == "estimate"
        near = landed_cost_for(make_basket(ship_to="GB", on=today))
        assert all(step.code != "fx_of_today" for step in near.explanation)
        assert next(step for step in near.explanation if step.code == "fx").as_of == held.as_of
        assert near.guaranteed().status == "guaranteed"

    def test_warm_rules_ask_the_database_nothing(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        landed_cost_for(make_basket())
        with django_assert_num_queries(0):
            landed_cost_many([make_basket(value=str(number)) for number in range(1, 49)])

    def test_codes_are_found_by_digits_and_by_words(self) -> None:
        assert HsCode.objects.filter(level=2).count() >= 96
        assert HsCode.objects.filter(level=4).count() > 1_200
        assert HsCode.objects.get(code="610910").parent.code == "6109"  # type: ignore[union-attr]
        assert [code.code for code in find_hs_codes("6109.10")][:1] == ["610910"]
        assert "610910" in [code.code for code in find_hs_codes("t-shirts cotton")]
        assert find_hs_codes("  ") == []
        assert "T-shirt" in hs_title("6109100010")
