"""Published lists of HS codes and rule files of one's own: taken whole or refused by row."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.trade.factories import NOW, ON, load_world, make_basket
from trade.models import DutyRate, HsCode
from trade.operations import load_hs_codes, load_reference_rules, load_rule_file, load_rule_folder
from trade.queries import landed_cost_for, problem_with_hs_code
from trade.reference import RULE_FILES, RuleFileRefused
from trade.reference.hs_file import HsFileRefused

pytestmark = pytest.mark.django_db
HEAD = "destination,measure,hs_prefix,origin,percent,valid_from,valid_to,source,source_date\n"


@pytest.fixture(autouse=True)
def world() -> None:
    load_world()


def file_of(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_published_list_is_taken_in_any_order_of_columns(tmp_path: Path) -> None:
    text = "level,description,hscode,parent,section\n6,Tea; new kind,0902.90,0902,II\n5,Everything,TOTAL,TOTAL,TOTAL\n"
    loaded = load_hs_codes(path=file_of(tmp_path, text + "8,A national line,09029011,090290,II\n"), now=NOW)
    assert (loaded.added, loaded.changed) == (2, 0)
    assert HsCode.objects.get(code="09029011").parent.code == "090290"  # type: ignore[union-attr]
    assert problem_with_hs_code("09029011") == ""
    assert load_hs_codes(path=tmp_path / "list.csv", now=NOW).kept == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("61091,Odd,6109,5", "digits"),
        ("010121,Horses,0102,6", "stands under 0101"),
        ("980111,No parent,9801,6", "neither in the file"),
        ("0101,Horses,01,6", "level"),
        ("0101,,01,4", "title"),
        ("0199,Twice,01,4", "already"),
        ("61a9,Letters,61,4", "digits"),
    ],
)
def test_a_wrong_row_refuses_the_list_and_is_named(tmp_path: Path, row: str, words: str) -> None:
    before = HsCode.objects.count()
    path = file_of(tmp_path, f"code,title,parent,level\n0199,New heading,01,4\n{row}\n")
    with pytest.raises(HsFileRefused) as refused:
        load_hs_codes(path=path, now=NOW)
    assert words in " ".join(refused.value.fields["3"])
    with pytest.raises(CommandError):
        call_command("load_hs", path)
    assert HsCode.objects.count() == before


def test_a_list_without_codes_is_refused(tmp_path: Path) -> None:
    for text in ("", "name,words\n01,Animals\n", "code,title\n"):
        with pytest.raises(HsFileRefused):
            load_hs_codes(path=file_of(tmp_path, text), now=NOW)


def test_ended_and_unknown_codes_are_told_apart() -> None:
    assert "851713" in problem_with_hs_code("851712")
    assert "8517" in problem_with_hs_code("851799")
    assert problem_with_hs_code("6109100010") == problem_with_hs_code("61") == ""


def test_a_row_of_ones_own_follows_the_stored_one_and_outlives_a_reload(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEAD + "EU,MFN,610910,,15,2026-12-01,,Own notice,2026-11-22\n", "mine.csv")
    loaded = load_rule_file(path=path, now=NOW)
    assert (loaded.added, loaded.changed) == (1, 1)
    assert landed_cost_for(make_basket(on=date(2026, 12, 1))).lines[0].duty_rate == 15
    assert landed_cost_for(make_basket(on=ON)).lines[0].duty_rate == 12
    load_reference_rules(now=NOW)
    assert landed_cost_for(make_basket(on=date(2026, 12, 1))).lines[0].duty_rate == 15
    assert load_rule_file(path=path, now=NOW).kept == 1


def test_a_folder_of_ones_own_only_adds(tmp_path: Path) -> None:
    """It holds one row of one of the five files: everything else stands."""
    counts = {model: model._default_manager.count() for model in RULE_FILES.values()}
    file_of(tmp_path, HEAD + "EU,MFN,610910,,15,2026-12-01,,Own notice,2026-11-22\n", "duty_rates.csv")
    call_command("load_trade_rules", tmp_path)
    assert {model: model._default_manager.count() for model in counts} == counts | {DutyRate: counts[DutyRate] + 1}
    assert landed_cost_for(make_basket(on=date(2026, 12, 1))).lines[0].duty_rate == 15
    assert landed_cost_for(make_basket(on=ON)).lines[0].duty_rate == 12
    load_reference_rules(now=NOW)
    assert DutyRate.objects.count() == counts[DutyRate] + 1


def test_a_folder_is_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    count = DutyRate.objects.count()
    with pytest.raises(CommandError):
        call_command("load_trade_rules", tmp_path)
    file_of(tmp_path, HEAD + "EU,MFN,610910,,15,2026-12-01,,Own notice,2026-11-22\n", "duty_rates.csv")
    file_of(tmp_path, "destination,tax_class,name,percent,valid_from\n", "tax_rates.csv")
    with pytest.raises(RuleFileRefused) as refused:
        load_rule_folder(directory=tmp_path, now=NOW)
    assert list(refused.value.fields) == ["tax_rates.csv"]
    assert DutyRate.objects.count() == count


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (["EU,MFN,610910,,15,2020-01-01,,s,2026-11-22"], 2, "overlaps"),
        (["EU,MFN,610910,,15,2020-01-01,2021-01-01,s,2026-11-22"], 2, "hole"),
        (["DE,X,01,,1,2026-01-01,,s,2026-11-22", "DE,X,01,,2,2026-02-01,,s,2026-11-22"], 3, "overlaps"),
        (["DE,X,01,,1,2026-01-01,2026-01-31,s,2026-11-22", "DE,X,01,,2,2026-02-02,,s,2026-11-22"], 3, "hole"),
        (["XX,MFN,01,,1,2026-01-01,,s,2026-11-22"], 2, "destination"),
        (["DE,MFN,01,QQ,1,2026-01-01,,s,2026-11-22"], 2, "origin"),
        (["DE,MFN,01,,-1,2026-01-01,,s,2026-11-22"], 2, "percent"),
        (["DE,MFN,01,,1,2026-01-01,,,2026-11-22"], 2, "source"),
        (["DE,MFN,01,,1,2026-01-01"], 2, "cells"),
    ],
)
def test_a_wrong_rule_file_is_refused_by_row_and_the_rules_stand(
    tmp_path: Path, rows: list[str], place: int, words: str
) -> None:
    before, count = landed_cost_for(make_basket()), DutyRate.objects.count()
    path = file_of(tmp_path, HEAD + "\n".join(rows) + "\n", "mine.csv")
    with pytest.raises(RuleFileRefused) as refused:
        load_rule_file(path=path, now=NOW)
    assert words in " ".join(map(str, refused.value.fields[f"mine.csv:{place}"]))
    with pytest.raises(CommandError):
        call_command("load_trade_rules", path)
    assert (landed_cost_for(make_basket()), DutyRate.objects.count()) == (before, count)
