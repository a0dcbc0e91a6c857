"""Celery: how background work is queued, and what runs by the clock."""

import os

from .data import REDIS_URL
from .environment import DATA_DIR, env

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task is acknowledged when it is done, and handed out again when its worker died: with tasks that may all run
# twice, nothing is lost.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Workers that join the one whose import it is, on files that are worth it.
IMPORT_HELPERS = env.int("IMPORT_HELPERS", default=min(3, (os.cpu_count() or 1) - 1))
# Two queues, each with workers of its own. For what is prompt somebody waits: carriers' offers, mail, money. What is
# bulk takes minutes and the processor; were they one, two sellers' imports would keep every buyer from an offer.
CELERY_TASK_DEFAULT_QUEUE = "prompt"
CELERY_TASK_ROUTES = {
    task: {"queue": "bulk"}
    for task in (
        "accounts.tasks.write_export",
        "buyers.tasks.refresh_sitemaps",
        "sellers.tasks.help_with_import",
        "sellers.tasks.mark_down_lots",
        "sellers.tasks.measure_sellers",
        "sellers.tasks.run_bulk_edits",
        "sellers.tasks.sweep_restrictions",
        "sellers.tasks.work_on_import",
        "sellers.tasks.write_catalogue",
        "sellers.tasks.write_feeds",
        "trade.tasks.fetch_denied_lists",
        "trade.tasks.screen_changed_names",
    )
}
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 270
# Both limits stand below the visibility timeout, else a slow task would be handed out while it still runs.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 10, "socket_keepalive": True}
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "relay-open-deliveries": {"task": "marketplace.kernel.tasks.relay_open_deliveries", "schedule": 5.0},
    "worker-heartbeat": {"task": "marketplace.tasks.beat_heart", "schedule": 5.0, "options": {"expires": 10}},
    "bulk-heartbeat": {
        "task": "marketplace.tasks.beat_heart",
        "schedule": 60.0,
        "args": ["bulk"],
        "options": {"queue": "bulk", "expires": 120},
    },
    "refresh-exchange-rates": {"task": "trade.tasks.refresh_exchange_rates", "schedule": 6 * 3600.0},
    "verify-tax-numbers": {"task": "accounts.tasks.verify_tax_numbers", "schedule": 900.0, "options": {"expires": 900}},
    "fetch-denied-lists": {"task": "trade.tasks.fetch_denied_lists", "schedule": 24 * 3600.0},
    # A change of a list reaches everybody within a quarter of an hour; usually at once, by the event.
    "screen-organisations": {"task": "trade.tasks.screen_organisations", "schedule": 300.0},
    "screen-changed-names": {"task": "trade.tasks.screen_changed_names", "schedule": 24 * 3600.0},
    "screen-consignees": {"task": "orders.tasks.screen_consignees", "schedule": 300.0},
    "lapse-unpaid-orders": {"task": "orders.tasks.lapse_orders", "schedule": 20.0},
    "release-expired-holds": {"task": "sellers.tasks.release_expired_holds", "schedule": 30.0},
    "take-up-imports": {"task": "sellers.tasks.take_up_imports", "schedule": 30.0},
    "make-scheduled-changes": {"task": "sellers.tasks.make_scheduled_changes", "schedule": 10.0},
    "run-bulk-edits": {"task": "sellers.tasks.run_bulk_edits", "schedule": 3.0, "options": {"expires": 3}},
    "mark-down-lots": {"task": "sellers.tasks.mark_down_lots", "schedule": 900.0},
    "write-feeds": {"task": "sellers.tasks.write_feeds", "schedule": 30.0, "options": {"expires": 30}},
    "measure-sellers": {"task": "sellers.tasks.measure_sellers", "schedule": 3600.0, "options": {"expires": 3600}},
    # Rules turn at midnight UTC; asked hourly, so that a stopped clock costs an hour and not a day.
    "sweep-restrictions": {"task": "sellers.tasks.sweep_restrictions", "schedule": 3600.0},
    "tend-exports": {"task": "accounts.tasks.tend_exports", "schedule": 60.0, "options": {"expires": 60}},
    "end-holds": {"task": "accounts.tasks.end_holds", "schedule": 30.0, "options": {"expires": 30}},
    # A reminder is for a day; asked hourly, so that a stopped clock costs an hour.
    "remind-of-evidence": {"task": "sellers.tasks.remind_of_evidence", "schedule": 3600.0},
    "accept-due-orders": {"task": "orders.tasks.accept_due_orders", "schedule": 30.0},
    "remind-of-customs-charges": {"task": "orders.tasks.remind_of_customs_charges", "schedule": 3600.0},
    "poll-shipments": {"task": "orders.tasks.poll_shipments", "schedule": 60.0, "options": {"expires": 60}},
    "handle-open-carrier-messages": {"task": "orders.tasks.handle_open_carrier_messages", "schedule": 20.0},
    "send-open-payouts": {"task": "payments.tasks.send_open_payouts", "schedule": 30.0},
    "handle-open-webhooks": {"task": "payments.tasks.handle_open_webhooks", "schedule": 15.0},
    "sweep-payments": {"task": "payments.tasks.sweep_payments", "schedule": 60.0},
    "refresh-sitemaps": {"task": "buyers.tasks.refresh_sitemaps", "schedule": 300.0, "options": {"expires": 300}},
    "count-views": {"task": "buyers.tasks.count_views", "schedule": 60.0},
    "forget-old-idempotency-keys": {
        "task": "marketplace.kernel.tasks.forget_old_idempotency_keys",
        "schedule": 3600.0,
    },
}
