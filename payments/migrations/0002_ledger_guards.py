"""
What the ledger promises, kept by PostgreSQL itself, whoever writes and however. Told in docs/algorithms/ledger.md.

Every trigger is ENABLE ALWAYS: a session in replica mode does not slip past it.
"""

from django.db import migrations

APPEND_ONLY = ("ledgerentry", "posting", "accountsnapshot", "escrowshare", "movement")
NEVER_DELETED = ("ledgeraccount", "payment", "refund", "escrow", "payout")

FUNCTIONS = """
CREATE FUNCTION payments_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: money is only ever added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Notes which transaction wrote an entry: only that one may add its postings.
CREATE FUNCTION payments_stamp_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_by := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_guard_posting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own_currency text;
    writer bigint;
BEGIN
    -- The shared lock makes whoever takes a snapshot of the account wait for us, and us for them.
    SELECT currency INTO own_currency FROM payments_ledgeraccount WHERE id = NEW.account_id FOR KEY SHARE;
    IF own_currency IS DISTINCT FROM NEW.currency THEN
        RAISE EXCEPTION 'posting in % on an account in %', NEW.currency, own_currency
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT written_by INTO writer FROM payments_ledgerentry WHERE id = NEW.entry_id;
    IF writer IS DISTINCT FROM pg_current_xact_id()::text::bigint THEN
        RAISE EXCEPTION 'entry % is closed: its postings come with it', NEW.entry_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- Numbered under the lock, so that no posting ever lands behind a snapshot already taken.
    NEW.id := nextval(pg_get_serial_sequence('payments_posting', 'id'));
    RETURN NEW;
END $$;

CREATE FUNCTION payments_check_entry(checked_entry bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    legs bigint;
    unbalanced text;
BEGIN
    SELECT count(*) INTO legs FROM payments_posting WHERE entry_id = checked_entry;
    IF legs < 2 THEN
        RAISE EXCEPTION 'entry % has % legs, at least two are needed', checked_entry, legs
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT string_agg(currency || ' ' || total, ', ') INTO unbalanced FROM (
        SELECT currency, sum(amount_minor) AS total FROM payments_posting
        WHERE entry_id = checked_entry GROUP BY currency HAVING sum(amount_minor) <> 0
    ) AS sums;
    IF unbalanced IS NOT NULL THEN
        RAISE EXCEPTION 'entry % does not balance: %', checked_entry, unbalanced
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION payments_check_entry_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM payments_check_entry(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION payments_check_entry_of_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM payments_check_entry(NEW.entry_id);
    RETURN NULL;
END $$;

CREATE FUNCTION payments_keep_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.purpose, NEW.currency, NEW.organisation_id)
        IS DISTINCT FROM (OLD.id, OLD.purpose, OLD.currency, OLD.organisation_id) THEN
        RAISE EXCEPTION 'a ledger account keeps its owner, purpose and currency'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_check_shares(checked_escrow bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    whole bigint;
    shared numeric;
BEGIN
    SELECT amount_minor INTO whole FROM payments_escrow WHERE id = checked_escrow;
    SELECT coalesce(sum(s.amount_minor), 0) INTO shared
        FROM payments_escrowshare s JOIN payments_escrow e ON e.id = s.escrow_id AND e.currency = s.currency
        WHERE s.escrow_id = checked_escrow;
    IF shared IS DISTINCT FROM whole::numeric
        OR EXISTS (SELECT 1 FROM payments_escrowshare s JOIN payments_escrow e ON e.id = s.escrow_id
                   WHERE s.escrow_id = checked_escrow AND s.currency <> e.currency) THEN
        RAISE EXCEPTION 'the shares of escrow % sum to %, not %', checked_escrow, shared, whole
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION payments_check_shares_of_escrow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM payments_check_shares(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION payments_check_shares_of_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM payments_check_shares(NEW.escrow_id);
    RETURN NULL;
END $$;

-- Called with the legal moves ('open>funded', ...), then the columns that never change.
CREATE FUNCTION payments_keep_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text;
BEGIN
    IF NEW.status <> OLD.status AND NOT (OLD.status || '>' || NEW.status = ANY (string_to_array(TG_ARGV[0], ','))) THEN
        RAISE EXCEPTION '% does not go from % to %', TG_TABLE_NAME, OLD.status, NEW.status
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    FOREACH kept IN ARRAY string_to_array(TG_ARGV[1], ',') LOOP
        IF to_jsonb(NEW) -> kept IS DISTINCT FROM to_jsonb(OLD) -> kept THEN
            RAISE EXCEPTION '%.% never changes', TG_TABLE_NAME, kept
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""

# The same moves as payments/rules.py; a test compares them.
MOVES = {
    "payment": (
        "created>awaiting,created>expired,awaiting>succeeded,awaiting>failed,awaiting>expired,failed>succeeded,"
        "failed>expired,expired>succeeded,succeeded>refunded",
        "id,public_id,organisation_id,currency,amount_minor,reference",
    ),
    "escrow": (
        "open>funded,open>cancelled,funded>released,funded>refunded",
        "id,public_id,payment_id,payer_id,payee_id,currency,amount_minor,reference",
    ),
    "payout": (
        "requested>sent,requested>failed,sent>paid,sent>failed,paid>failed",
        "id,public_id,organisation_id,share_id,currency,amount_minor,reference,provider_account_id",
    ),
    "refund": (
        "requested>sent,requested>succeeded,requested>failed,sent>succeeded,sent>failed,succeeded>failed,"
        "failed>requested",
        "id,public_id,organisation_id,payment_id,escrow_id,currency,amount_minor",
    ),
}


def _trigger(table: str, name: str, when: str, call: str, *, each: str = "ROW", constraint: str = "") -> str:
    full = f"payments_{table}_{name}"
    kind = "CONSTRAINT TRIGGER" if constraint else "TRIGGER"
    return (
        f"CREATE {kind} {full} {when} ON payments_{table} {constraint} FOR EACH {each} EXECUTE FUNCTION {call};\n"
        f"ALTER TABLE payments_{table} ENABLE ALWAYS TRIGGER {full};\n"
    )


def _triggers() -> str:
    deferred = "DEFERRABLE INITIALLY DEFERRED"
    sql = _trigger("ledgerentry", "stamp", "BEFORE INSERT", "payments_stamp_entry()")
    sql += _trigger("posting", "guard", "BEFORE INSERT", "payments_guard_posting()")
    sql += _trigger("ledgerentry", "balanced", "AFTER INSERT", "payments_check_entry_of_entry()", constraint=deferred)
    sql += _trigger("posting", "balanced", "AFTER INSERT", "payments_check_entry_of_posting()", constraint=deferred)
    sql += _trigger("escrow", "shared", "AFTER INSERT", "payments_check_shares_of_escrow()", constraint=deferred)
    sql += _trigger("escrowshare", "sum", "AFTER INSERT", "payments_check_shares_of_share()", constraint=deferred)
    sql += _trigger("ledgeraccount", "kept", "BEFORE UPDATE", "payments_keep_account()")
    for table in APPEND_ONLY:
        sql += _trigger(table, "append_only", "BEFORE UPDATE OR DELETE", "payments_refuse()")
    for table in NEVER_DELETED:
        sql += _trigger(table, "never_deleted", "BEFORE DELETE", "payments_refuse()")
    for table in APPEND_ONLY + NEVER_DELETED:
        sql += _trigger(table, "never_truncated", "BEFORE TRUNCATE", "payments_refuse()", each="STATEMENT")
    for table, (moves, kept) in MOVES.items():
        sql += _trigger(table, "moves", "BEFORE UPDATE", f"payments_keep_moves('{moves}', '{kept}')")
    return sql


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS + _triggers(), reverse_sql=migrations.RunSQL.noop)]
