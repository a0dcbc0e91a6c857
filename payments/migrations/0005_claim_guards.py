"""A claim keeps its amount and moves only along its table, as every row about money does (see 0002_ledger_guards)."""

from django.db import migrations

# The same moves as payments/rules.py; a test compares them.
MOVES = {
    "claim": ("open>paid,open>cancelled", "id,public_id,organisation_id,escrow_id,currency,amount_minor,reference"),
}


def _triggers() -> str:
    sql = ""
    for table, (moves, kept) in MOVES.items():
        for name, when, each, call in (
            ("moves", "BEFORE UPDATE", "ROW", f"payments_keep_moves('{moves}', '{kept}')"),
            ("never_deleted", "BEFORE DELETE", "ROW", "payments_refuse()"),
            ("never_truncated", "BEFORE TRUNCATE", "STATEMENT", "payments_refuse()"),
        ):
            full = f"payments_{table}_{name}"
            sql += (
                f"CREATE TRIGGER {full} {when} ON payments_{table} FOR EACH {each} EXECUTE FUNCTION {call};\n"
                f"ALTER TABLE payments_{table} ENABLE ALWAYS TRIGGER {full};\n"
            )
    return sql


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_claims_and_guarantees")]

    operations = [migrations.RunSQL(_triggers(), reverse_sql=migrations.RunSQL.noop)]
