"""
What the life of an order promises, kept by PostgreSQL itself, whoever writes and however. Told in docs/ordering.md.

The pairs of states are those of `orders.rules.MOVES` on the day of this migration; a test holds the two together.
"""

from django.db import migrations

MOVES = [
    ("accepted", "closed"),
    ("awaiting_payment", "cancelled"),
    ("awaiting_payment", "funded"),
    ("cancelled", "refunded"),
    ("delivered", "accepted"),
    ("funded", "delivered"),
    ("funded", "in_production"),
    ("funded", "refunded"),
    ("funded", "shipped"),
    ("in_production", "delivered"),
    ("in_production", "refunded"),
    ("in_production", "shipped"),
    ("shipped", "accepted"),
    ("shipped", "delivered"),
]

PAIRS = ", ".join(f"('{source}', '{target}')" for source, target in MOVES)

FORWARD = f"""
CREATE SEQUENCE orders_order_number;

CREATE FUNCTION orders_guard_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'order % is kept for good', OLD.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.status IS DISTINCT FROM OLD.status AND (OLD.status, NEW.status) NOT IN ({PAIRS}) THEN
        RAISE EXCEPTION 'order %: no move leads from % to %', OLD.number, OLD.status, NEW.status
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.organisation_id, NEW.seller_id, NEW.escrow_id, NEW.currency, NEW.total_minor, NEW.goods_minor,
        NEW.freight_minor, NEW.duty_minor, NEW.tax_minor, NEW.fees_minor, NEW.seller_net_minor, NEW.number)
       IS DISTINCT FROM
       (OLD.organisation_id, OLD.seller_id, OLD.escrow_id, OLD.currency, OLD.total_minor, OLD.goods_minor,
        OLD.freight_minor, OLD.duty_minor, OLD.tax_minor, OLD.fees_minor, OLD.seller_net_minor, OLD.number)
    THEN
        RAISE EXCEPTION 'order %: parties and amounts stand as they were agreed', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER orders_order_guard BEFORE UPDATE OR DELETE ON orders_order
    FOR EACH ROW EXECUTE FUNCTION orders_guard_order();
ALTER TABLE orders_order ENABLE ALWAYS TRIGGER orders_order_guard;

CREATE FUNCTION orders_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: history is only ever added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER orders_ordermove_kept BEFORE UPDATE OR DELETE ON orders_ordermove
    FOR EACH ROW EXECUTE FUNCTION orders_refuse();
CREATE TRIGGER orders_ordermove_not_emptied BEFORE TRUNCATE ON orders_ordermove
    FOR EACH STATEMENT EXECUTE FUNCTION orders_refuse();
CREATE TRIGGER orders_orderline_kept BEFORE UPDATE OR DELETE ON orders_orderline
    FOR EACH ROW EXECUTE FUNCTION orders_refuse();
ALTER TABLE orders_ordermove ENABLE ALWAYS TRIGGER orders_ordermove_kept;
ALTER TABLE orders_ordermove ENABLE ALWAYS TRIGGER orders_ordermove_not_emptied;
ALTER TABLE orders_orderline ENABLE ALWAYS TRIGGER orders_orderline_kept;
"""

BACKWARD = """
DROP TRIGGER orders_orderline_kept ON orders_orderline;
DROP TRIGGER orders_ordermove_not_emptied ON orders_ordermove;
DROP TRIGGER orders_ordermove_kept ON orders_ordermove;
DROP FUNCTION orders_refuse();
DROP TRIGGER orders_order_guard ON orders_order;
DROP FUNCTION orders_guard_order();
DROP SEQUENCE orders_order_number;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
