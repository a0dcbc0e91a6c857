"""E-mail: written to files under the data folder unless a server is named."""

from .environment import DATA_DIR, env

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Bridgeway <hello@bridgeway.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
_server = env.email_url("EMAIL_URL", default="filemail://")
EMAIL_BACKEND = _server["EMAIL_BACKEND"]
EMAIL_HOST = _server.get("EMAIL_HOST", "")
EMAIL_PORT = _server.get("EMAIL_PORT")
EMAIL_HOST_USER = _server.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _server.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _server.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _server.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
