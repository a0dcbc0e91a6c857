"""The ledger under attack: whatever is tried, by whatever means, it balances and forgets nothing."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.models import Organisation
from marketplace.kernel.money import Money, from_minor
from payments.ledger import balances_of
from payments.models import AccountSnapshot, LedgerAccount, LedgerEntry, Posting
from payments.operations import Purse, open_accounts, post_entry, snapshot_account
from payments.operations.post_entry import Line
from payments.rules import CLAIM_MOVES, ESCROW_MOVES, PAYMENT_MOVES, PAYOUT_MOVES, REFUND_MOVES, Moves
from tests.accounts.factories import make_organisation
from tests.payments.factories import NOW, make_escrow, make_funded_escrow

GUARDED = [
    "ledgeraccount", "ledgerentry", "posting", "accountsnapshot", "escrowshare", "movement",
    "payment", "refund", "escrow", "payout",
]  # fmt: skip


def accounts(*purses: Purse) -> list[LedgerAccount]:
    with transaction.atomic():
        found = open_accounts(purses=purses)
    return [found[purse] for purse in purses]


def pair(organisation: Organisation, currency: str = "EUR") -> list[LedgerAccount]:
    return accounts(Purse("processor", currency), Purse("escrow", currency, organisation.pk))


def post(reference: str, lines: list[Line], kind: str = "test") -> LedgerEntry:
    with transaction.atomic():
        return post_entry(kind=kind, reference=reference, lines=lines, at=NOW())


def run_sql(sql: str, *parameters: Any) -> None:
    """Run raw SQL in a transaction of its own, to the very commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_post_entry_enters_the_same_fact_once() -> None:
    debit, credit = pair(make_organisation())
    lines = [(debit, Money("10.00", "EUR")), (credit, Money("-10.00", "EUR"))]

    first, second = post("r-1", lines), post("r-1", lines)

    assert first.pk == second.pk
    assert Posting.objects.count() == 2


@pytest.mark.django_db
def test_post_entry_refuses_the_same_fact_with_other_lines() -> None:
    debit, credit = pair(make_organisation())
    post("r-1", [(debit, Money("10.00", "EUR")), (credit, Money("-10.00", "EUR"))])

    with pytest.raises(ValueError, match="other lines"):
        post("r-1", [(debit, Money("11.00", "EUR")), (credit, Money("-11.00", "EUR"))])
    assert Posting.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([("10.00", "EUR"), ("-9.99", "EUR")], "balances"),
        ([("10.00", "EUR")], "balances"),
        ([("0.00", "EUR"), ("0.00", "EUR")], "two legs"),
        ([("10.001", "EUR"), ("-10.001", "EUR")], "finer"),
        ([("10.00", "EUR"), ("-10.00", "USD")], "does not go into"),
    ],
)
def test_post_entry_refuses_what_is_not_an_entry(lines: list[tuple[str, str]], reason: str) -> None:
    pursed = pair(make_organisation())

    with pytest.raises(ValueError, match=reason):
        post("r-1", [(account, Money(*line)) for account, line in zip(pursed, lines, strict=False)])
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", GUARDED)
def test_database_refuses_truncate(table: str) -> None:
    with pytest.raises(IntegrityError, match="refused"):
        run_sql(f"TRUNCATE payments_{table} CASCADE")


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ["UPDATE payments_{0} SET id = id", "DELETE FROM payments_{0}"])
@pytest.mark.parametrize("table", ["ledgerentry", "posting", "escrowshare", "movement", "accountsnapshot"])
def test_database_refuses_to_change_or_forget(table: str, attack: str) -> None:
    make_funded_escrow()
    snapshot_account(account=LedgerAccount.objects.get(purpose="escrow"), now=NOW())

    with pytest.raises(IntegrityError, match="refused"):
        run_sql(attack.format(table))


@pytest.mark.django_db
def test_guards_hold_in_replica_mode_too() -> None:
    make_funded_escrow()

    with pytest.raises(IntegrityError, match="refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM payments_posting")


@pytest.mark.django_db
def test_every_guard_is_enabled_always() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
            "WHERE c.relname LIKE 'payments_%' AND NOT tgisinternal AND tgenabled <> 'A'"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
            "WHERE c.relname LIKE 'payments_%' AND NOT tgisinternal"
        )
        assert cursor.fetchone()[0] >= 30


@pytest.mark.django_db
@pytest.mark.parametrize(
    "legs",
    [[], [100], [100, -99], [100, -100, 1]],
    ids=["no legs", "one leg", "off by one", "three that do not balance"],
)
def test_database_refuses_an_unbalanced_entry_written_by_hand(legs: list[int]) -> None:
    debit, credit = pair(make_organisation())

    with pytest.raises(IntegrityError, match=r"balance|legs"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_ledgerentry (kind, reference, occurred_at) VALUES ('raw', 'r', now()) RETURNING id"
        )
        entry = cursor.fetchone()[0]
        for place, amount in enumerate(legs):
            cursor.execute(
                "INSERT INTO payments_posting (entry_id, account_id, amount_minor, currency) "
                "VALUES (%s, %s, %s, 'EUR')",
                [entry, (debit, credit)[place % 2].pk, amount],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_database_refuses_legs_added_to_a_closed_entry() -> None:
    debit, credit = pair(make_organisation())
    entry = post("r-1", [(debit, Money("10.00", "EUR")), (credit, Money("-10.00", "EUR"))])

    with pytest.raises(IntegrityError, match="closed"):
        run_sql(
            "INSERT INTO payments_posting (entry_id, account_id, amount_minor, currency) "
            "VALUES (%s, %s, 5, 'EUR'), (%s, %s, -5, 'EUR')",
            entry.pk, debit.pk, entry.pk, credit.pk,
        )  # fmt: skip
    assert Posting.objects.count() == 2


@pytest.mark.django_db
def test_database_refuses_a_posting_in_another_currency_than_its_account() -> None:
    debit, _credit = pair(make_organisation())

    with pytest.raises(IntegrityError, match="on an account in EUR"), transaction.atomic():
        entry = LedgerEntry.objects.create(kind="raw", reference="r", occurred_at=NOW())
        Posting.objects.create(entry=entry, account=debit, amount_minor=5, currency="USD")


@pytest.mark.django_db
def test_accounts_keep_their_owner_purpose_and_currency() -> None:
    debit, _credit = pair(make_organisation())

    with pytest.raises(IntegrityError, match="keeps"):
        run_sql("UPDATE payments_ledgeraccount SET currency = 'USD' WHERE id = %s", debit.pk)


@pytest.mark.django_db
def test_shares_that_do_not_sum_to_their_escrow_are_refused() -> None:
    escrow = make_escrow()

    with pytest.raises(IntegrityError, match="sum to"):
        run_sql(
            "INSERT INTO payments_escrowshare (escrow_id, purpose, currency, amount_minor, payout_currency, "
            "payout_minor, fx_rate, fx_source, explanation, beneficiary_id) "
            "VALUES (%s, 'seller', 'EUR', 1, 'EUR', 1, 1, '', '', %s)",
            escrow.pk, escrow.payer_id,
        )  # fmt: skip


MACHINES: list[tuple[str, Moves]] = [
    ("payment", PAYMENT_MOVES),
    ("escrow", ESCROW_MOVES),
    ("payout", PAYOUT_MOVES),
    ("refund", REFUND_MOVES),
    ("claim", CLAIM_MOVES),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "moves"), MACHINES)
def test_database_and_rules_know_the_same_moves(table: str, moves: Moves) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s", [f"payments_{table}_moves"])
        definition = cursor.fetchone()[0]
    in_database = set(definition.split("('")[1].split("'")[0].split(","))
    assert in_database == {f"{start}>{end}" for start, ends in moves.items() for end in ends}


@pytest.mark.django_db
def test_database_refuses_a_move_and_an_amount_the_rules_do_not_know() -> None:
    escrow = make_funded_escrow()

    with pytest.raises(DatabaseError, match="does not go from funded to open"):
        run_sql("UPDATE payments_escrow SET status = 'open', funded_at = NULL WHERE id = %s", escrow.pk)
    with pytest.raises(DatabaseError, match="never changes"):
        run_sql("UPDATE payments_escrow SET amount_minor = 1 WHERE id = %s", escrow.pk)
    with pytest.raises(DatabaseError, match="never changes"):
        run_sql("UPDATE payments_payment SET amount_minor = 1 WHERE id = %s", escrow.payment_id)


@pytest.mark.django_db
def test_balance_is_the_last_snapshot_and_what_came_after() -> None:
    debit, credit = pair(make_organisation())
    for number in range(3):
        post(f"before-{number}", [(debit, Money("10.00", "EUR")), (credit, Money("-10.00", "EUR"))])
    snapshot = snapshot_account(account=debit, now=NOW())
    post("after", [(debit, Money("0.07", "EUR")), (credit, Money("-0.07", "EUR"))])

    assert snapshot is not None and snapshot.balance_minor == 3000
    assert balances_of([debit, credit]) == {debit.pk: 3007, credit.pk: -3007}
    assert snapshot_account(account=debit, now=NOW()).balance_minor == 3007  # type: ignore[union-attr]
    assert snapshot_account(account=debit, now=NOW()) is None
    assert AccountSnapshot.objects.count() == 2


_runs = count(1)
PLACES = st.integers(0, 3)
CURRENCIES = ("EUR", "JPY", "KWD")


class LedgerMachine(RuleBasedStateMachine):
    """Random entries, snapshots and raw attacks; after each step every account is what a plain sum says."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        # As Django's own test case marks its transaction: entries may open theirs inside.
        self.outer._from_testcase = True  # type: ignore[attr-defined]
        self.outer.__enter__()
        self.expected: dict[int, int] = {}
        self.run = next(_runs)
        self.step = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        owners = [make_organisation() for _ in range(2)]
        self.purses = {
            currency: accounts(
                Purse("processor", currency), Purse("fx_clearing", currency),
                *(Purse("escrow", currency, owner.pk) for owner in owners),
            )
            for currency in CURRENCIES
        }  # fmt: skip
        self.expected = {account.pk: 0 for group in self.purses.values() for account in group}

    @rule(
        legs=st.lists(
            st.tuples(st.sampled_from(CURRENCIES), PLACES, PLACES, st.integers(-(10**12), 10**12)),
            min_size=1, max_size=4,
        )
    )  # fmt: skip
    def enter(self, legs: list[tuple[str, int, int, int]]) -> None:
        self.step += 1
        lines: list[Line] = []
        for currency, start, end, minor in legs:
            amount = from_minor(minor, currency)
            lines += [(self.purses[currency][start], amount), (self.purses[currency][end], -amount)]
        if not any(minor for _currency, _start, _end, minor in legs):
            return
        post(f"{self.run}-{self.step}", lines)
        for account, money in lines:
            self.expected[account.pk] += int(money.amount.scaleb({"EUR": 2, "JPY": 0, "KWD": 3}[account.currency]))

    @rule(currency=st.sampled_from(CURRENCIES), place=st.integers(0, 3))
    def snapshot(self, currency: str, place: int) -> None:
        snapshot_account(account=self.purses[currency][place], now=NOW())

    @rule(
        attack=st.sampled_from(
            [
                "UPDATE payments_posting SET amount_minor = amount_minor + 1",
                "DELETE FROM payments_posting",
                "TRUNCATE payments_posting",
                "TRUNCATE payments_ledgerentry CASCADE",
                "DELETE FROM payments_ledgeraccount",
                "UPDATE payments_ledgeraccount SET currency = 'CHF'",
                "INSERT INTO payments_ledgerentry (kind, reference, occurred_at) VALUES ('raw', 'raw', now())",
                "INSERT INTO payments_posting (entry_id, account_id, amount_minor, currency) "
                "SELECT max(entry_id), min(account_id), 7, 'EUR' FROM payments_posting",
                "UPDATE payments_ledgerentry SET written_by = pg_current_xact_id()::text::bigint",
            ]
        )
    )
    def attack(self, attack: str) -> None:
        before = (Posting.objects.count(), LedgerEntry.objects.count())
        is_empty_table = before == (0, 0) and attack.startswith(("UPDATE payments_posting", "DELETE FROM payments_p"))
        if is_empty_table or (before == (0, 0) and attack.startswith("UPDATE payments_ledgerentry")):
            return
        with pytest.raises(DatabaseError):
            run_sql(attack)
        assert (Posting.objects.count(), LedgerEntry.objects.count()) == before

    @invariant()
    def balances_are_plain_sums(self) -> None:
        if not self.expected:
            return
        all_accounts = [account for group in self.purses.values() for account in group]
        assert balances_of(all_accounts) == self.expected

    @invariant()
    def each_currency_sums_to_zero(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT entry_id FROM payments_posting GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0"
            )
            assert cursor.fetchall() == []


@pytest.mark.django_db
def test_ledger_survives_anything_in_any_order() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run: Callable[..., None] = run_state_machine_as_test
    run(
        LedgerMachine,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip
