"""
What papers promise, kept by PostgreSQL itself: no gap, no number twice, nothing issued ever changed.

Told in docs/papers.md and docs/adr/0008-papers-are-numbered-rows.md.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION orders_guard_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION '% on % is refused: an issued paper is kept for good', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.public_id, NEW.order_id, NEW.organisation_id, NEW.series_id, NEW.sequence, NEW.kind, NEW.number,
        NEW.issued_date, NEW.issued_at, NEW.issued_by_id, NEW.corrects_id, NEW.total_minor, NEW.currency, NEW.content,
        NEW.content_hash, NEW.rule_version)
       IS DISTINCT FROM
       (OLD.id, OLD.public_id, OLD.order_id, OLD.organisation_id, OLD.series_id, OLD.sequence, OLD.kind, OLD.number,
        OLD.issued_date, OLD.issued_at, OLD.issued_by_id, OLD.corrects_id, OLD.total_minor, OLD.currency, OLD.content,
        OLD.content_hash, OLD.rule_version)
    THEN
        RAISE EXCEPTION 'paper %: what was issued stands; correct it with another paper', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER orders_paper_kept BEFORE UPDATE OR DELETE ON orders_paper
    FOR EACH ROW EXECUTE FUNCTION orders_guard_paper();
CREATE TRIGGER orders_paper_not_emptied BEFORE TRUNCATE ON orders_paper
    FOR EACH STATEMENT EXECUTE FUNCTION orders_guard_paper();
ALTER TABLE orders_paper ENABLE ALWAYS TRIGGER orders_paper_kept;
ALTER TABLE orders_paper ENABLE ALWAYS TRIGGER orders_paper_not_emptied;

CREATE FUNCTION orders_refuse_paper_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: papers and their numbers are only ever added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER orders_paperfile_kept BEFORE UPDATE OR DELETE ON orders_paperfile
    FOR EACH ROW EXECUTE FUNCTION orders_refuse_paper_change();
CREATE TRIGGER orders_paperfile_not_emptied BEFORE TRUNCATE ON orders_paperfile
    FOR EACH STATEMENT EXECUTE FUNCTION orders_refuse_paper_change();
CREATE TRIGGER orders_paperseries_kept BEFORE DELETE ON orders_paperseries
    FOR EACH ROW EXECUTE FUNCTION orders_refuse_paper_change();
CREATE TRIGGER orders_paperseries_not_emptied BEFORE TRUNCATE ON orders_paperseries
    FOR EACH STATEMENT EXECUTE FUNCTION orders_refuse_paper_change();
ALTER TABLE orders_paperfile ENABLE ALWAYS TRIGGER orders_paperfile_kept;
ALTER TABLE orders_paperfile ENABLE ALWAYS TRIGGER orders_paperfile_not_emptied;
ALTER TABLE orders_paperseries ENABLE ALWAYS TRIGGER orders_paperseries_kept;
ALTER TABLE orders_paperseries ENABLE ALWAYS TRIGGER orders_paperseries_not_emptied;

-- A series moves by one, and only forward; who and what it counts never changes.
CREATE FUNCTION orders_guard_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.next_number <> OLD.next_number + 1
       OR (NEW.id, NEW.organisation_id, NEW.kind, NEW.year, NEW.prefix)
          IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.kind, OLD.year, OLD.prefix)
    THEN
        RAISE EXCEPTION 'series %-%: numbers go up by one', OLD.prefix, OLD.year
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER orders_paperseries_by_one BEFORE UPDATE ON orders_paperseries
    FOR EACH ROW EXECUTE FUNCTION orders_guard_series();
ALTER TABLE orders_paperseries ENABLE ALWAYS TRIGGER orders_paperseries_by_one;

-- A paper takes the very number that the series has just given, and belongs to the series' firm, kind and year.
CREATE FUNCTION orders_guard_paper_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held orders_paperseries%ROWTYPE;
BEGIN
    SELECT * INTO held FROM orders_paperseries WHERE id = NEW.series_id;
    IF held.next_number IS DISTINCT FROM NEW.sequence + 1 OR held.organisation_id <> NEW.organisation_id
       OR held.kind <> NEW.kind
    THEN
        RAISE EXCEPTION 'paper %: number % is not the next of its series', NEW.number, NEW.sequence
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER orders_paper_takes_next BEFORE INSERT ON orders_paper
    FOR EACH ROW EXECUTE FUNCTION orders_guard_paper_number();
ALTER TABLE orders_paper ENABLE ALWAYS TRIGGER orders_paper_takes_next;

-- A number that was given is on a paper when the transaction ends: none is burnt.
CREATE FUNCTION orders_check_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.next_number > 1 AND NOT EXISTS (
        SELECT FROM orders_paper WHERE series_id = NEW.id AND sequence = NEW.next_number - 1
    ) THEN
        RAISE EXCEPTION 'series %-%: number % is on no paper', NEW.prefix, NEW.year, NEW.next_number - 1
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER orders_paperseries_no_gap AFTER INSERT OR UPDATE ON orders_paperseries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders_check_series();
ALTER TABLE orders_paperseries ENABLE ALWAYS TRIGGER orders_paperseries_no_gap;
"""

BACKWARD = """
DROP TRIGGER orders_paperseries_no_gap ON orders_paperseries;
DROP FUNCTION orders_check_series();
DROP TRIGGER orders_paper_takes_next ON orders_paper;
DROP FUNCTION orders_guard_paper_number();
DROP TRIGGER orders_paperseries_by_one ON orders_paperseries;
DROP FUNCTION orders_guard_series();
DROP TRIGGER orders_paperseries_not_emptied ON orders_paperseries;
DROP TRIGGER orders_paperseries_kept ON orders_paperseries;
DROP TRIGGER orders_paperfile_not_emptied ON orders_paperfile;
DROP TRIGGER orders_paperfile_kept ON orders_paperfile;
DROP FUNCTION orders_refuse_paper_change();
DROP TRIGGER orders_paper_not_emptied ON orders_paper;
DROP TRIGGER orders_paper_kept ON orders_paper;
DROP FUNCTION orders_guard_paper();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_papers")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
