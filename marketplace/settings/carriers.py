"""
Carriers asked live, and the tracking system of the carriers whose cards are stored here. Told in docs/carriers.md.

A carrier is asked once all of its credentials are set; nothing has a default that reaches the network. A webhook door
stays closed while its secret is empty.
"""

from .environment import env

CARRIER_TIMEOUT_SECONDS = env.float("CARRIER_TIMEOUT_SECONDS", default=6.0)

CARRIER_API_BASE = env("CARRIER_API_BASE", default="")
CARRIER_API_KEY = env("CARRIER_API_KEY", default="")
CARRIER_WEBHOOK_SECRET = env("CARRIER_WEBHOOK_SECRET", default="")

DHL_EXPRESS_USERNAME = env("DHL_EXPRESS_USERNAME", default="")
DHL_EXPRESS_PASSWORD = env("DHL_EXPRESS_PASSWORD", default="")
DHL_EXPRESS_ACCOUNT = env("DHL_EXPRESS_ACCOUNT", default="")
DHL_EXPRESS_API_BASE = env("DHL_EXPRESS_API_BASE", default="https://express.api.dhl.com/mydhlapi")
DHL_EXPRESS_WEBHOOK_SECRET = env("DHL_EXPRESS_WEBHOOK_SECRET", default="")

UPS_CLIENT_ID = env("UPS_CLIENT_ID", default="")
UPS_CLIENT_SECRET = env("UPS_CLIENT_SECRET", default="")
UPS_ACCOUNT = env("UPS_ACCOUNT", default="")
UPS_API_BASE = env("UPS_API_BASE", default="https://onlinetools.ups.com")
UPS_WEBHOOK_SECRET = env("UPS_WEBHOOK_SECRET", default="")

FEDEX_API_KEY = env("FEDEX_API_KEY", default="")
FEDEX_SECRET_KEY = env("FEDEX_SECRET_KEY", default="")
FEDEX_ACCOUNT = env("FEDEX_ACCOUNT", default="")
FEDEX_API_BASE = env("FEDEX_API_BASE", default="https://apis.fedex.com")
FEDEX_WEBHOOK_SECRET = env("FEDEX_WEBHOOK_SECRET", default="")
