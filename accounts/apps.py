from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts import exported

        # Found by the schema generator once imported.
        from accounts.api import openapi  # noqa: F401
        from accounts.requirements import checks

        checks.register()
        exported.register_parts()
