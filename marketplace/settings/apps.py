"""Applications, middleware and templates."""

from .environment import BASE_DIR

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Bridgeway, from the ground up: imports and foreign keys go down only.
    "marketplace.kernel",
    "accounts",
    "trade",
    "sellers",
    "payments",
    "buyers",
    "orders",
    "demo",
    "marketplace",
    # The admin's skin stands before django.contrib.admin so that its templates win.
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "oauth2_provider",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "pgtrigger",
    "treebeard",
    "django_structlog",
    "django_prometheus",
]

MIDDLEWARE = [
    # First: those who probe know an address, not a host name, and must hear of a lost database as 503.
    "marketplace.health.ProbeMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Innermost, so that a refusal raised by a view is answered with all of the above already in place.
    "marketplace.http.RefusalMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "marketplace.kernel.addresses.addresses",
                "accounts.context.accounts",
                "buyers.context.buyers",
                "orders.context.cart",
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# How the admin introduces itself.
UNFOLD = {
    "SITE_TITLE": "Bridgeway",
    "SITE_HEADER": "Bridgeway",
    # The product's teal (assets/css/tokens.css), lightest to darkest.
    "COLORS": {
        "primary": {
            "50": "#f1f8f6",
            "100": "#e1f0ed",
            "200": "#bfe3dd",
            "300": "#7ad8d0",
            "400": "#55c6bd",
            "500": "#1f8f8c",
            "600": "#0a6a6b",
            "700": "#075152",
            "800": "#0a4143",
            "900": "#0b3638",
            "950": "#062224",
        },
    },
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: "/static/img/favicon.svg"}],
}
