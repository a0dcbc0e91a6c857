from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = _("Money")

    def ready(self) -> None:
        # Models are there only now.
        from payments import exported, onboarding

        exported.register_parts()
        onboarding.register()
