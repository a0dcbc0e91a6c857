"""Payments and currency."""

from decimal import Decimal

from .environment import env

STRIPE_API_KEY = env("STRIPE_API_KEY", default="")
# Empty means Stripe's own address.
STRIPE_API_BASE = env("STRIPE_API_BASE", default="")
# The webhook endpoint stays closed while this is empty.
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_TIMEOUT_SECONDS = env.int("STRIPE_TIMEOUT_SECONDS", default=20)

# What the platform keeps for turning one currency into another; shown to both sides as a margin.
TRADE_FX_SPREAD_PERCENT = Decimal(env("TRADE_FX_SPREAD_PERCENT", default="1.0"))
# A rate older than this is never used, on any machine (docs/adr: one age limit for exchange rates). The history that
# comes with the product ends some weeks back; the live feed is daily.
TRADE_FX_MAX_AGE_DAYS = env.int("TRADE_FX_MAX_AGE_DAYS", default=45)
# Rates that people set now and then stand longer, and say so.
TRADE_FX_INDICATIVE_MAX_AGE_DAYS = env.int("TRADE_FX_INDICATIVE_MAX_AGE_DAYS", default=120)

# What insuring goods for the buyer costs under CIP (cover A) and CIF (cover C), in percent of 110 % of their value.
TRADE_INSURANCE_PERCENT = {
    "A": Decimal(env("TRADE_INSURANCE_PERCENT_A", default="0.45")),
    "C": Decimal(env("TRADE_INSURANCE_PERCENT_C", default="0.25")),
}

# The European Union's register of VAT numbers, asked whether a number is in force.
VIES_URL = env("VIES_URL", default="https://ec.europa.eu/taxation_customs/vies/rest-api").rstrip("/")

# The address that e-mails, payment pages and feeds link back to.
PUBLIC_URL = env("PUBLIC_URL", default="http://127.0.0.1:8000")

CURRENCIES_OFFERED = (
    "EUR", "USD", "GBP", "CNY", "JPY", "CLP", "AUD", "CAD", "CHF", "NOK", "TRY", "MXN", "BRL", "INR", "KRW", "SGD",
    "NZD", "AED", "SAR", "KWD", "ZAR", "NGN", "KES", "PLN", "SEK", "DKK", "VND", "MAD", "PEN", "COP",
)  # fmt: skip

# Denied-party lists without which nothing is bought, paid or paid out, and how many days ago each was last seen
# current at most (0: any age). Production wants the published ones; elsewhere the fictitious list will do.
SCREENING_LISTS = env.list("SCREENING_LISTS", default=["demo"])
SCREENING_MAX_AGE_DAYS = env.int("SCREENING_MAX_AGE_DAYS", default=0)
# Where the lists are fetched from daily, as `ofac-sdn=https://...,un=https://...`; nothing is fetched while empty.
SCREENING_SOURCES = env.dict("SCREENING_SOURCES", default={})
