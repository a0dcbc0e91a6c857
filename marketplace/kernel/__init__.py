"""
The floor every app stands on, free of any trade: money, refusals, operations, events, idempotency.

Imports no app.
"""
