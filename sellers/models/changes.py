"""The feed of changes that search indexes follow."""

from typing import Any

from django.db import models
from django.db.models import Func


class TransactionIdField(models.Field):
    """PostgreSQL's 64-bit transaction id, `xid8`."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return None if value is None else str(value)


class CurrentTransactionId(Func):
    """`pg_current_xact_id()`: the id of the transaction that writes the row."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = TransactionIdField()


class OldestRunningTransactionId(Func):
    """The id below which every transaction has ended: `pg_snapshot_xmin(pg_current_snapshot())`."""

    template = "pg_snapshot_xmin(pg_current_snapshot())"
    arity = 0
    output_field = TransactionIdField()


class ListingChange(models.Model):
    """
    A listing changed in a way that buyers may see. Written by `record_change`, read by `queries.changes_after`.

    Sequence numbers are handed out before transactions commit, so their order is not the order in which rows become
    visible; `txid` lets a reader wait for what is still under way.
    """

    sequence = models.BigAutoField(primary_key=True)
    # No foreign key: the feed outlives what it speaks of.
    listing_id = models.BigIntegerField()
    txid = TransactionIdField(db_default=CurrentTransactionId(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["txid", "sequence"], name="sellers_change_in_order")]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.listing_id}"
