"""Customs bills are added to, never changed; what an order agreed now covers insurance and guarantee too."""

from django.db import migrations

MOVES = "'held>waiting', 'held>rejected', 'held>replaced', 'waiting>settled', 'waiting>replaced', 'settled>replaced'"
KEPT = (
    "order_id", "organisation_id", "replaces_id", "number", "billed_on", "currency", "duty_minor", "tax_minor",
    "fees_minor", "total_minor", "order_currency", "actual_minor", "collected_minor", "estimate_minor", "fx_rate",
    "fx_source", "fx_as_of", "promise", "bearer", "party", "user_id", "recorded_at",
)  # fmt: skip
# Set once, when it is settled or paid.
ONCE = ("settled_at", "paid_at", "charged_minor", "returned_minor", "absorbed_minor")

FORWARD = f"""
CREATE FUNCTION orders_guard_customs_bill() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text;
BEGIN
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state = ANY (ARRAY[{MOVES}])) THEN
        RAISE EXCEPTION 'customs bill %: no move leads from % to %', OLD.public_id, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    FOREACH kept IN ARRAY ARRAY[{", ".join(f"'{name}'" for name in KEPT)}] LOOP
        IF to_jsonb(NEW) -> kept IS DISTINCT FROM to_jsonb(OLD) -> kept THEN
            RAISE EXCEPTION 'customs bill %: % never changes', OLD.public_id, kept
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    IF OLD.settled_at IS NOT NULL AND
       (NEW.settled_at, NEW.charged_minor, NEW.returned_minor, NEW.absorbed_minor)
       IS DISTINCT FROM (OLD.settled_at, OLD.charged_minor, OLD.returned_minor, OLD.absorbed_minor)
       OR OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at THEN
        RAISE EXCEPTION 'customs bill %: what was settled stays settled', OLD.public_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER orders_customsbill_guard BEFORE UPDATE ON orders_customsbill
    FOR EACH ROW EXECUTE FUNCTION orders_guard_customs_bill();
CREATE TRIGGER orders_customsbill_kept BEFORE DELETE ON orders_customsbill
    FOR EACH ROW EXECUTE FUNCTION orders_refuse();
CREATE TRIGGER orders_customspaper_kept BEFORE UPDATE OR DELETE ON orders_customspaper
    FOR EACH ROW EXECUTE FUNCTION orders_refuse();
ALTER TABLE orders_customsbill ENABLE ALWAYS TRIGGER orders_customsbill_guard;
ALTER TABLE orders_customsbill ENABLE ALWAYS TRIGGER orders_customsbill_kept;
ALTER TABLE orders_customspaper ENABLE ALWAYS TRIGGER orders_customspaper_kept;

CREATE FUNCTION orders_guard_order_extras() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.insurance_minor, NEW.guarantee_minor, NEW.incoterm, NEW.landed)
       IS DISTINCT FROM (OLD.insurance_minor, OLD.guarantee_minor, OLD.incoterm, OLD.landed) THEN
        RAISE EXCEPTION 'order %: terms and amounts stand as they were agreed', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER orders_order_guard_extras BEFORE UPDATE ON orders_order
    FOR EACH ROW EXECUTE FUNCTION orders_guard_order_extras();
ALTER TABLE orders_order ENABLE ALWAYS TRIGGER orders_order_guard_extras;
"""

BACKWARD = """
DROP TRIGGER orders_order_guard_extras ON orders_order;
DROP FUNCTION orders_guard_order_extras();
DROP TRIGGER orders_customspaper_kept ON orders_customspaper;
DROP TRIGGER orders_customsbill_kept ON orders_customsbill;
DROP TRIGGER orders_customsbill_guard ON orders_customsbill;
DROP FUNCTION orders_guard_customs_bill();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_terms_and_customs_bills")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
